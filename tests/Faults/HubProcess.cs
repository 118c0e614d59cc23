using Timpora.Comms.Alerts;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// A node: the real built server in a process of its own, in Development on loopback, so with the demo people. It can be killed, held
/// and started again on the same port and database.
/// </summary>
public sealed class HubProcess : IDisposable
{
    private static readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly string connection;
    private readonly IReadOnlyList<(string Key, string? Value)> settings;
    private readonly IReadOnlyList<string> under;
    private ChildProcess process = null!;

    private HubProcess(string connection, IReadOnlyList<(string, string?)> settings, IReadOnlyList<string> under)
    {
        (this.connection, this.settings, this.under) = (connection, settings, under);
        Port = ChildProcess.FreePort();
    }

    /// <summary>Its port, the same after every restart.</summary>
    public int Port { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>The id of its process.</summary>
    public int Id => process.Id;

    /// <summary>What it wrote last.</summary>
    public string Said => process.Said;

    /// <summary>
    /// Starts a node and waits until it is ready. Settings are ordinary configuration, such as <c>Escalation:MinuteLength</c> or
    /// <c>ConnectionStrings:Redis</c>; ladders' minutes are a tenth of a second unless one says otherwise. With <paramref name="under"/>
    /// another program (a tracer) runs it.
    /// </summary>
    public static async Task<HubProcess> Start(string connection, IReadOnlyList<string>? under = null, params (string Key, string? Value)[] settings)
    {
        var node = new HubProcess(connection, settings, under ?? []);
        try
        {
            await node.Restart();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Starts it, or starts it again, and waits until it is ready. What held it before is killed.</summary>
    public async Task Restart()
    {
        StartAgain();
        await IsReady();
    }

    /// <summary>As <see cref="Restart"/>, without waiting: where the database or Redis is away it is not ready for long.</summary>
    public void StartAgain()
    {
        process?.Dispose();
        process = new ChildProcess(
            [.. under, "dotnet", Path.Combine(AppContext.BaseDirectory, "Timpora.Comms.Server.dll"), "--urls", Address.GetLeftPart(UriPartial.Authority)],
            [
                ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Hub", connection), (WarmUp.Key, "false"), ("Logging__LogLevel__Default", "Error"),
                // A node of a suite is started often and lives for seconds.
                ("DOTNET_TieredPGO", "0"),
                ("Escalation__MinuteLength", "00:00:00.1"), .. settings.Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value)),
            ]);
    }

    /// <summary>Waits until it takes traffic; <c>Degraded</c> counts.</summary>
    public Task IsReady() => process.Until(async () => await Health() is "Healthy" or "Degraded", "not ready");

    /// <summary>The one word of its readiness probe; null when it does not answer.</summary>
    public async Task<string?> Health()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "/healthz/ready"));
            return await answer.Content.ReadAsStringAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to end, as an operator does, and waits.</summary>
    public Task End() => process.End();

    /// <summary>Holds it (SIGSTOP): its connections stay open and silent, its clocks run on.</summary>
    public void Pause() => process.Pause();

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Continue() => process.Continue();

    /// <inheritdoc/>
    public void Dispose() => process?.Dispose();
}
