using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// One line of one node of two carries nothing any more, in one direction or in both, and both ends believe it alive. The other node goes
/// on, nothing is lost, and the cut-off one comes back by itself.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed class PartitionSuite
{
    private static readonly Way[] ways = [Way.Both, Way.ToServer, Way.ToClient];

    /// <summary>Each line has nodes of its own, so all are cut at the same time: what takes long is that somebody notices.</summary>
    [Fact]
    public Task A_line_that_carries_nothing_loses_nothing() => Task.WhenAll(
        Cut("partition node-Redis", nodes => nodes.ToRedis[0], async (nodes, _) => await Nodes.Says(nodes.All[0], "Degraded")),
        Cut("partition node-database", nodes => nodes.ToDatabase[0], IsUnready),
        Cut("partition client-node", nodes => nodes.ToNode[0], OthersGoOn));

    // The balancer must learn of it.
    private static async Task IsUnready(Nodes nodes, FaultRun run)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Nodes.Says(nodes.All[0], "Unhealthy", null);
        run.Note($"unready after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        await OthersGoOn(nodes, run);
    }

    private static async Task Cut(string name, Func<Nodes, CuttableProxy> line, Func<Nodes, FaultRun, Task> meanwhile)
    {
        using var run = new FaultRun(name, ways.Length, ways.Length * 20, "partitions");
        await using var nodes = await Nodes.Start();
        await using var load = await Load.On(nodes.Database, nodes.All[0].Address, nodes.Addresses);
        for (var i = 0; i < run.N; i++)
        {
            using var working = new CancellationTokenSource();
            var work = load.Work(working.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(300) + run.Within(TimeSpan.FromMilliseconds(300)), TimeProvider.System);
            line(nodes).Deafen(ways[i % ways.Length]);
            run.Injected();
            await meanwhile(nodes, run);
            line(nodes).Mend();
            await nodes.AreHealthy();
            await working.CancelAsync();
            await work;
        }

        run.Found(await load.Judge());
        run.Note($"{load.Acts.Count()} acts");
    }

    // Whoever asks the other node is served as ever, also in the channels that the cut-off node was just writing to.
    private static async Task OthersGoOn(Nodes nodes, FaultRun run)
    {
        var began = TimeProvider.System.GetTimestamp();
        var officer = await Someone.SignIn(nodes.All[1].Address, "petugas.kanim");
        using var poster = new Poster(officer, nodes.All[1].Address) { AttemptLasts = TimeSpan.FromSeconds(30) };
        Assert.Equal(Outcome.Accepted, (await poster.Post()).Outcome);
        run.Note($"the other node answered after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
    }
}
