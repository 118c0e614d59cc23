using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// Twenty of five hundred members of a channel read one kilobyte a second while fifty messages a second come: what the others notice,
/// and what memory each of the twenty costs the hub.
/// </summary>
internal static class Slow
{
    private const int PerSecond = 50;
    private const double Kilobyte = 1024;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> Run(Effort effort)
    {
        var (others, slow) = effort.IsQuiet ? (10, 2) : (480, 20);
        using var hub = await Hub.Start();
        using var load = await Loads.ToHub(hub, 1, others, 64);
        var order = new Order("open", PerSecond, effort.IsQuiet ? effort.Window : Math.Max(8, effort.Window * 2.5), 1);
        load.Run(new Order("closed", 8, effort.Window / 2, effort.Warm, effort.WarmPosts));
        load.Run(order);
        List<(Outcome With, Outcome Without)> rounds = [];
        for (var round = 0; round < effort.Rounds; round++)
        {
            Outcome with = null!, without = null!;
            foreach (var i in effort.Order(2, round))
                if (i == 0)
                    without = load.Run(order);
                else
                {
                    load.Run(new Order("slow", slow, 0, 0));
                    with = load.Run(order);
                    load.Run(new Order("cut", 0, 0, 0));
                }

            rounds.Add((with, without));
            effort.Say($"slow: with {with.LastP50:0.0}/{with.DeliveredP99:0.0} ms, {with.ServerMemory >> 20} MB; without {without.LastP50:0.0}/{without.DeliveredP99:0.0} ms, {without.ServerMemory >> 20} MB");
        }

        return
        [
            new("slow", "the others' p99 with 20 of 500 at 1 KB/s ÷ without", 2, 1.2, [.. rounds.Select(r => r.With.DeliveredP99 / r.Without.DeliveredP99)],
                $"ms p99: with {Figure.Median(rounds.Select(r => r.With.DeliveredP99)):0.0}, without {Figure.Median(rounds.Select(r => r.Without.DeliveredP99)):0.0}"),
            new("slow", "KB of resident memory per slow member", 1024, 256, [.. rounds.Select(r => Math.Max(0, (r.With.ServerMemory - r.Without.ServerMemory) / Kilobyte / slow))],
                $"MB: with {Figure.Median(rounds.Select(r => r.With.ServerMemory / Kilobyte / Kilobyte)):0}, without {Figure.Median(rounds.Select(r => r.Without.ServerMemory / Kilobyte / Kilobyte)):0}"),
        ];
    }
}
