using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>Five thousand idle connections, subscribed: resident memory each, against the bare web socket server's.</summary>
internal static class Memory
{
    private const int Idle = 5000;
    private const int First = 500;
    private const double Kilobyte = 1024;

    /// <summary>Measures. Each round on processes of its own, because memory that was once taken is rarely given back.</summary>
    public static async Task<IReadOnlyList<Figure>> Run(Effort effort)
    {
        var connections = effort.IsQuiet ? 50 : Idle;
        List<(double Hub, double Bare)> rounds = [];
        for (var round = 0; round < Math.Min(3, effort.Rounds); round++)
        {
            double ofHub = 0, ofBare = 0;
            foreach (var i in effort.Order(2, round))
                if (i == 0)
                {
                    using var hub = await Hub.Start();
                    var places = await hub.Places(Hub.Channels);
                    ofHub = await Each(effort, connections, hub.Id, count => new(new Plan(Target.Hub, hub.Ports, hub.Servers, hub.Cookies, places, count, 0, 400, false)));
                }
                else
                {
                    using var bare = new Reference(Program.BareVerb);
                    ofBare = await Each(effort, connections, bare.Id, count => Loads.To(Target.Bare, bare, Hub.Channels, count, 0));
                }

            rounds.Add((ofHub, ofBare));
            effort.Say($"memory: hub {ofHub:0.0} KB, bare {ofBare:0.0} KB per idle connection");
        }

        return
        [
            new("memory", $"resident memory per idle connection at {connections} ÷ bare Kestrel WebSocket", 1.5, 1.2, [.. rounds.Select(r => r.Hub / r.Bare)],
                $"KB each: hub {Figure.Median(rounds.Select(r => r.Hub)):0.0}, bare {Figure.Median(rounds.Select(r => r.Bare)):0.0}"),
        ];
    }

    private static async Task<double> Each(Effort effort, int connections, int server, Func<int, Loads> connect)
    {
        // What the first connections cost once is no cost of a connection: code that is compiled while they come, above all.
        using var first = connect(Math.Min(connections, First));
        await Task.Delay(TimeSpan.FromSeconds(effort.Warm), TimeProvider.System);
        var before = Processes.Usage(server).Memory;
        using var load = connect(connections);
        await Task.Delay(TimeSpan.FromSeconds(effort.Warm), TimeProvider.System);
        return (Processes.Usage(server).Memory - before) / Kilobyte / connections;
    }
}
