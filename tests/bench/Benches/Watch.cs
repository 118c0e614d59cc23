using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>The hub alone under load, five seconds a line, for whoever looks into it with a profiler.</summary>
internal static class Watch
{
    /// <summary>Runs the load; on PostgreSQL and Redis where <paramref name="nodes"/> are named; with <paramref name="isAlone"/>, one poster and ten members of one channel, as <see cref="OneAtATime"/> has them.</summary>
    public static async Task<int> Run(int seconds, Order order, bool isAlone, bool isAlerts, int nodes = 0)
    {
        using var engines = nodes > 0 ? new Engines() : null;
        using var hub = await Hub.Start(engines: engines, nodes: Math.Max(1, nodes));
        using var load = isAlone ? await Loads.ToHub(hub, 1, 10, 1, isAlerts) : await Loads.ToHub(hub, Hub.Channels, 1000, 128);
        for (var left = seconds; left > 0; left -= (int)order.Seconds)
        {
            var o = load.Run(order);
            Console.Out.WriteLine($"processes {string.Join(' ', hub.Servers)}: {o.Posts / o.Seconds:0} posts/s, {o.Deliveries / o.Seconds:0} deliveries/s, {o.PerCpuSecond:0} per CPU second, {o.PerReceive:0.0} per receive, "
                + $"CPU {o.ServerCpu / o.Seconds:0.00} ({1000 * o.ServerCpu / o.Posts:0.00} ms a post), load {o.LoadCpu / o.Seconds:0.00}, accepted {o.AcceptedP50:0.0}/{o.AcceptedP99:0.0} ms, "
                + $"last {o.LastP50:0.0}/{o.LastP99:0.0} ms, {o.ServerMemory >> 20} MB");
        }

        return 0;
    }
}
