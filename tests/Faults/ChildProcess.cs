using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Timpora.Comms.Tests.Faults;

/// <summary>A program that a suite starts, and ends by its own id. It does not outlive the tests.</summary>
public sealed class ChildProcess : IDisposable
{
    private const int Kept = 200;
    private const int Stop = 19;
    private const int Cont = 18;
    private const int Term = 15;

    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();

    /// <summary>Starts a program. Outside settings that could change a run are not passed on; those of <paramref name="environment"/> are.</summary>
    public ChildProcess(IReadOnlyList<string> command, IEnumerable<(string Name, string? Value)>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += WhenWeEnd;
    }

    /// <summary>Its id.</summary>
    public int Id => process.Id;

    /// <summary>It has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>Ends it as <c>kill -9</c> does and waits until it is gone.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    public async Task End()
    {
        if (!process.HasExited)
            Send(process.Id, Term);
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself; its exit code.</summary>
    public async Task<int> Ends()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Holds it in the middle of whatever it does (SIGSTOP); its connections stay open and silent.</summary>
    public void Pause() => Send(process.Id, Stop);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Continue() => Send(process.Id, Cont);

    /// <summary>Waits until something holds, or fails with what the program said.</summary>
    public async Task Until(Func<Task<bool>> holds, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(3))
                throw new InvalidOperationException($"{process.StartInfo.FileName} {(process.HasExited ? $"ended with {process.ExitCode}" : "is not ready")}: {what}\n{Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= WhenWeEnd;
        Kill();
        process.Dispose();
    }

    /// <summary>
    /// A free port below those that the kernel gives to outgoing connections: whoever is killed finds it free again after the restart.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it; the next one.
            }
        }
    }

    /// <summary>Whether somebody listens at a port.</summary>
    public static async Task<bool> Listens(int port)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends a signal to a process.</summary>
    internal static void Send(int id, int signal)
    {
        if (Signal(id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Signal {signal} did not reach process {id}.");
    }

    /// <summary><c>kill -9</c> of a process that one of ours started; it may have ended by itself.</summary>
    internal static void Kill(int id) => _ = Signal(id, 9);

    /// <summary>Whether a process is gone, or only waits to be buried.</summary>
    internal static bool IsGone(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int id, int signal);

    private void Keep(string? line)
    {
        if (line is null)
            return;
        said.Enqueue(line);
        while (said.Count > Kept)
            said.TryDequeue(out _);
    }

    private void WhenWeEnd(object? sender, EventArgs e) => process.Kill();
}
