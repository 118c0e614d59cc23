using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using Xunit;

namespace Timpora.Comms.Tests.Support;

/// <summary>A Redis of a test's own on a free port, which can be killed, started again on the same port, or made deaf.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly int port;
    private Process process;

    private RedisServer(int port)
    {
        this.port = port;
        process = Run(port);
    }

    /// <summary>What a hub is told of it.</summary>
    public (string, string?) Setting => ("ConnectionStrings:Redis", ConnectionString);

    /// <summary>Where it listens.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    /// <summary>Its port.</summary>
    public int Port => port;

    /// <summary>How many connections listen to the nodes' channel.</summary>
    public int Subscribers => int.Parse(Cli("PUBSUB", "NUMSUB", "timpora.hints").Split('\n')[1], CultureInfo.InvariantCulture);

    /// <summary>Starts one. Where Redis is not installed the test is skipped, which fails CI.</summary>
    public static async Task<RedisServer> Start()
    {
        if (Array.TrueForAll((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), folder => !File.Exists(Path.Combine(folder, "redis-server"))))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI must have redis-server.");
            Assert.Skip("redis-server is not installed.");
        }

        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var redis = new RedisServer(port);
        await redis.Answers();
        return redis;
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Starts it after <see cref="Kill"/>, empty, on the same port.</summary>
    public async Task StartAgain()
    {
        process.Dispose();
        process = Run(port);
        await Answers();
    }

    /// <summary>Its connections stay open and nothing comes through them.</summary>
    public void Pause() => Signal("-STOP");

    /// <summary>Ends <see cref="Pause"/>.</summary>
    public void Continue() => Signal("-CONT");

    /// <summary>Says something to it as an operator does.</summary>
    public string Ask(string command) => Cli(command.Split(' ')).Trim();

    /// <summary>A client of the test's own.</summary>
    public async Task<ConnectionMultiplexer> Connect() => await ConnectionMultiplexer.ConnectAsync(ConnectionString);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    private static Process Run(int port) => Begin("redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no");

    private async Task Answers()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }

    private void Signal(string signal)
    {
        using var kill = Begin("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));
        kill.WaitForExit();
    }

    private string Cli(params string[] words)
    {
        using var cli = Begin("redis-cli", ["-p", port.ToString(CultureInfo.InvariantCulture), .. words]);
        var said = cli.StandardOutput.ReadToEnd();
        cli.WaitForExit();
        return said;
    }

    private static Process Begin(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        if (program == "redis-server")
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        return process;
    }
}
