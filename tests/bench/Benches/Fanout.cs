using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// Messages into threads of ten channels, a thousand connections, durable and authorised: what a delivery costs the server, against
/// a bare web socket server and against plain SignalR; closed loop with 64 posts outstanding.
/// </summary>
internal static class Fanout
{
    private const int Outstanding = 64;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> Run(Effort effort)
    {
        using var hub = await Hub.Start();
        using var bare = new Reference(Program.BareVerb, effort.SkipsANumber ? [Program.SkipOption] : []);
        using var group = new Reference(Program.GroupVerb);
        using var toHub = await Loads.ToHub(hub, Hub.Channels, effort.Connections, Outstanding * 2);
        using var toBare = Loads.To(Target.Bare, bare, Hub.Channels, effort.Connections, 16);
        using var toGroup = Loads.To(Target.Group, group, Hub.Channels, effort.Connections, 16);
        var order = new Order("closed", Outstanding, effort.Window, 1);
        var warm = order with { Warm = effort.Warm, Seconds = effort.Window / 2, WarmPosts = effort.WarmPosts };
        Loads[] all = [toHub, toBare, toGroup];
        foreach (var load in all)
            load.Run(warm);
        List<Outcome[]> rounds = [];
        for (var round = 0; round < effort.Rounds; round++)
        {
            var outcomes = new Outcome[all.Length];
            foreach (var i in effort.Order(all.Length, round))
                outcomes[i] = all[i].Run(order);
            rounds.Add(outcomes);
            effort.Say($"fanout: hub {outcomes[0].Told()}; bare {outcomes[1].Told()}; group {outcomes[2].Told()}");
        }

        string Note(int other) => $"D/CPU-s hub {Middle(rounds, 0):0}, reference {Middle(rounds, other):0}; deliveries per receive {Figure.Median(rounds.Select(r => r[0].PerReceive)):0.0} and "
            + $"{Figure.Median(rounds.Select(r => r[other].PerReceive)):0.0}; deliveries/s {Figure.Median(rounds.Select(r => r[0].Deliveries / r[0].Seconds)):0} and {Figure.Median(rounds.Select(r => r[other].Deliveries / r[other].Seconds)):0}";
        return
        [
            new("fanout", "deliveries per server CPU second ÷ bare Kestrel WebSocket", .55, .75, [.. rounds.Select(r => r[0].PerCpuSecond / r[1].PerCpuSecond)], Note(1)),
            new("fanout", "deliveries per server CPU second ÷ plain Clients.Group", .8, 1, [.. rounds.Select(r => r[0].PerCpuSecond / r[2].PerCpuSecond)], Note(2)),
        ];
    }

    private static double Middle(IEnumerable<Outcome[]> rounds, int which) => Figure.Median(rounds.Select(r => r[which].PerCpuSecond));
}
