using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.Support;

/// <summary>
/// The real hub on a real port with a database of its own, in Development with the demo people. Tests speak to it as people do;
/// what a test must see of the inside it reads through <see cref="Read{T}"/>.
/// </summary>
public sealed partial class CommsApp : WebApplicationFactory<Program>
{
    /// <summary>The password of every demo account.</summary>
    public const string Password = OrganisationSeed.DemoPassword;

    /// <summary>When virtual time starts: 08.00 WIB on a Tuesday.</summary>
    public static readonly DateTimeOffset StartOfTime = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    /// <summary>A setting for tests: every announcement is lost, as when Redis is gone.</summary>
    public const string Deaf = "Test:Deaf";

    private readonly string connection;
    private readonly bool ownsDatabase;
    private readonly VirtualTime? time;
    private readonly TimeProvider? wall;
    private readonly Dictionary<string, string?> settings;
    private readonly bool isProduction;
    private readonly bool inHand;
    private bool isDropped;

    private CommsApp(string connection, bool ownsDatabase, VirtualTime? time, bool isProduction, bool inHand, Dictionary<string, string?> settings, TimeProvider? wall = null)
    {
        (this.connection, this.ownsDatabase, this.time, this.isProduction, this.inHand, this.settings, this.wall) = (connection, ownsDatabase, time, isProduction, inHand, settings, wall);
        UseKestrel();
        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    /// <summary>Where the hub listens, e.g. <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The address as browsers write it in <c>Origin</c>.</summary>
    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>
    /// Starts a hub. With <paramref name="virtualTime"/> its clocks stand still until <see cref="TimePasses"/>; settings are ordinary
    /// configuration, such as <c>Escalation:MinuteLength</c>. In <paramref name="production"/> there are no demo people. With <paramref name="inHand"/> neither
    /// the engine nor the sender runs: they look when <see cref="EngineLooks"/> and <see cref="SenderLooks"/> say so.
    /// </summary>
    public static CommsApp Start(Database database = Database.Sqlite, bool virtualTime = false, bool production = false, bool inHand = false, params (string Key, string? Value)[] settings) =>
        new(production ? Databases.Create(database) : Databases.CreateWithDemo(database), ownsDatabase: true, virtualTime ? new VirtualTime(StartOfTime) : null,
            production, inHand, settings.ToDictionary(s => s.Key, s => s.Value));

    /// <summary>Lets a hub set up an empty database once, at the instant virtual time starts from, so that nothing in it lies in the future.</summary>
    internal static void SetUp(string connection) => new CommsApp(connection, ownsDatabase: false, new VirtualTime(StartOfTime), isProduction: false, inHand: false, []).Dispose();

    /// <summary>Starts a hub on a database that is there, and removes it in the end unless it is to be kept.</summary>
    public static CommsApp StartOn(string connection, bool keep = false) => new(connection, ownsDatabase: !keep, time: null, isProduction: false, inHand: false, []);

    /// <summary>The database, as it is configured.</summary>
    public string Connection => connection;

    /// <summary>Starts another node like this one on the same database, maybe on a machine with a wall clock of its own; dispose it before this one.</summary>
    public CommsApp StartSecondNode(TimeProvider? wall = null) => new(connection, ownsDatabase: false, time, isProduction, inHand, settings, wall);

    /// <summary>A demo member signs in.</summary>
    public async Task<Person> SignIn(string userName, string password = Password)
    {
        var person = Anyone();
        using var answer = await person.Send(HttpMethod.Post, "/api/session", new { userName, password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return person;
    }

    /// <summary>Somebody at the hub's own page who has not signed in.</summary>
    public Person Anyone() => new(Address);

    /// <summary>The same, at the name that passkeys belong to.</summary>
    public Person AtLocalhost() => new(new UriBuilder(Address) { Host = "localhost" }.Uri);

    /// <summary>Somebody comes in with a new invitation of their admin, and has secured nothing yet. No invented person: a password alone will never do.</summary>
    public async Task<Person> Invited(string userName, string role = "officer", string admin = "admin.kanim")
    {
        var link = await (await As(admin)).Post<Invite.Response>("/api/invitations", new { roles = new[] { role }, name = "Orang Baru", position = "Petugas baru" });
        var person = AtLocalhost();
        await person.Post("/api/invitations/accept", new { token = link.Secret, userName });
        return person;
    }

    /// <summary>Moves virtual time, a little at a time so that loops get their turns; a smaller <paramref name="step"/> follows them more closely.</summary>
    public async Task TimePasses(TimeSpan span, TimeSpan? step = null)
    {
        var clock = time ?? throw new InvalidOperationException("Start the app with virtual time.");
        var each = step ?? TimeSpan.FromTicks(Math.Max(span.Ticks / 40, TimeSpan.TicksPerMillisecond * 100));
        for (var left = span; left > TimeSpan.Zero; left -= each)
        {
            clock.Advance(left < each ? left : each);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Looks into the database, for facts no answer shows.</summary>
    public async Task<T> Read<T>(Func<HubDb, Task<T>> question)
    {
        await using var scope = Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<HubDb>());
    }

    /// <summary>What this node's metrics say of something without labels; 0 while nothing was counted.</summary>
    public double Counted(string metric) => Services.GetRequiredService<MetricsText>().Write().Split('\n')
        .Where(line => line.StartsWith(metric + " ", StringComparison.Ordinal)).Sum(line => double.Parse(line[metric.Length..], CultureInfo.InvariantCulture));

    /// <summary>The secret of another link for the first administrator, as a start would print it.</summary>
    public Task<string?> FirstAdministratorSecret() => Services.MakeFirstAdministratorLink(CancellationToken.None);

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(isProduction ? "Production" : "Development");
        builder.UseSetting("ConnectionStrings:Hub", connection);
        // All apps of a test run share one process, which is warm after the first.
        builder.UseSetting(WarmUp.Key, "false");
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddHostedService<AnyPort>();
            services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignals>());
            services.PostConfigure<LoggerFilterOptions>(o =>
            {
                o.Rules.Clear();
                o.MinLevel = LogLevel.Error;
                // A lost race is an exception that the hub expects; Entity Framework calls it an error.
                o.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
            });
            // Real strength costs tests minutes and shows nothing.
            services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
            if (inHand)
                NobodyRuns(services, typeof(EscalationClock), typeof(NotificationSender));
            Questions.Listen(services);
            if (settings.ContainsKey(Deaf))
                services.Replace(ServiceDescriptor.Singleton<IAnnouncer, NobodyHears>());
            if (wall is not null)
                services.Replace(ServiceDescriptor.Singleton(wall));
            if (time is null)
                return;
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            services.Replace(ServiceDescriptor.Singleton(new HubClock(time, followsDatabase: false)));
        });
    }

    // Not stopped once they run: a service that is stopped before a thread has begun it counts as failed, and takes its host along.
    private static void NobodyRuns(IServiceCollection services, params Type[] hosted)
    {
        foreach (var type in hosted)
            Assert.True(services.Remove(services.Single(d => d.ServiceType == typeof(IHostedService) && d.ImplementationFactory?.GetType().GenericTypeArguments[^1] == type)));
    }

    // Who ends a run means the run: hubs that ended by themselves in the middle of it would look like faults.
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class NobodyHears : IAnnouncer
    {
        public void Announce(IReadOnlyList<Hint> hints, IReadOnlyList<StoredEntry>? entries = null)
        {
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || !ownsDatabase || isDropped)
            return;
        // The base comes by here twice.
        isDropped = true;
        Databases.Drop(connection);
    }

    /// <summary>
    /// Listens on any free port, whatever <c>urls</c> says. Not by <c>UseKestrel(0)</c>: that sets the port on a host which the program's own thread
    /// may have started by then.
    /// </summary>
    private sealed class AnyPort(IServer server) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            var listening = server.Features.GetRequiredFeature<IServerAddressesFeature>();
            listening.Addresses.Clear();
            listening.Addresses.Add("http://127.0.0.1:0");
            listening.PreferHostingUrls = true;
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
