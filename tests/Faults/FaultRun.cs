using System.Globalization;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// One run of a suite: how long it is, its seed, and what it counts. It ends with one line for whoever reads the result, in the test's
/// output and in <c>TestResults/faults.txt</c>, also when the suite fails. <c>TIMPORA_FAULTS=long</c> makes runs long, a number makes them that
/// long, <c>TIMPORA_FAULTS_SEED=n</c> repeats one.
/// </summary>
public sealed class FaultRun : IDisposable
{
    private static readonly Lock writing = new();
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("TIMPORA_FAULTS");

    private readonly string suite;
    private readonly string unit;
    private readonly int seed;
    private readonly long began = TimeProvider.System.GetTimestamp();
    private readonly List<string> figures = [];
    private int accepted;
    private int retried;

    /// <summary>Begins a run of so many cycles (or posts, races …: <paramref name="unit"/>).</summary>
    public FaultRun(string suite, int inShort, int inLong, string unit = "cycles")
    {
        (this.suite, this.unit) = (suite, unit);
        N = int.TryParse(Wanted, CultureInfo.InvariantCulture, out var n) ? n : IsLong ? inLong : inShort;
        seed = int.TryParse(Environment.GetEnvironmentVariable("TIMPORA_FAULTS_SEED"), CultureInfo.InvariantCulture, out var set) ? set : Random.Shared.Next();
        Random = new Random(seed);
    }

    /// <summary>Whether this is a long run.</summary>
    public static bool IsLong => Wanted == "long";

    /// <summary>How many.</summary>
    public int N { get; }

    /// <summary>All that is random in the run comes from here. Not for several threads at once.</summary>
    public Random Random { get; }

    /// <summary>Faults that were injected.</summary>
    public int Faults { get; private set; }

    /// <summary>Violations that were found.</summary>
    public int Losses { get; private set; }

    /// <summary>Counts a fault that was injected.</summary>
    public void Injected(int faults = 1) => Faults += faults;

    /// <summary>Adds a figure to the line, e.g. <c>p99 delivery 12 ms</c>.</summary>
    public void Note(string figure) => figures.Add(figure);

    /// <summary>Counts what was found, and fails the suite at once with all of it.</summary>
    public void Found(IReadOnlyCollection<string> violations)
    {
        Losses += violations.Count;
        if (violations.Count > 0)
            Assert.Fail($"{suite} (TIMPORA_FAULTS_SEED={seed}): {violations.Count} violations\n{string.Join('\n', violations.Take(20))}");
    }

    /// <summary>Adds what was accepted and refused, and how often it had to be sent.</summary>
    public void Counts(Load load)
    {
        foreach (var act in load.Acts)
        {
            accepted += act.Outcome == Outcome.Accepted ? 1 : 0;
            retried += act.Attempts > 1 ? 1 : 0;
        }
    }

    /// <summary>A random span up to this one.</summary>
    public TimeSpan Within(TimeSpan most) => most * Random.NextDouble();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (accepted > 0)
            figures.Insert(0, $"{accepted} acts accepted, {retried} of them sent more than once");
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{suite}: {N} {unit}, {Faults} faults, {Losses} losses, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s, seed {seed}{string.Concat(figures.Select(f => ", " + f))}");
        Console.WriteLine(line);
        lock (writing)
        {
            Directory.CreateDirectory(Repository.Results);
            File.AppendAllText(Path.Combine(Repository.Results, "faults.txt"), line + "\n");
        }
    }
}

/// <summary>The suites run one after the other, when everything else is done: they measure times, and kill what they share the machine with.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultSuites
{
    /// <summary>For <c>[Collection(FaultSuites.Name)]</c>.</summary>
    public const string Name = "Fault suites";
}
