using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench;

/// <summary>A program that the bench needs is not on this machine.</summary>
internal sealed class MissingException(string message) : Exception(message);

/// <summary>A program of the machine in a process of its own, ended by its own id.</summary>
internal sealed class Native : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly Queue<string> last = new();

    /// <summary>Starts it; with <paramref name="isUnprivileged"/> as another user when we are root, which PostgreSQL refuses to be.</summary>
    public Native(string program, IEnumerable<string> arguments, bool isUnprivileged = false)
    {
        string[] all = [.. isUnprivileged && Environment.IsPrivilegedProcess ? (string[])["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [], program, .. arguments];
        process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        AppDomain.CurrentDomain.ProcessExit += WhenWeEnd;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Waits a moment, or until it has ended.</summary>
    public void Pause() => process.WaitForExit(50);

    /// <summary>Waits until something answers on its port.</summary>
    public Native Listening(int port)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < patience;)
        {
            if (process.WaitForExit(20))
                break;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return this;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        Dispose();
        throw new InvalidOperationException($"{process.StartInfo.FileName} did not start:\n{Said()}");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public void Finish()
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{process.StartInfo.FileName} failed:\n{Said()}");
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= WhenWeEnd;
        WhenWeEnd(null, EventArgs.Empty);
        if (!process.HasExited && !process.WaitForExit(patience))
            process.Kill();
        process.Dispose();
    }

    // Asked to end and not killed: PostgreSQL would leave shared memory behind.
    private void WhenWeEnd(object? sender, EventArgs e)
    {
        if (!process.HasExited)
            Kernel.Interrupt(process.Id);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (last)
        {
            last.Enqueue(line.Data ?? "");
            if (last.Count > 20)
                last.Dequeue();
        }
    }

    private string Said()
    {
        lock (last)
            return string.Join('\n', last);
    }
}

/// <summary>What several nodes share: a PostgreSQL and a Redis of the bench's own, on free ports, gone afterwards.</summary>
internal sealed class Engines : IDisposable
{
    private const string User = "bench";

    private readonly string folder = Directory.CreateTempSubdirectory("timpora-bench-engines-").FullName;
    private readonly Native postgres;
    private readonly Native redis;
    private readonly int postgresPort = Processes.FreePort();
    private readonly int redisPort;
    private int databases;

    /// <summary>Starts both, PostgreSQL as it comes but for the number of connections.</summary>
    public Engines()
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(f => int.TryParse(Path.GetFileName(f), out var version) ? version : 0).LastOrDefault() : null;
        if (programs is null)
            throw new MissingException("PostgreSQL is not installed (apt-get install postgresql)");
        if (!IsInstalled("redis-server"))
            throw new MissingException("redis-server is not installed (apt-get install redis-server)");
        if (Environment.IsPrivilegedProcess)
            new Native("chown", ["postgres", folder]).Finish();
        var data = Path.Combine(folder, "db");
        new Native(Path.Combine(programs, "bin", "initdb"), ["-D", data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C"], isUnprivileged: true).Finish();
        postgres = new Native(Path.Combine(programs, "bin", "postgres"),
            ["-D", data, "-p", Text(postgresPort), "-h", "127.0.0.1", "-k", folder, "-c", "max_connections=500"], isUnprivileged: true).Listening(postgresPort);
        redisPort = Processes.FreePort();
        redis = new Native("redis-server", ["--port", Text(redisPort), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]).Listening(redisPort);
    }

    /// <summary>Their processes, whose CPU counts.</summary>
    public IReadOnlyList<int> Ids => [postgres.Id, redis.Id];

    /// <summary>Redis, as the hub writes it.</summary>
    public string Redis => $"127.0.0.1:{Text(redisPort)}";

    /// <summary>Makes a database.</summary>
    public string NewDatabase()
    {
        var name = $"bench{++databases}";
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Text(postgresPort)};Username={User};Database=postgres;Pooling=False");
        for (var started = Stopwatch.GetTimestamp(); ;)
            try
            {
                connection.Open();
                break;
            }
            catch (PostgresException starting) when (starting.SqlState == PostgresErrorCodes.CannotConnectNow && Stopwatch.GetElapsedTime(started).TotalSeconds < 20)
            {
                // It listens before it is ready.
                postgres.Pause();
            }

        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        command.ExecuteNonQuery();
        return name;
    }

    /// <summary>A database, as .NET writes it.</summary>
    public string Postgres(string database) => $"Host=127.0.0.1;Port={Text(postgresPort)};Username={User};Database={database}";

    /// <summary>A database, as Node writes it.</summary>
    public string PostgresUrl(string database) => $"postgres://{User}@127.0.0.1:{Text(postgresPort)}/{database}";

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsInstalled(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <inheritdoc/>
    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        redis.Dispose();
        postgres.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
