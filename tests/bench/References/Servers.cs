using System.Net;

namespace Timpora.Comms.Bench.References;

/// <summary>How the reference servers are built and served: Kestrel as it comes.</summary>
internal static class Servers
{
    /// <summary>Builds one on a port of this machine.</summary>
    public static WebApplication Build(int port, Action<IServiceCollection> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        add(builder.Services);
        return builder.Build();
    }

    /// <summary>Serves, and says so.</summary>
    public static async Task Serve(WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => Console.Out.WriteLine("ready"));
        await app.RunAsync();
    }
}
