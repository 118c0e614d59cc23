using System.Diagnostics;
using Npgsql;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>A private PostgreSQL on a free port, with its defaults: it can be killed with all its processes, and started again.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Missing = "PostgreSQL 15 or newer (initdb, postgres) is not installed.";

    private readonly string folder = Directory.CreateTempSubdirectory("timpora-postgres-").FullName;
    private readonly string programs = Programs() ?? throw new InvalidOperationException(Missing);
    private ChildProcess process = null!;

    private PostgresServer()
    {
    }

    /// <summary>Its port, the same after every restart.</summary>
    public int Port { get; } = ChildProcess.FreePort();

    /// <summary>What it wrote last.</summary>
    public string Said => process.Said;

    /// <summary>Makes a cluster and starts it. Where the programs are missing the test is skipped; on CI it fails.</summary>
    public static async Task<PostgresServer> StartOrSkip()
    {
        Assert.SkipWhen(Programs() is null && Environment.GetEnvironmentVariable("CI") != "true", Missing);
        var server = new PostgresServer();
        try
        {
            Run(["chown", "-R", User, server.folder], isNeeded: Environment.IsPrivilegedProcess);
            Run([.. As, Path.Combine(server.programs, "initdb"), "-D", server.Data, "-U", "postgres", "--encoding=UTF8", "--locale=C", "--auth=trust"]);
            await server.Restart();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>How to reach one of its databases, at another port when a line stands between.</summary>
    public string Connection(string database, int? port = null) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port ?? Port, Username = "postgres", Database = database, MaxPoolSize = 20, Timeout = 5, CommandTimeout = 15 }.ConnectionString;

    /// <summary>Makes a database.</summary>
    public async Task Create(string database)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The suites make the names.
        command.CommandText = $"CREATE DATABASE \"{database}\"";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// <c>kill -9</c> of everything that belongs to it, as when its machine's power goes. The postmaster is held first, so that it starts nobody
    /// anew meanwhile.
    /// </summary>
    public void Kill()
    {
        process.Pause();
        var own = Children(process.Id);
        process.Kill();
        own.ForEach(ChildProcess.Kill);
        // The next one refuses to start while somebody still holds the memory that they shared.
        SpinWait.SpinUntil(() => own.TrueForAll(ChildProcess.IsGone), TimeSpan.FromSeconds(10));
    }

    /// <summary>Starts it again and waits until it takes connections; recovery included.</summary>
    public async Task Restart()
    {
        process?.Dispose();
        process = new ChildProcess([.. As, Path.Combine(programs, "postgres"), "-D", Data, "-p", $"{Port}", "-h", "127.0.0.1", "-k", folder, "-c", "max_connections=200"], folder: "/");
        await process.Until(Answers, "PostgreSQL does not answer");
    }

    /// <summary>Holds it: connections stay open and silent. Only the postmaster, so nobody new gets in.</summary>
    public void Pause() => process.Pause();

    /// <summary>Lets it go on.</summary>
    public void Continue() => process.Continue();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is { HasEnded: false })
            Kill();
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Data => Path.Combine(folder, "db");

    // PostgreSQL refuses to run as root.
    private static string User => File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static IEnumerable<string> As => Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", "--clear-groups", "--"] : [];

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static List<int> Children(int parent) =>
        [.. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture))];

    // Debian keeps the server programs off the PATH; the newest of at least 15 wins.
    private static string? Programs() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql") : [])
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    private static void Run(IReadOnlyList<string> command, bool isNeeded = true)
    {
        if (!isNeeded)
            return;
        using var run = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (said, wrong) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        run.WaitForExit();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {run.ExitCode}.");
        GC.KeepAlive((said, wrong));
    }
}
