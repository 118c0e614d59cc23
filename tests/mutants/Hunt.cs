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
internal sealed class Hunt : IDisposable
{
    // As many at a time as a small machine has processors.
    private const int AtOnce = 2;

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(5), shortest = TimeSpan.FromMinutes(2);

    // Most deleted checks are noticed by one of a few quick tests; those are not asked together with the slow ones.
    private static readonly TimeSpan[] portions = [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15), longest];

    private readonly Workshop shop;
    private readonly ConcurrentBag<Lane> lanes = [];
    private readonly IReadOnlyList<Check> all;
    private readonly ConcurrentBag<Test> tests = [];
    private readonly ConcurrentDictionary<(string File, string Test), int> caught = new();

    private Hunt(Workshop shop, IReadOnlyList<Check> all)
    {
        (this.shop, this.all) = (shop, all);
        for (var i = 0; i < AtOnce; i++)
            lanes.Add(new(new TestProcess(shop, onPostgres: false), new TestProcess(shop, onPostgres: true)));
    }

    // The processes that one of those at work may use.
    private sealed record Lane(TestProcess Sqlite, TestProcess Postgres)
    {
        public TestProcess On(bool postgres) => postgres ? Postgres : Sqlite;
    }

    // A test by its full name, how long it takes, and the checks it comes by.
    private sealed record Test(string Name, bool OnPostgres, TimeSpan Took, IReadOnlySet<int> Reached);

    /// <summary>
    /// Runs the suites as they are, which must pass; then, for each check asked for, the tests that come by it, until one fails. Throws when the suites do not pass.
    /// </summary>
    public static async Task<IReadOnlyList<Fate>> Of(Workshop shop, IReadOnlyList<Suites.Suite> suites, IReadOnlyList<Check> all, IReadOnlyList<Check> asked)
    {
        using var hunt = new Hunt(shop, all);
        if (!TestProcess.HasPostgres && suites.Any(s => s.OnPostgres))
            Console.Out.WriteLine("TIMPORA_TEST_POSTGRES is not set: what only PostgreSQL reaches is not reached.");
        var runs = suites.Select(s => (s.Class, OnPostgres: false)).Concat(suites.Where(s => s.OnPostgres && TestProcess.HasPostgres).Select(s => (s.Class, OnPostgres: true)));
        await Parallel.ForEachAsync(runs, Limits, async (run, _) => await hunt.Learn(run.Class, run.OnPostgres));
        var fates = new ConcurrentBag<Fate>();
        var checks = asked.Where(c => !Excuses.NoChecks.Any(n => n.Check.In(all) == c)).ToList();
        // The cells last: they are many, and there is least to learn from them.
        await Parallel.ForEachAsync(checks.OrderBy(c => c.Found.Kind == Kind.Cell), Limits, async (check, _) =>
        {
            var fate = await hunt.Delete(check);
            fates.Add(fate);
            Console.Out.WriteLine($"{fates.Count,4} of {checks.Count}  {(fate.By is null ? "SURVIVED" : "noticed ")}  {check}  {fate.By}  {fate.Excuse}");
        });
        await hunt.LookBack();
        return [.. fates.OrderBy(f => f.Check.Number)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Sqlite.Dispose();
            lane.Postgres.Dispose();
        }
    }

    private static ParallelOptions Limits => new() { MaxDegreeOfParallelism = AtOnce };

    private async Task Learn(string suite, bool onPostgres)
    {
        var file = Path.GetTempFileName();
        try
        {
            var outcome = await Use(lane => lane.On(onPostgres).Run(["-class", suite], [], longest, file));
            if (outcome.Failed is not null || outcome.Tests == 0)
                throw new InvalidOperationException($"{suite} does not pass as it is ({outcome.Failed ?? "no tests"}):\n{outcome.Output}");
            var notes = (await File.ReadAllLinesAsync(file)).Select(line => line.Split('\t')).Select(part => (Test: part[0], Took: double.Parse(part[1], CultureInfo.InvariantCulture),
                Reached: part[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToHashSet())).ToList();
            var known = notes.Where(n => n.Test != Workshop.Between).GroupBy(n => n.Test).ToList();
            // What is made once is reached by whichever test comes first, and counts for all.
            var shared = notes.Where(n => n.Test == Workshop.Between).SelectMany(n => n.Reached).Concat(known.Take(1).SelectMany(t => t).SelectMany(n => n.Reached).Except(known.Skip(1).SelectMany(t => t).SelectMany(n => n.Reached))).ToHashSet();
            foreach (var test in known)
                tests.Add(new(test.Key, onPostgres, TimeSpan.FromMilliseconds(test.Sum(n => n.Took)), test.SelectMany(n => n.Reached).Concat(shared).ToHashSet()));
            Console.Out.WriteLine($"{suite}{(onPostgres ? " on PostgreSQL" : "")}: {outcome.Tests} tests, {outcome.Took.Seconds()}, comes by {notes.SelectMany(n => n.Reached).Distinct().Count()} checks");
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The table's cells are read once in a process, whoever comes first; they count for all who ask the table.
    private bool ComesBy(Test test, Check check) =>
        test.Reached.Contains(check.Number) || (check.Found.Kind == Kind.Cell && all.Any(c => c.File == check.File && c.Found.Kind != Kind.Cell && test.Reached.Contains(c.Number)));

    private async Task<Fate> Delete(Check check)
    {
        var isReached = tests.Any(t => ComesBy(t, check));
        if (Excuses.Twofold.FirstOrDefault(e => e.Check.In(all) == check) is not { } excuse)
            return new(check, await NoticedBy([check]), isReached, null);
        var together = await NoticedBy([check, .. excuse.Behind.Select(b => b.In(all)!)]);
        return new(check, together is null ? null : together + ", with what is behind it", isReached, together is null ? "Not even with what is behind it." : excuse.Why);
    }

    // Whoever found something in this file before is asked first, then whoever is quick and looks at little else; PostgreSQL last.
    private async Task<string?> NoticedBy(IReadOnlyList<Check> deleted)
    {
        var coming = tests.Where(t => deleted.Any(c => ComesBy(t, c))).OrderBy(t => t.OnPostgres)
            .ThenByDescending(t => caught.GetValueOrDefault((deleted[0].File, t.Name)))
            .ThenBy(t => t.Took * t.Reached.Count).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        foreach (var onPostgres in new[] { false, true })
            foreach (var portion in portions)
            {
                var some = Portion(coming, onPostgres, portion);
                if (some.Count == 0)
                    continue;
                coming.RemoveAll(some.Contains);
                var patience = 5 * TimeSpan.FromTicks(some.Sum(t => t.Took.Ticks));
                if (patience < shortest)
                    patience = shortest;
                var outcome = await Run(some, onPostgres, deleted, patience);
                // On a busy machine some are only slow.
                if (outcome.Failed == TestProcess.Hung)
                    outcome = await Run(some, onPostgres, deleted, 2 * patience);
                if (outcome.Failed is not { } failed)
                    continue;
                foreach (var test in some.Where(t => failed.StartsWith(t.Name, StringComparison.Ordinal)))
                    caught.AddOrUpdate((deleted[0].File, test.Name), 1, (_, n) => n + 1);
                return failed;
            }

        return null;
    }

    private async Task<Outcome> Run(IReadOnlyList<Test> some, bool onPostgres, IReadOnlyList<Check> deleted, TimeSpan patience)
    {
        var (named, numbers) = (some.SelectMany(t => new[] { "-method", t.Name }), deleted.Select(c => c.Number).ToList());
        // The table is made once in a process.
        if (!deleted.Any(c => c.Found.Kind == Kind.Cell))
            return await Use(lane => lane.On(onPostgres).Run(named, numbers, patience));
        using var fresh = new TestProcess(shop, onPostgres, isCold: true);
        return await fresh.Run(named, numbers, patience);
    }

    // Tests that noticed something must pass again in the same processes when nothing is deleted any more: it was the deletion that they noticed.
    private async Task LookBack()
    {
        foreach (var lane in lanes)
            foreach (var group in tests.Where(t => caught.Keys.Any(c => c.Test == t.Name)).GroupBy(t => t.OnPostgres))
                if (await lane.On(group.Key).Run(group.SelectMany(t => new[] { "-method", t.Name }), [], 3 * longest) is { Failed: { } failed } outcome)
                    throw new InvalidOperationException($"{failed} does not pass when nothing is deleted:\n{outcome.Output}");
    }

    private async Task<Outcome> Use(Func<Lane, Task<Outcome>> use)
    {
        // There are as many as may be at work.
        if (!lanes.TryTake(out var lane))
            throw new InvalidOperationException("More are at work than there are lanes.");
        try
        {
            return await use(lane);
        }
        finally
        {
            lanes.Add(lane);
        }
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
