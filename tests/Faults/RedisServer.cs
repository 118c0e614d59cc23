using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>A private redis-server on a free port that keeps nothing: stopped, started, killed, held, and told to throw its clients out.</summary>
public sealed class RedisServer : IDisposable
{
    private const string Missing = "redis-server is not installed.";

    private ChildProcess process = null!;

    private RedisServer()
    {
    }

    /// <summary>Its port, the same after every restart.</summary>
    public int Port { get; } = ChildProcess.FreePort();

    /// <summary>For <c>ConnectionStrings:Redis</c>.</summary>
    public string Connection => $"127.0.0.1:{Port}";

    /// <summary>Starts one. Where the program is missing the test is skipped; on CI it fails.</summary>
    public static async Task<RedisServer> StartOrSkip()
    {
        Assert.SkipWhen(Program() is null && Environment.GetEnvironmentVariable("CI") != "true", Missing);
        var server = new RedisServer();
        try
        {
            await server.Restart();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts it, or starts it again, and waits until it answers.</summary>
    public async Task Restart()
    {
        process?.Dispose();
        process = new ChildProcess([Program() ?? throw new InvalidOperationException(Missing), "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()]);
        await process.Until(() => ChildProcess.Listens(Port), "Redis does not answer");
    }

    /// <summary>Stops it as an operator does; its clients are told.</summary>
    public Task Stop() => process.End();

    /// <summary><c>kill -9</c>.</summary>
    public void Kill() => process.Kill();

    /// <summary>Holds it (SIGSTOP): connections stay open and silent.</summary>
    public void Pause() => process.Pause();

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Continue() => process.Continue();

    /// <summary>Throws clients out: <c>normal</c> ones, those that listen (<c>pubsub</c>), or both when null.</summary>
    public async Task ThrowOut(string? type = null)
    {
        foreach (var each in type is null ? ["normal", "pubsub"] : new[] { type })
            await Ask($"CLIENT KILL TYPE {each} SKIPME yes");
    }

    /// <summary>Sends one command and returns the first line of the answer.</summary>
    public Task<string> Ask(string command) => Ask(Port, command);

    /// <summary>As <see cref="Ask(string)"/>, at another port when a line stands between; "" when it ends.</summary>
    public static async Task<string> Ask(int port, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var line = client.GetStream();
        await line.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(line);
        return await reader.ReadLineAsync() ?? "";
    }

    /// <inheritdoc/>
    public void Dispose() => process?.Dispose();

    private static string? Program() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
        .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);
}
