using System.Collections.Concurrent;

namespace Timpora.Comms.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Check">The check that was deleted.</param>
/// <param name="By">The suite and the test that noticed; null when none did.</param>
/// <param name="IsReached">Whether any suite comes by the check at all.</param>
/// <param name="Excuse">Why none has to, when it was noticed together with what stands behind it; or why its excuse does not hold.</param>
internal sealed record Fate(Check Check, string? By, bool IsReached, string? Excuse);

/// <summary>Deletes checks one by one and lets the suites look for it.</summary>
internal sealed class Hunt
{
    // As many at a time as a small machine has processors.
    private const int AtOnce = 2;

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(5), shortest = TimeSpan.FromSeconds(60);

    private readonly Workshop shop;
    private readonly ConcurrentDictionary<Suites.Suite, (TimeSpan Took, IReadOnlySet<int> Reached)> known = new();
    private readonly ConcurrentDictionary<(string File, Suites.Suite Suite), int> caught = new();

    private Hunt(Workshop shop) => this.shop = shop;

    /// <summary>
    /// Runs the suites as they are, which must pass; then, for each check asked for, those that come by it, until one fails. Throws when the suites do not pass.
    /// </summary>
    public static async Task<IReadOnlyList<Fate>> Of(Workshop shop, IReadOnlyList<Suites.Suite> suites, IReadOnlyList<Check> all, IReadOnlyList<Check> asked)
    {
        var hunt = new Hunt(shop);
        var runnable = suites.Where(s => !s.OnPostgres || TestRun.HasPostgres || Say($"TIMPORA_TEST_POSTGRES is not set: {s.Class} runs on SQLite alone.")).ToList();
        await Parallel.ForEachAsync(runnable, Limits, async (suite, _) => await hunt.Learn(suite));
        var fates = new ConcurrentBag<Fate>();
        await Parallel.ForEachAsync(asked.Where(c => !Excuses.NoChecks.Any(n => c.Is(n.Check.File, n.Check.Text))), Limits, async (check, _) =>
        {
            var fate = await hunt.Delete(check, all);
            fates.Add(fate);
            Say($"{fates.Count,4} of {asked.Count}  {(fate.By is null ? fate.Excuse is null ? "SURVIVED" : "excused" : "noticed")}  {check}  {fate.By}");
        });
        return [.. fates.OrderBy(f => f.Check.Number)];
    }

    private static ParallelOptions Limits => new() { MaxDegreeOfParallelism = AtOnce };

    private async Task Learn(Suites.Suite suite)
    {
        var folder = Directory.CreateTempSubdirectory("timpora-reached-").FullName;
        try
        {
            var outcome = await TestRun.Of(shop, suite, [], longest, folder);
            if (outcome.Failed is not null || outcome.Tests == 0)
                throw new InvalidOperationException($"{suite.Class} does not pass as it is ({outcome.Failed ?? "no tests"}):\n{outcome.Output}");
            var reached = Directory.EnumerateFiles(folder).SelectMany(f => File.ReadAllText(f).Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
            known[suite] = (outcome.Took, reached);
            Say($"{suite.Class}: {outcome.Tests} tests, {outcome.Took.Seconds()}, comes by {reached.Count} checks");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Fate> Delete(Check check, IReadOnlyList<Check> all)
    {
        var by = await NoticedBy([check]);
        var isReached = known.Values.Any(k => k.Reached.Contains(check.Number));
        if (Excuses.Twofold.FirstOrDefault(e => check.Is(e.Check.File, e.Check.Text)) is not { } excuse)
            return new(check, by, isReached, null);
        if (by is not null)
            return new(check, by, isReached, "It is noticed alone and needs no excuse.");
        var together = await NoticedBy([check, .. excuse.Behind.SelectMany(b => all.Where(c => c.Is(b.File, b.Text)))]);
        return new(check, together is null ? null : together + ", with what is behind it", isReached, together is null ? null : excuse.Why);
    }

    // Whoever found something in this file before is asked first, then whoever is quickest.
    private async Task<string?> NoticedBy(IReadOnlyList<Check> deleted)
    {
        foreach (var suite in known.Where(k => deleted.Any(c => k.Value.Reached.Contains(c.Number))).Select(k => k.Key).OrderByDescending(s => caught.GetValueOrDefault((deleted[0].File, s))).ThenBy(s => known[s].Took).ToList())
        {
            var patience = known[suite].Took * 5;
            if ((await TestRun.Of(shop, suite, [.. deleted.Select(c => c.Number)], patience < shortest ? shortest : patience)).Failed is not { } failed)
                continue;
            caught.AddOrUpdate((deleted[0].File, suite), 1, (_, n) => n + 1);
            return failed == TestRun.Hung ? $"{suite.Class} {TestRun.Hung}" : failed;
        }

        return null;
    }

    private static bool Say(string line)
    {
        Console.Out.WriteLine(line);
        return true;
    }
}
