using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// How cost grows with connections, channels and nodes, on PostgreSQL and Redis: at a steady rate, and with 64 posts outstanding. What
/// belongs to one question is measured side by side in alternating order.
/// </summary>
internal static class Growth
{
    private const int PerSecond = 40;
    private const int Outstanding = 64;

    private sealed record Size(int Connections, int Channels, int Nodes);

    private static readonly (string Question, Size[] Sizes)[] questions =
    [
        ("connections", [new(100, 10, 1), new(1000, 10, 1), new(5000, 10, 1)]),
        ("channels", [new(1000, 10, 1), new(1000, 100, 1), new(1000, 1000, 1)]),
        ("nodes", [new(1000, 10, 1), new(1000, 10, 2), new(1000, 10, 3)]),
    ];

    /// <summary>Measures.</summary>
    public static async Task<Findings> Run(Effort effort)
    {
        using var engines = new Engines();
        List<IReadOnlyList<string>> rows = [];
        foreach (var (question, sizes) in questions)
            rows.AddRange(await Measure(effort, engines, question, effort.IsQuiet ? [new(20, 10, 1), new(20, 20, 2)] : sizes));
        return new([], [new($"`growth`: PostgreSQL and Redis; {PerSecond} posts/s, and {Outstanding} outstanding. CPU seconds are those of nodes, PostgreSQL and Redis together.",
            ["connections", "channels", "nodes", "deliveries per post", "accepted p50/p99, ms", "last member p50/p99, ms", "D/CPU-s", "D/recv", "MB of all nodes", "64: posts/s", "64: deliveries/s", "64: D/CPU-s", "64: D/recv"], rows)]);
    }

    private static async Task<IEnumerable<IReadOnlyList<string>>> Measure(Effort effort, Engines engines, string question, Size[] sizes)
    {
        List<Hub> hubs = [];
        List<Loads> loads = [];
        try
        {
            foreach (var size in sizes)
            {
                hubs.Add(await Hub.Start(engines: engines, nodes: size.Nodes, channels: size.Channels));
                loads.Add(await Loads.ToHub(hubs[^1], size.Channels, size.Connections, Outstanding * 2));
                loads[^1].Run(new Order("closed", Outstanding, .5, effort.Warm, effort.WarmPosts / 4));
            }

            var rounds = sizes.Select(_ => new List<(Outcome Open, Outcome Closed, double Megabytes)>()).ToArray();
            for (var round = 0; round < effort.Rounds; round++)
                foreach (var i in effort.Order(sizes.Length, round))
                {
                    var open = loads[i].Run(new Order("open", PerSecond, effort.Window, .5));
                    var closed = loads[i].Run(new Order("closed", Outstanding, effort.Window / 2, .5));
                    rounds[i].Add((open, closed, Processes.Usage(hubs[i].Ids).Memory / 1024d / 1024d));
                    effort.Say($"growth, {question}: {sizes[i]}: {PerSecond}/s {open.Told()}; {Outstanding} at once {closed.Told()}");
                }

            return [.. sizes.Select((size, i) => Row(size, rounds[i]))];
        }
        finally
        {
            foreach (var load in loads)
                load.Dispose();
            foreach (var hub in hubs)
                hub.Dispose();
        }
    }

    private static IReadOnlyList<string> Row(Size size, List<(Outcome Open, Outcome Closed, double Megabytes)> rounds)
    {
        double Open(Func<Outcome, double> of) => Figure.Median(rounds.Select(r => of(r.Open)));
        double Closed(Func<Outcome, double> of) => Figure.Median(rounds.Select(r => of(r.Closed)));
        return
        [
            $"{size.Connections}", $"{size.Channels}", $"{size.Nodes}", $"{size.Connections / size.Channels}", $"{Open(o => o.AcceptedP50):0.0}/{Open(o => o.AcceptedP99):0.0}",
            $"{Open(o => o.LastP50):0.0}/{Open(o => o.LastP99):0.0}", $"{Open(o => o.PerCpuSecond):0}", $"{Open(o => o.PerReceive):0.0}", $"{Figure.Median(rounds.Select(r => r.Megabytes)):0}",
            $"{Closed(o => o.Posts / o.Seconds):0}", $"{Closed(o => o.PerSecond):0}", $"{Closed(o => o.PerCpuSecond):0}", $"{Closed(o => o.PerReceive):0.0}",
        ];
    }
}
