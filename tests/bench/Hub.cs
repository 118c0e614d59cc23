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
/// The real server in a process of its own: built program, Production, SQLite on disk, people who sign in. Its team is the one that
/// ships, with channels of the bench's own that admit everybody.
/// </summary>
internal sealed class Hub : IDisposable
{
    /// <summary>Most channels of the bench.</summary>
    public const int Channels = 10;

    private readonly Child process;
    private readonly string folder;

    private Hub(Child process, string folder, int port, IReadOnlyList<string> cookies)
    {
        (this.process, this.folder, Port, Cookies) = (process, folder, port, cookies);
        Client = NewClient(port, cookies[0]);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Sessions of its members, an officer's first.</summary>
    public IReadOnlyList<string> Cookies { get; }

    /// <summary>Speaks to it as the first member.</summary>
    public HttpClient Client { get; }

    /// <summary>The database's file.</summary>
    public string Database => Path.Combine(folder, "hub.db");

    /// <summary>A channel of the bench.</summary>
    public static string Channel(int number) => $"bench-{number}";

    /// <summary>Makes a database, fills it, starts the server on it and signs people in.</summary>
    public static async Task<Hub> Start(Func<IServiceProvider, Task>? fill = null, int people = 20)
    {
        var folder = Directory.CreateTempSubdirectory("timpora-bench-").FullName;
        var organisation = Path.Combine(folder, "organisation.json");
        await File.WriteAllTextAsync(organisation, Team());
        await using (var services = Services(Path.Combine(folder, "hub.db"), organisation))
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

        var port = Processes.FreePort();
        var process = new Child("Timpora.Comms.Server.dll", ["--urls", $"http://127.0.0.1:{port}", "--Organisation:File", organisation,
            "--ConnectionStrings:Hub", $"Data Source={Path.Combine(folder, "hub.db")}"], "Timpora.Comms  http").Mute();
        try
        {
            return new Hub(process, folder, port, await SignIn(port, OrganisationFile.Load(organisation), people));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>What the hub's storage needs, in this process.</summary>
    public static ServiceProvider Services(string database, string organisation)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Hub", $"Data Source={database}")]).Build());
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
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Team()
    {
        var team = JsonNode.Parse(File.ReadAllText(OrganisationFile.DefaultPath), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        for (var i = 0; i < Channels; i++)
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
