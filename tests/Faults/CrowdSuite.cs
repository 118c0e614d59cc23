using System.Globalization;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>Hundreds of devices: all cut off at once, or some of them so slow that they stand still for the hub.</summary>
[Collection(FaultSuites.Name)]
public sealed class CrowdSuite
{
    private const string Channel = "opgab";

    private static readonly TimeSpan resumedWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Devices_that_are_all_cut_off_at_once_resume_on_any_node_complete_and_in_order()
    {
        using var run = new FaultRun("reconnect storm, 2 nodes", 500, 2_000, "clients");
        await using var nodes = await Nodes.Start();
        using var poster = new Poster(await Someone.SignIn(nodes.All[0].Address, "petugas.kanim"), nodes.Addresses);
        await using var crowd = await Crowd.Of(run, nodes.All, nodes.Addresses, run.N);
        var alert = await crowd.Begins(poster);
        using var stop = new CancellationTokenSource();
        var work = crowd.Writes(poster, alert, TimeSpan.FromMilliseconds(100), 200, stop.Token);
        foreach (var killed in new[] { false, true })
        {
            run.Injected(run.N);
            var cutAt = TimeProvider.System.GetTimestamp();
            var head = poster.Journal.Max(a => a.Seq) ?? 0;
            foreach (var line in nodes.ToNode)
                line.CutNow();
            // The second time a node is gone as well, and comes back while everybody asks.
            if (killed)
                nodes.All[0].StartAgain();
            await crowd.Until(d => d.LineSince > cutAt && d.Last >= head, resumedWithin, "has not resumed");
            var took = crowd.All.Select(d => TimeProvider.System.GetElapsedTime(cutAt, d.LineSince).TotalSeconds).Order().ToList();
            run.Note(string.Create(CultureInfo.InvariantCulture, $"{(killed ? "with a node killed" : "cut")}: half back in {took[took.Count / 2]:0.0} s, all in {took[^1]:0.0} s"));
        }

        await stop.CancelAsync();
        await work;
        await crowd.Ends(poster, nodes.Database, run);
        Assert.All(crowd.All, d => Assert.Equal(0, d.Refused));
        Assert.All(nodes.All, node => Assert.DoesNotContain("pool has been exhausted", node.Said));
    }

    [Fact]
    public async Task Twenty_slow_readers_hurt_nobody_and_end_complete_too()
    {
        using var run = new FaultRun("slow consumers", 1, 1, "run");
        // Long enough with them that they lie too far behind for too long and are cut off.
        var (quiet, lasts) = FaultRun.IsLong ? (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)) : (TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(18));
        var connection = Databases.CreateWithDemo(Database.Sqlite);
        try
        {
            using var node = await HubProcess.Start(connection, null, ("Escalation:MinuteLength", "00:01:00"));
            using var poster = new Poster(await Someone.SignIn(node.Address, "petugas.kanim"), node.Address);
            await using var crowd = await Crowd.Of(run, [node], [node.Address], 480);
            var alert = await crowd.Begins(poster);
            var without = await crowd.Measures(poster, alert, quiet);
            var before = Memory(node.Id);

            await using var slow = await Crowd.Of(run, [node], [node.Address], 20, areSlow: true);
            // Who still catches up may take its time; these are up to date when they become slow.
            await slow.Until(d => d.Last >= poster.Journal.Max(a => a.Seq), resumedWithin, "has not caught up");
            slow.All.ForEach(d => d.Pace = 1024);
            run.Injected(20);
            var with = await crowd.Measures(poster, alert, lasts);
            var grown = Memory(node.Id) - before;
            run.Note($"p99 of the others {with.P99:0} ms with, {without.P99:0} ms without; furthest behind {with.Behind} entries with, {without.Behind} without; "
                + $"{slow.All.Sum(d => d.Lines) - slow.All.Count} slow lines were cut off; the hub's memory grew by {grown} MiB");

            // What a line may lie behind before it is cut off; nobody but the slow ones comes near it, and no line of theirs ends.
            Assert.InRange(with.Behind, 0, 256);
            Assert.All(crowd.All, d => Assert.Equal(1, d.Lines));
            Assert.InRange(grown, -1000, 128);
            slow.All.ForEach(d => d.Pace = null);
            await crowd.Ends(poster, connection, run);
            await slow.Ends(poster, connection, run);
        }
        finally
        {
            Databases.Drop(connection);
        }
    }

    private static long Memory(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private sealed class Crowd(List<BareDevice> all, IReadOnlyList<HubProcess> hubs) : IAsyncDisposable
    {
        private static readonly string[] people = ["petugas.kanim", "penghubung.kanim", "penghubung.polresta", "penghubung.dinsos", "penghubung.kodim", "kepala.polresta"];

        public List<BareDevice> All => all;

        public static async Task<Crowd> Of(FaultRun run, List<HubProcess> hubs, IReadOnlyList<Uri> nodes, int count, bool areSlow = false)
        {
            List<Someone> known = [];
            foreach (var name in people)
                known.Add(await Someone.SignIn(hubs[0].Address, name));
            var crowd = new Crowd([.. Enumerable.Range(0, count).Select(i => new BareDevice(known[i % known.Count], nodes, Channel, run.Random) { HasSmallBuffer = areSlow })], hubs);
            foreach (var some in crowd.All.Chunk(50))
            {
                foreach (var device in some)
                    device.Start();
                await Eventually(() => Array.TrueForAll(some, d => d.Lines > 0), resumedWithin, () => "Not everybody could connect.");
            }

            return crowd;
        }

        /// <summary>The alert that everybody writes about; all have it.</summary>
        public async Task<Guid> Begins(Poster poster)
        {
            var act = await poster.Post(Channel, ("caseType", "OPGAB"), ("requiredAgencies", new[] { "polresta" }));
            await Until(d => d.Last >= act.Seq, resumedWithin, "did not get the first entries");
            return act.Alert!.Value;
        }

        public async Task Writes(Poster poster, Guid alert, TimeSpan every, int characters, CancellationToken until)
        {
            // Three bytes each: what the hub's machine keeps for a slow line is soon full.
            var text = new string('ꦲ', characters);
            while (!until.IsCancellationRequested)
            {
                await poster.Write(alert, text);
                await Task.Delay(every, TimeProvider.System, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        /// <summary>Somebody writes for a while: when the slowest hundredth had it, and how far the last of all was behind.</summary>
        public async Task<(double P99, long Behind)> Measures(Poster poster, Guid alert, TimeSpan lasts)
        {
            var first = poster.Journal.Count;
            using var stop = new CancellationTokenSource(lasts);
            var work = Writes(poster, alert, TimeSpan.FromMilliseconds(20), 3_900, stop.Token);
            var behind = 0L;
            while (!work.IsCompleted)
            {
                // Heads first: what is accepted meanwhile makes nobody late.
                var head = poster.Journal.Max(a => a.Seq) ?? 0;
                behind = Math.Max(behind, head - All.Min(d => d.Last));
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            await work;
            var acts = poster.Journal.Skip(first).Where(a => a.Seq is not null).ToList();
            await Until(d => d.Last >= acts[^1].Seq, resumedWithin, "does not catch up");
            var times = All.SelectMany(d => acts.Select(a => TimeProvider.System.GetElapsedTime(a.SentAt, d.Arrivals[(int)a.Seq!.Value - 1]).TotalMilliseconds)).Order().ToList();
            return (times[times.Count * 99 / 100], behind);
        }

        /// <summary>Everybody ends with the whole log, each entry once and in order, and all that was accepted is in it.</summary>
        public async Task Ends(Poster poster, string connection, FaultRun run)
        {
            var history = await History.Read(connection, poster.Journal, []);
            var head = history.Channels.Single(c => c.Slug == Channel).Head;
            await Until(d => d.Last >= head, resumedWithin * 2, "does not catch up");
            List<string> wrong = [.. Checker.Check(history).Select(v => v.ToString())];
            wrong.AddRange(All.Where(d => d.OutOfOrder > 0).Select(d => $"A device got {d.OutOfOrder} entries out of order or twice."));
            run.Found(wrong);
        }

        public Task Until(Func<BareDevice, bool> holds, TimeSpan within, string otherwise) =>
            Eventually(() => All.TrueForAll(d => holds(d)), within, () => $"{All.Count(d => !holds(d))} of {All.Count}: {otherwise}; {All.Sum(d => d.Refused)} were refused.\n{string.Join('\n', hubs.Select(h => h.Said))}");

        public async ValueTask DisposeAsync()
        {
            foreach (var device in All)
                await device.DisposeAsync();
        }

        private static async Task Eventually(Func<bool> holds, TimeSpan within, Func<string> otherwise)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (!holds())
            {
                if (TimeProvider.System.GetElapsedTime(began) > within)
                    Assert.Fail(otherwise());
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }
}
