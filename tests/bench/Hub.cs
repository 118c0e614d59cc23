using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Bench.Load;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Bench;

/// <summary>
/// The real server, each node in a process of its own: built program, Production, people who sign in; SQLite on disk, or PostgreSQL and Redis
/// where there are engines. Its team is the one that ships, with channels of the bench's own that admit everybody.
/// </summary>
internal sealed class Hub : IDisposable
{
    /// <summary>How many channels of the bench there are mostly.</summary>
    public const int Channels = 10;

    private const string Hello = "Timpora.Comms  http";
    private const string Memory = "/dev/shm";

    // Twenty people stand for a thousand here: they have more connections, and write more, than anybody may.
    private static readonly string[] loose =
    [
        .. new[] { "Frames", "Calls", "Member", "Replay", "Post", "Acknowledge", "Address" }.SelectMany(what => (string[])[$"--Limits:{what}:AtOnce", "1000000", $"--Limits:{what}:PerSecond", "1000000"]),
        "--Limits:ConnectionsPerMember", "1000000",
    ];

    private readonly List<Child> nodes = [];
    private readonly string folder;
    private readonly Engines? engines;
    private readonly bool hasRedis;
    private readonly bool isLimited;

    private Hub(Engines? engines, bool hasRedis, bool isLimited, bool isInMemory)
    {
        (this.engines, this.hasRedis, this.isLimited) = (engines, hasRedis, isLimited);
        folder = isInMemory && Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Combine(Memory, $"timpora-bench-{Guid.CreateVersion7():N}")).FullName
            : Directory.CreateTempSubdirectory("timpora-bench-").FullName;
        Connection = engines is null ? $"Data Source={Database}" : engines.Postgres(engines.NewDatabase());
    }

    /// <summary>Where its nodes listen.</summary>
    public List<int> Ports { get; } = [];

    /// <summary>Its nodes' processes.</summary>
    public IReadOnlyList<int> Ids => [.. nodes.Select(n => n.Id)];

    /// <summary>All processes whose CPU counts.</summary>
    public IReadOnlyList<int> Servers => [.. Ids, .. engines?.Ids ?? []];

    /// <summary>Its first node's process.</summary>
    public int Id => nodes[0].Id;

    /// <summary>The database.</summary>
    public string Connection { get; }

    /// <summary>The team's file.</summary>
    public string Organisation => Path.Combine(folder, "organisation.json");

    /// <summary>Sessions of its members, an officer's first.</summary>
    public IReadOnlyList<string> Cookies { get; private set; } = [];

    /// <summary>Speaks to it as the first member.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>The database's file, where it is one.</summary>
    public string Database => Path.Combine(folder, "hub.db");

    /// <summary>A channel of the bench.</summary>
    public static string Channel(int number) => $"bench-{number}";

    /// <summary>Makes a database, fills it, starts the server on it and signs people in. Only with <paramref name="isLimited"/> do the limits of production hold; <paramref name="isInMemory"/>: SQLite writes to memory.</summary>
    public static async Task<Hub> Start(
        Func<IServiceProvider, Task>? fill = null, int people = 20, Engines? engines = null, int nodes = 1, int channels = Channels, bool hasRedis = true,
        bool isLimited = false, bool isInMemory = false)
    {
        var hub = new Hub(engines, hasRedis, isLimited, isInMemory);
        try
        {
            await File.WriteAllTextAsync(hub.Organisation, Team(channels));
            await using (var services = Services(hub.Connection, hub.Organisation))
            {
                await services.PrepareStorage(default);
                await services.SeedChannels(default);
                // The people of the file, and then they are no demo accounts any more: those are locked in Production.
                await services.OpenOrLockDemo(isOpen: true, default);
                await using var scope = services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<HubDb>().Users.ExecuteUpdateAsync(set => set.SetProperty(m => m.IsDemo, false));
                if (fill is not null)
                    await fill(scope.ServiceProvider);
            }

            for (var i = 0; i < nodes; i++)
            {
                hub.Ports.Add(Processes.FreePort());
                hub.nodes.Add(hub.NewNode(i, Hello).Mute());
            }

            hub.Cookies = await SignIn(hub.Ports[0], OrganisationFile.Load(hub.Organisation), people);
            // They have signed in with a password alone, which opens nothing yet: what a second factor costs is not what is measured.
            await using (var services = Services(hub.Connection, hub.Organisation))
            await using (var scope = services.CreateAsyncScope())
            {
                var until = TimeProvider.System.GetUtcNow() + SessionStore.Life;
                await scope.ServiceProvider.GetRequiredService<HubDb>().Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.IsUnfinished, false).SetProperty(s => s.ExpiresAt, until));
            }

            hub.Client = NewClient(hub.Ports[0], hub.Cookies[0]);
            return hub;
        }
        catch
        {
            hub.Dispose();
            throw;
        }
    }

    /// <summary>Ends its first node and starts it again; tells how long it took from there to the first word that it is well.</summary>
    public async Task<TimeSpan> Restart()
    {
        nodes[0].Dispose();
        var started = Stopwatch.GetTimestamp();
        nodes[0] = NewNode(0, null).Mute();
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System))
            try
            {
                if (await Client.GetStringAsync("/healthz/ready") == "Healthy")
                    return Stopwatch.GetElapsedTime(started);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started).TotalSeconds < 60)
            {
                // Not yet.
            }
    }

    /// <summary>What the hub's storage needs, in this process.</summary>
    public static ServiceProvider Services(string connection, string organisation)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Hub", connection)]).Build());
        services.AddAccess();
        services.AddSingleton(OrganisationFile.Load(organisation));
        services.AddScoped<Comms.Channels.ChannelLog>();
        return services.BuildServiceProvider();
    }

    /// <summary>Posts an alert into each of some channels; their threads are what the load writes to.</summary>
    public async Task<IReadOnlyList<Place>> Places(int channels, int first = 0)
    {
        List<string> alerts = [];
        for (var i = first; i < first + channels; i++)
        {
            // Routine: its ladder has one step, which fires at once, so the hub writes nothing by itself while it is measured.
            var body = Bodies.Alert(Channel(i), "Uji beban kanal", "Utas untuk uji beban.", "Rutin").Replace(Bodies.AnyKey, Guid.CreateVersion7().ToString(), StringComparison.Ordinal);
            using var answer = await Client.PostAsync("/api/alerts", new StringContent(body, null, "application/json"));
            alerts.Add((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
        }

        return await Heads(alerts, first);
    }

    /// <summary>Where the channels of these alerts end now.</summary>
    public async Task<IReadOnlyList<Place>> Heads(IReadOnlyList<string> alerts, int first = 0)
    {
        var channels = (await Client.GetFromJsonAsync<JsonElement>("/api/channels")).GetProperty("items").EnumerateArray()
            .ToDictionary(c => c.GetProperty("slug").GetString()!, c => c);
        return [.. alerts.Select((alert, i) => new Place(Channel(first + i), channels[Channel(first + i)].GetProperty("epoch").GetString()!, channels[Channel(first + i)].GetProperty("head").GetInt64(), alert))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        foreach (var node in nodes)
            node.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Child NewNode(int index, string? hello) => new("Timpora.Comms.Server.dll", ["--urls", $"http://127.0.0.1:{Ports[index]}", "--Organisation:File", Organisation,
        "--ConnectionStrings:Hub", Connection, .. isLimited ? [] : loose, .. engines is not null && hasRedis ? (string[])["--ConnectionStrings:Redis", engines.Redis] : []], hello);

    private static string Team(int channels)
    {
        var team = JsonNode.Parse(File.ReadAllText(OrganisationFile.DefaultPath), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        for (var i = 0; i < channels; i++)
            team["channels"]!.AsArray().Add(new JsonObject { ["slug"] = Channel(i), ["name"] = $"Uji beban {i}", ["kind"] = "topic", ["admits"] = new JsonObject { ["all"] = true } });
        return team.ToJsonString();
    }

    private static async Task<IReadOnlyList<string>> SignIn(int port, Organisation organisation, int people)
    {
        using var client = NewClient(port, null);
        List<string> cookies = [];
        foreach (var member in organisation.Members.Where(m => !m.Roles.Contains("admin") && !m.Roles.Contains("auditor")).Take(people))
        {
            using var answer = await client.PostAsJsonAsync("/api/session", new { userName = member.UserName, password = OrganisationSeed.DemoPassword });
            cookies.Add(answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        }

        return cookies;
    }

    private static HttpClient NewClient(int port, string? cookie)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Add("Origin", $"http://127.0.0.1:{port}");
        if (cookie is not null)
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }
}
