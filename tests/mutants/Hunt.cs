using System.Collections.Concurrent;
using System.Globalization;

namespace Timpora.Comms.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Check">The check that was deleted.</param>
/// <param name="By">The test that noticed; null when none did.</param>
/// <param name="IsReached">Whether any test comes by the check at all.</param>
/// <param name="Excuse">Why none has to, when it was noticed together with what stands behind it; or why its excuse does not hold.</param>
internal sealed record Fate(Check Check, string? By, bool IsReached, string? Excuse);

/// <summary>Deletes checks one by one and lets the suites look for it.</summary>
internal sealed class Hunt
{
    // As many at a time as a small machine has processors.
    private const int AtOnce = 2;

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(5), shortest = TimeSpan.FromSeconds(60);

    // Most deleted checks are noticed by one of a few quick tests; those are not asked together with the slow ones.
    private static readonly TimeSpan[] portions = [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15), longest];

    private readonly Workshop shop;
    private readonly ConcurrentBag<Test> tests = [];
    private readonly ConcurrentDictionary<(string File, string Test), int> caught = new();

    private Hunt(Workshop shop) => this.shop = shop;

    // A test by its full name, how long it takes, and the checks it comes by.
    private sealed record Test(string Name, bool OnPostgres, TimeSpan Took, IReadOnlySet<int> Reached);

    /// <summary>
    /// Runs the suites as they are, which must pass; then, for each check asked for, the tests that come by it, until one fails. Throws when the suites do not pass.
    /// </summary>
    public static async Task<IReadOnlyList<Fate>> Of(Workshop shop, IReadOnlyList<Suites.Suite> suites, IReadOnlyList<Check> all, IReadOnlyList<Check> asked)
    {
        var hunt = new Hunt(shop);
        if (!TestRun.HasPostgres && suites.Any(s => s.OnPostgres))
            Console.Out.WriteLine("TIMPORA_TEST_POSTGRES is not set: what only PostgreSQL reaches is not reached.");
        await Parallel.ForEachAsync(suites, Limits, async (suite, _) => await hunt.Learn(suite));
        var fates = new ConcurrentBag<Fate>();
        var checks = asked.Where(c => !Excuses.NoChecks.Any(n => n.Check.In(all) == c)).ToList();
        // The cells last: they are many, and there is least to learn from them.
        await Parallel.ForEachAsync(checks.OrderBy(c => c.Found.Kind == Kind.Cell), Limits, async (check, _) =>
        {
            var fate = await hunt.Delete(check, all);
            fates.Add(fate);
            Console.Out.WriteLine($"{fates.Count,4} of {checks.Count}  {(fate.By is null ? "SURVIVED" : "noticed ")}  {check}  {fate.By}");
        });
        return [.. fates.OrderBy(f => f.Check.Number)];
    }

    private static ParallelOptions Limits => new() { MaxDegreeOfParallelism = AtOnce };

    private async Task Learn(Suites.Suite suite)
    {
        var file = Path.GetTempFileName();
        try
        {
            var outcome = await TestRun.Of(shop, ["-class", suite.Class], suite.OnPostgres, [], longest, file);
            if (outcome.Failed is not null || outcome.Tests == 0)
                throw new InvalidOperationException($"{suite.Class} does not pass as it is ({outcome.Failed ?? "no tests"}):\n{outcome.Output}");
            var notes = (await File.ReadAllLinesAsync(file)).Select(line => line.Split('\t')).Select(part => (Test: part[0], Took: double.Parse(part[1], CultureInfo.InvariantCulture),
                Reached: part[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToHashSet())).ToList();
            var known = notes.Where(n => n.Test != Workshop.Between).GroupBy(n => n.Test).ToList();
            // What is made once is reached by whichever test comes first, and counts for all.
            var shared = notes.Where(n => n.Test == Workshop.Between).SelectMany(n => n.Reached).Concat(known[0].SelectMany(n => n.Reached).Except(known.Skip(1).SelectMany(t => t).SelectMany(n => n.Reached))).ToHashSet();
            foreach (var test in known)
                tests.Add(new(test.Key, suite.OnPostgres, TimeSpan.FromMilliseconds(test.Sum(n => n.Took)), test.SelectMany(n => n.Reached).Concat(shared).ToHashSet()));
            Console.Out.WriteLine($"{suite.Class}: {outcome.Tests} tests, {outcome.Took.Seconds()}, comes by {notes.SelectMany(n => n.Reached).Distinct().Count()} checks");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<Fate> Delete(Check check, IReadOnlyList<Check> all)
    {
        var by = await NoticedBy([check]);
        var isReached = tests.Any(t => t.Reached.Contains(check.Number));
        if (Excuses.Twofold.FirstOrDefault(e => e.Check.In(all) == check) is not { } excuse)
            return new(check, by, isReached, null);
        if (by is not null)
            return new(check, null, isReached, $"{by} notices it alone: it needs no excuse.");
        var together = await NoticedBy([check, .. excuse.Behind.Select(b => b.In(all)!)]);
        return new(check, together is null ? null : together + ", with what is behind it", isReached, together is null ? "Not even with what is behind it." : excuse.Why);
    }

    // Whoever found something in this file before is asked first, then whoever is quickest; PostgreSQL last.
    private async Task<string?> NoticedBy(IReadOnlyList<Check> deleted)
    {
        var coming = tests.Where(t => deleted.Any(c => t.Reached.Contains(c.Number))).OrderBy(t => t.OnPostgres)
            .ThenByDescending(t => caught.GetValueOrDefault((deleted[0].File, t.Name))).ThenBy(t => t.Took).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        foreach (var portion in portions)
            foreach (var onPostgres in new[] { false, true })
            {
                var some = Portion(coming, onPostgres, portion);
                if (some.Count == 0)
                    continue;
                coming.RemoveAll(some.Contains);
                var patience = 5 * TimeSpan.FromTicks(some.Sum(t => t.Took.Ticks));
                var outcome = await TestRun.Of(shop, some.SelectMany(t => new[] { "-method", t.Name }), onPostgres, [.. deleted.Select(c => c.Number)], patience < shortest ? shortest : patience);
                if (outcome.Failed is not { } failed)
                    continue;
                foreach (var test in some.Where(t => failed.StartsWith(t.Name, StringComparison.Ordinal)))
                    caught.AddOrUpdate((deleted[0].File, test.Name), 1, (_, n) => n + 1);
                return failed;
            }

        return null;
    }

    private static List<Test> Portion(List<Test> coming, bool onPostgres, TimeSpan most)
    {
        var (some, sum) = (new List<Test>(), TimeSpan.Zero);
        foreach (var test in coming.Where(t => t.OnPostgres == onPostgres))
        {
            if (some.Count > 0 && sum + test.Took > most)
                break;
            some.Add(test);
            sum += test.Took;
        }

        return some;
    }
}
