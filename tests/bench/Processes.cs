using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Timpora.Comms.Bench;

/// <summary>What a process has used: seconds of processor, user and system, and resident memory in bytes.</summary>
internal readonly record struct Usage(double Cpu, long Memory);

/// <summary>Processes that a bench starts: each of its own, each ended by its own id.</summary>
internal static class Processes
{
    private const double TicksPerSecond = 100;

    /// <summary>Reads what a process has used from the kernel.</summary>
    public static Usage Usage(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var memory = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new((Number(fields[11]) + Number(fields[12])) / TicksPerSecond, Number(memory) * 1024);
    }

    /// <summary>
    /// What processes have used together, with their children and those that have ended already, as a database's are. Memory that
    /// processes share counts for each.
    /// </summary>
    public static Usage Usage(IReadOnlyList<int> processes)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)).Where(name => char.IsAsciiDigit(name[0]))
            .Select(name => Stat(int.Parse(name, CultureInfo.InvariantCulture))).OfType<Row>().ToList();
        var known = new HashSet<int>(processes);
        while (all.Exists(p => known.Contains(p.Parent) && known.Add(p.Id)))
        {
            // Children of children.
        }

        var counted = all.FindAll(p => known.Contains(p.Id));
        return new(counted.Sum(p => p.Cpu), counted.Sum(p => p.Memory));
    }

    // Its own time and that of its children that have ended; null when it has ended itself meanwhile.
    private static Row? Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(process, (int)Number(fields[1]), (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) / TicksPerSecond, Number(fields[21]) * Environment.SystemPageSize);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed record Row(int Id, int Parent, double Cpu, long Memory);

    /// <summary>A port that is free at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A process that answers lines with lines.</summary>
internal sealed class Child : IDisposable
{
    private const int MostLines = 12;

    private readonly Process process;
    private readonly string name;
    private readonly Queue<string> last = new();

    /// <summary>Starts a program of the built output and waits until it says a word, if there is one to wait for.</summary>
    public Child(string assembly, IEnumerable<string> arguments, string? ready, string? first = null, IEnumerable<(string Name, string Value)>? environment = null)
    {
        name = Path.GetFileNameWithoutExtension(assembly) + " " + arguments.FirstOrDefault();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, assembly)))
            start.ArgumentList.Add(argument);
        // As an operator starts it: nothing of the person's own settings changes what is measured.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in environment ?? [])
            start.Environment[key] = value;
        process = Process.Start(start)!;
        // Ended from outside, the bench takes its processes with it.
        AppDomain.CurrentDomain.ProcessExit += WhenWeEnd;
        if (first is not null)
            process.StandardInput.WriteLine(first);
        while (ready is not null && Next() is var line && !line.Contains(ready, StringComparison.Ordinal))
        {
            last.Enqueue(line);
            if (last.Count > 20)
                last.Dequeue();
        }
    }

    /// <summary>The process's id.</summary>
    public int Id => process.Id;

    /// <summary>Sends an order and waits for its outcome.</summary>
    public T Ask<T>(object order)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(order));
        return JsonSerializer.Deserialize<T>(Next())!;
    }

    /// <summary>Reads what it says, so that it never waits for us, and passes on what went wrong in it: whoever finds no figure wants to know why.</summary>
    public Child Mute()
    {
        new Thread(PassOnFailures) { IsBackground = true }.Start();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= WhenWeEnd;
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void WhenWeEnd(object? sender, EventArgs e) => process.Kill();

    // A failure is a line with its level and some that are set in.
    private void PassOnFailures()
    {
        for (var left = 0; process.StandardOutput.ReadLine() is { } line; left--)
        {
            if (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
                left = MostLines;
            else if (!line.StartsWith(' '))
                left = 0;
            if (left > 0)
                Console.Error.WriteLine(line);
        }
    }

    private string Next() => process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{name} ended by itself:\n{string.Join('\n', last)}");
}
