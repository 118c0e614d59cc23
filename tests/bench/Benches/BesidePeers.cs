using Timpora.Comms.Bench.Load;
using Timpora.Comms.Bench.References;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// The same work beside what others use: two nodes on PostgreSQL and Redis beside two of Socket.IO on the same two, and one node that
/// waits for the disk beside a JetStream that does not. A thousand members in ten channels.
/// </summary>
internal static class BesidePeers
{
    private const int Outstanding = 64;
    private const int PerSecond = 100;
    private const int Nodes = 2;

    /// <summary>Measures.</summary>
    public static async Task<Findings> Run(Effort effort) =>
        new([.. await SocketIo(effort), .. await JetStream(effort)], []);

    private static async Task<IReadOnlyList<Figure>> SocketIo(Effort effort)
    {
        Figure Of(string what, double floor, double goal, IEnumerable<double> rounds, string note) =>
            new("peers", $"two nodes, {what} ÷ Socket.IO's two", floor, goal, [.. rounds], note);
        try
        {
            using var engines = new Engines();
            using var peer = Peers.SocketIo(engines, Nodes);
            using var hub = await Hub.Start(engines: engines, nodes: Nodes);
            using var toHub = await Loads.ToHub(hub, Hub.Channels, effort.Connections, Outstanding * 2);
            using var toPeer = Loads.To(peer, Hub.Channels, effort.Connections, 16);
            Loads[] both = [toHub, toPeer];
            Warm(both, effort);
            List<(Outcome[] Closed, Outcome[] Open)> rounds = [];
            for (var round = 0; round < effort.Rounds; round++)
            {
                rounds.Add((InTurn(both, effort, round, new Order("closed", Outstanding, effort.Window, 1)), InTurn(both, effort, round, new Order("open", PerSecond, effort.Window * 2, 1))));
                effort.Say($"peers: {Outstanding} at once: hub {rounds[^1].Closed[0].Told()}; Socket.IO {rounds[^1].Closed[1].Told()}, {rounds[^1].Closed[1].Overtaken} overtaken");
                effort.Say($"peers: {PerSecond}/s: hub {rounds[^1].Open[0].Told()}; Socket.IO {rounds[^1].Open[1].Told()}, {rounds[^1].Open[1].Overtaken} overtaken");
            }

            string Note(Func<(Outcome[] Closed, Outcome[] Open), Outcome[]> which, Func<Outcome, double> of, string format) =>
                $"hub {Figure.Median(rounds.Select(r => of(which(r)[0]))).ToString(format)}, Socket.IO {Figure.Median(rounds.Select(r => of(which(r)[1]))).ToString(format)}; deliveries per receive "
                + $"{Figure.Median(rounds.Select(r => which(r)[0].PerReceive)):0.0} and {Figure.Median(rounds.Select(r => which(r)[1].PerReceive)):0.0}";
            IEnumerable<double> Ratios(Func<(Outcome[] Closed, Outcome[] Open), Outcome[]> which, Func<Outcome, double> of) => rounds.Select(r => of(which(r)[0]) / of(which(r)[1]));
            var overtaken = rounds.Sum(r => r.Closed[1].Overtaken + r.Open[1].Overtaken);
            return
            [
                Of($"{Outstanding} outstanding: deliveries/s", 2.5, 4, Ratios(r => r.Closed, o => o.PerSecond),
                    Note(r => r.Closed, o => o.PerSecond, "0") + $"; ms accepted p99 {Figure.Median(rounds.Select(r => r.Closed[0].AcceptedP99)):0} and {Figure.Median(rounds.Select(r => r.Closed[1].AcceptedP99)):0}"),
                Of($"{Outstanding} outstanding: deliveries per server CPU second", 2.5, 4, Ratios(r => r.Closed, o => o.PerCpuSecond), Note(r => r.Closed, o => o.PerCpuSecond, "0")),
                Of($"{PerSecond} posts/s: deliveries per server CPU second", 1, 1.5, Ratios(r => r.Open, o => o.PerCpuSecond), Note(r => r.Open, o => o.PerCpuSecond, "0")),
                Of($"{PerSecond} posts/s: accepted, p99", 1, .6, Ratios(r => r.Open, o => o.AcceptedP99), "ms: " + Note(r => r.Open, o => o.AcceptedP99, "0.0")),
                Of($"{PerSecond} posts/s: last member, p99", 1, .6, Ratios(r => r.Open, o => o.LastP99),
                    "ms: " + Note(r => r.Open, o => o.LastP99, "0.0") + $"; numbers that Socket.IO delivered after a higher one: {overtaken}, the hub: none"),
            ];
        }
        catch (MissingException missing)
        {
            effort.Say($"peers: {missing.Message}");
            return [Of("everything", 2.5, 4, [], missing.Message)];
        }
    }

    private static async Task<IReadOnlyList<Figure>> JetStream(Effort effort)
    {
        Figure Of(string what, double floor, double goal, IEnumerable<double> rounds, string note) =>
            new("peers", $"one node with fsync, {what} ÷ JetStream's without", floor, goal, [.. rounds], note);
        try
        {
            using var peer = Peers.JetStream();
            using var hub = await Hub.Start();
            using var toHub = await Loads.ToHub(hub, Hub.Channels, effort.Connections, Outstanding * 2);
            using var toPeer = Loads.To(peer, Hub.Channels, effort.Connections, 16);
            Loads[] both = [toHub, toPeer];
            Warm(both, effort);
            List<Outcome[]> rounds = [];
            for (var round = 0; round < effort.Rounds; round++)
            {
                rounds.Add(InTurn(both, effort, round, new Order("closed", Outstanding, effort.Window, 1)));
                effort.Say($"peers: {Outstanding} at once: hub {rounds[^1][0].Told()}; JetStream {rounds[^1][1].Told()}");
            }

            double Middle(int which, Func<Outcome, double> of) => Figure.Median(rounds.Select(r => of(r[which])));
            return
            [
                Of($"{Outstanding} outstanding: deliveries/s", 1.3, 2, rounds.Select(r => r[0].PerSecond / r[1].PerSecond),
                    $"hub {Middle(0, o => o.PerSecond):0}, JetStream {Middle(1, o => o.PerSecond):0}; deliveries per receive {Middle(0, o => o.PerReceive):0.0} and {Middle(1, o => o.PerReceive):0.0}; "
                    + $"D/CPU-s {Middle(0, o => o.PerCpuSecond):0} and {Middle(1, o => o.PerCpuSecond):0}"),
            ];
        }
        catch (MissingException missing)
        {
            effort.Say($"peers: {missing.Message}");
            return [Of("everything", 1.3, 2, [], missing.Message)];
        }
    }

    private static void Warm(Loads[] all, Effort effort)
    {
        foreach (var load in all)
            load.Run(new Order("closed", Outstanding, effort.Window / 2, effort.Warm, effort.WarmPosts));
    }

    private static Outcome[] InTurn(Loads[] all, Effort effort, int round, Order order)
    {
        var outcomes = new Outcome[all.Length];
        foreach (var i in effort.Order(all.Length, round))
            outcomes[i] = all[i].Run(order);
        return outcomes;
    }
}
