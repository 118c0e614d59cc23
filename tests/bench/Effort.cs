namespace Timpora.Comms.Bench;

/// <summary>How long it is measured. Everything is bounded; the short one only shows that the program works.</summary>
internal sealed record Effort(int Rounds, int Connections, double Window, double Warm, bool IsQuiet = false, bool SkipsANumber = false)
{
    /// <summary>For figures.</summary>
    public static readonly Effort Full = new(3, 1000, 4, 6);

    /// <summary>For a first look.</summary>
    public static readonly Effort Short = new(2, 1000, 1.5, 2) { WarmPosts = 2000 };

    /// <summary>For the test that the program works: no figure of it means anything.</summary>
    public static readonly Effort Smoke = new(1, 20, .3, .2, IsQuiet: true);

    /// <summary>How many posts a server is warmed with at least, if that does not take too long.</summary>
    public int WarmPosts { get; init; } = IsQuiet ? 0 : 20_000;

    /// <summary>How busy the machine was before.</summary>
    public string Load { get; } = File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    /// <summary>Who is measured first alternates.</summary>
    public IEnumerable<int> Order(int count, int round) => round % 2 == 0 ? Enumerable.Range(0, count) : Enumerable.Range(0, count).Reverse();

    /// <summary>Tells how it goes.</summary>
    public void Say(string line)
    {
        if (!IsQuiet)
            Console.Error.WriteLine(line);
    }
}
