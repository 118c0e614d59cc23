using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>Redis carries hints and nothing else, so whatever happens to it costs seconds and never an entry.</summary>
[Collection(FaultSuites.Name)]
public sealed class RedisSuite
{
    // Design, section 3: with Redis dead, delivery across nodes takes at most 3 s.
    private static readonly TimeSpan most = TimeSpan.FromSeconds(3);

    private enum Trouble
    {
        Stop,
        Kill,
        Flap,
        ThrowOut,
        Hold,
        DeafToRedis,
        DeafToNode,
        DeafForLong,
    }

    [Fact]
    public async Task Stopped_restarted_flapping_cut_and_deaf_Redis_loses_nothing_and_delays_no_entry_for_long()
    {
        using var run = new FaultRun("Redis", 10, 200);
        await using var nodes = await Nodes.Start();
        await using var load = await Load.On(nodes.Database, nodes.All[0].Address, nodes.Addresses);
        using var working = new CancellationTokenSource();
        var work = load.Work(working.Token);
        List<(long From, long To)> troubled = [];
        for (var cycle = 0; cycle < run.N; cycle++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await Inject((Trouble)(cycle % Enum.GetValues<Trouble>().Length), nodes, run);
            troubled.Add((began, TimeProvider.System.GetTimestamp()));
            await nodes.AreHealthy();
        }

        await working.CancelAsync();
        await work;
        run.Found(await load.Judge());
        var late = Delays(load, troubled);
        var p99 = late[late.Count * 99 / 100];
        run.Note($"{load.Acts.Count()} acts, {late.Count} deliveries meanwhile, p50 {late[late.Count / 2].TotalMilliseconds:0} ms, p99 {p99.TotalMilliseconds:0} ms, worst {late[^1].TotalMilliseconds:0} ms");
        Assert.True(p99 <= most, $"Of {late.Count} deliveries while Redis was in trouble the 99th of a hundred took {p99}.");
    }

    private static async Task Inject(Trouble trouble, Nodes nodes, FaultRun run)
    {
        run.Injected();
        var lasting = TimeSpan.FromSeconds(1) + run.Within(TimeSpan.FromSeconds(2));
        switch (trouble)
        {
            case Trouble.Stop:
                await nodes.Redis.Stop();
                await Lasts(lasting);
                await nodes.Redis.Restart();
                break;
            case Trouble.Kill:
                nodes.Redis.Kill();
                await Lasts(lasting);
                await nodes.Redis.Restart();
                break;
            case Trouble.Flap:
                for (var i = 0; i < 3; i++)
                {
                    nodes.Redis.Kill();
                    await Lasts(run.Within(TimeSpan.FromMilliseconds(500)));
                    await nodes.Redis.Restart();
                    await Lasts(run.Within(TimeSpan.FromMilliseconds(500)));
                }

                break;
            case Trouble.ThrowOut:
                await nodes.Redis.ThrowOut();
                await Lasts(lasting);
                break;
            case Trouble.Hold:
                nodes.Redis.Pause();
                await Lasts(lasting);
                nodes.Redis.Continue();
                break;
            case Trouble.DeafToRedis or Trouble.DeafToNode:
                await Deaf(nodes, trouble == Trouble.DeafToRedis ? Way.ToServer : Way.ToClient, () => Lasts(lasting));
                break;
            default:
                // Long enough to be noticed, which must take no longer than ten seconds.
                await Deaf(nodes, Way.Both, async () =>
                {
                    var began = TimeProvider.System.GetTimestamp();
                    foreach (var node in nodes.All)
                        await Nodes.Says(node, "Degraded");
                    run.Note($"deaf line noticed in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
                });
                break;
        }
    }

    private static async Task Deaf(Nodes nodes, Way way, Func<Task> meanwhile)
    {
        nodes.ToRedis.ForEach(line => line.Deafen(way));
        await meanwhile();
        nodes.ToRedis.ForEach(line => line.Mend());
    }

    private static Task Lasts(TimeSpan span) => Task.Delay(span, TimeProvider.System);

    // From the moment somebody pressed the button until each device had it, for what was sent while there was trouble.
    private static List<TimeSpan> Delays(Load load, List<(long From, long To)> troubled)
    {
        var sent = load.Acts.Where(a => a is { Outcome: Outcome.Accepted, Channel: not null, Seq: not null } && troubled.Exists(t => t.From <= a.SentAt && a.SentAt <= t.To))
            .GroupBy(a => (a.Channel, a.Seq)).ToDictionary(g => g.Key, g => g.First().SentAt);
        return [.. load.Watchers.SelectMany(w => w.Journal.Events.OfType<Arrived>().DistinctBy(e => (e.Channel, e.Seq)))
            .Where(e => sent.ContainsKey((e.Channel, e.Seq))).Select(e => TimeProvider.System.GetElapsedTime(sent[(e.Channel, e.Seq)], e.At)).Order()];
    }
}
