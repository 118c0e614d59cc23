using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>A hundred messages a second to a thousand connections in ten channels: how late the last member has one, and what it costs.</summary>
internal static class Steady
{
    private const int PerSecond = 100;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> Run(Effort effort)
    {
        using var hub = await Hub.Start();
        using var bare = new Reference(Program.BareVerb);
        using var toHub = await Loads.ToHub(hub, Hub.Channels, effort.Connections, 64);
        using var toBare = Loads.To(Target.Bare, bare, Hub.Channels, effort.Connections, 16);
        Loads[] all = [toHub, toBare];
        foreach (var load in all)
            load.Run(new Order("closed", 16, effort.Window / 2, effort.Warm, effort.WarmPosts));
        var order = new Order("open", PerSecond, effort.Window * 2, 1);
        List<Outcome[]> rounds = [];
        for (var round = 0; round < effort.Rounds; round++)
        {
            var outcomes = new Outcome[all.Length];
            foreach (var i in effort.Order(all.Length, round))
                outcomes[i] = all[i].Run(order);
            rounds.Add(outcomes);
            effort.Say($"steady: hub {outcomes[0].Told()}; bare {outcomes[1].Told()}");
        }

        double Middle(Func<Outcome, double> of, int which) => Figure.Median(rounds.Select(r => of(r[which])));
        return
        [
            new("steady", "post to last member, p99 ÷ bare Kestrel's", 3, 1.8, [.. rounds.Select(r => r[0].LastP99 / r[1].LastP99)],
                $"ms p50/p99: hub {Middle(o => o.LastP50, 0):0.0}/{Middle(o => o.LastP99, 0):0.0}, bare {Middle(o => o.LastP50, 1):0.0}/{Middle(o => o.LastP99, 1):0.0}; accepted {Middle(o => o.AcceptedP50, 0):0.0}/{Middle(o => o.AcceptedP99, 0):0.0}"),
            new("steady", "deliveries per server CPU second ÷ bare Kestrel's", .45, .7, [.. rounds.Select(r => r[0].PerCpuSecond / r[1].PerCpuSecond)],
                $"D/CPU-s hub {Middle(o => o.PerCpuSecond, 0):0}, bare {Middle(o => o.PerCpuSecond, 1):0}; deliveries per receive {Middle(o => o.PerReceive, 0):0.0} and {Middle(o => o.PerReceive, 1):0.0}"),
        ];
    }
}
