using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Realtime;

/// <summary>Live delivery: the hub, the tails and the beats.</summary>
public static class RealtimeSetup
{
    /// <summary>The hub's address.</summary>
    public const string Path = "/hub";

    private const int Buffer = 32 << 10;
    private const int SendBuffer = 128 << 10;
    private const int ReceiveBuffer = 32 << 10;

    /// <summary>Adds live delivery. With <c>ConnectionStrings:Redis</c> nodes announce to each other; without it what is announced stays in this process.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSignalR(o =>
        {
            o.EnableDetailedErrors = false;
            o.MaximumReceiveMessageSize = Buffer;
            o.AddFilter<CallerHubFilter>();
        })
            .AddJsonProtocol(o => Json.Configure(o.PayloadSerializerOptions))
            .AddMessagePackProtocol();
        // It reports every refusal as an error; real faults are logged by the filter.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical));
        services.AddSingleton<Admission>();
        services.AddSingleton<MemberLines>();
        services.AddSingleton<CallTurns>();
        services.AddSingleton<CallerHubFilter>();
        services.AddAskedTogether<NewsQuestion, IReadOnlyList<StoredEntry>>((scope, questions, ct) => scope.GetRequiredService<ChannelLog>().ReadNews(questions, ct));
        services.AddSingleton<LogReader>();
        services.AddSingleton<ChannelTails>();
        services.AddSingleton<SessionKeys>();
        services.AddSingleton<FeedConnections>();
        services.AddSingleton<HubLifetimeManager<CommsHub>>(p => p.GetRequiredService<FeedConnections>());
        if (configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
            services.AddRedis(redis);
        else
            services.AddSingleton<IAnnouncer, InProcessAnnouncer>();
        services.AddHostedService<HeadPoll>();
        services.AddHostedService<HeadBeat>();
        services.AddHostedService<ConnectionWatch>();
        services.Configure<SocketTransportOptions>(Buffers);
        return services;
    }

    private static void Buffers(SocketTransportOptions o)
    {
        // A flood that is held up (LimitedStream) goes on until the server's and the kernel's buffers are full, and until then each packet wakes a thread. Measured: pings in the
        // server's usual megabyte cost a tenth of a core for the seventeen seconds that ten thousand a second take to fill it.
        o.MaxReadBufferSize = ReceiveBuffer;
        o.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            // Uncapped, the kernel takes megabytes for a client that reads nothing, and hides it for minutes. Accepted sockets inherit both.
            (socket.SendBufferSize, socket.ReceiveBufferSize) = (SendBuffer, ReceiveBuffer);
            return socket;
        };
    }

    /// <summary>Serves the lines. Stands before the door: a line is served once it has passed all of it.</summary>
    // SignalR has its own pings; a second kind would be one more timer for each line.
    public static IApplicationBuilder UseRealtime(this IApplicationBuilder app) =>
        app.Use(Line.Limit).UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero }).Use(Line.ServeOnceAdmitted);

    /// <summary>Maps the hub, for signed-in members only.</summary>
    public static IEndpointRouteBuilder MapRealtime(this IEndpointRouteBuilder app)
    {
        var (meter, feeds, log) = (app.ServiceProvider.GetRequiredService<HubMeter>(), app.ServiceProvider.GetRequiredService<FeedConnections>(), app.ServiceProvider.GetRequiredService<LogReader>());
        meter.Watch("timpora_feed_connections", "Connections of this node.", () => [new(feeds.All.Count)]);
        meter.Watch("timpora_feeds_behind", "Channels followed over connections of this node that are not up to date.", () => [new(feeds.All.Sum(c => c.Behind.Feeds))]);
        meter.Watch("timpora_entries_behind", "Entries that those connections lack.", () => [new(feeds.All.Sum(c => c.Behind.Entries))]);
        meter.Count("timpora_entries_delivered", "Entries written to connections of this node.", () => [new(feeds.Delivered)]);
        meter.Count("timpora_ring_misses", "Times a client had to be served from the database.", () => [new(log.RingMisses)]);
        if (app.ServiceProvider.GetService<RedisWatch>() is { } redis)
            Watch(meter, redis, app.ServiceProvider.GetRequiredService<RedisAnnouncer>());
        app.MapHub<CommsHub>(Path, o =>
        {
            // It would go by the wall clock. ConnectionWatch ends the lines of sessions that are over, by the hub's clock.
            o.CloseOnAuthenticationExpiration = false;
            o.TransportSendTimeout = TimeSpan.FromSeconds(30);
            o.TransportMaxBufferSize = Buffer;
            o.ApplicationMaxBufferSize = Buffer;
        }).RequireAuthorization().Add(Line.Admit);
        return app;
    }

    private static void AddRedis(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(new RedisLink(connectionString));
        services.AddSingleton<RedisAnnouncer>();
        services.AddSingleton<IAnnouncer>(p => p.GetRequiredService<RedisAnnouncer>());
        services.AddSingleton<RedisWatch>();
        services.AddHostedService(p => p.GetRequiredService<RedisWatch>());
        services.AddHealthChecks().AddCheck<RedisWatch>("redis", tags: [Probes.Ready]);
    }

    private static void Watch(HubMeter meter, RedisWatch watch, RedisAnnouncer announcer)
    {
        meter.Watch("timpora_redis_working", "1 while Redis carries hints between nodes, 0 while heads are polled instead.", () => [new(watch.IsWorking ? 1 : 0)]);
        meter.Count("timpora_hints_heard", "Hints of other nodes heard through Redis.", () => [new(announcer.Heard)]);
        meter.Count("timpora_hints_lost", "Messages that did not get as far as Redis.", () => [new(announcer.Lost)]);
    }
}
