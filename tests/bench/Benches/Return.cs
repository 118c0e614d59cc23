using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>Members come back ten thousand entries behind: one alone, and a hundred at once, on both databases.</summary>
internal static class Return
{
    private const int Behind = 10_000;
    private const int Many = 100;

    /// <summary>Measures.</summary>
    public static async Task<Findings> Run(Effort effort)
    {
        var (behind, many) = effort.IsQuiet ? (200, 3) : (Behind, Many);
        using var engines = new Engines();
        using var sqlite = await Hub.Start();
        using var postgres = await Hub.Start(engines: engines);
        (string Name, Hub Hub)[] hubs = [("SQLite", sqlite), ("PostgreSQL", postgres)];
        var loads = new Loads[hubs.Length];
        try
        {
            for (var i = 0; i < hubs.Length; i++)
                loads[i] = await Filled(hubs[i].Hub, behind);
            var rounds = hubs.Select(_ => new List<(Outcome One, Outcome All)>()).ToArray();
            for (var round = 0; round < effort.Rounds; round++)
                foreach (var i in effort.Order(hubs.Length, round))
                {
                    rounds[i].Add((loads[i].Run(new Order("resume", behind, effort.Window / 2, 0)), loads[i].Run(new Order("return", behind, 0, 0, Members: many))));
                    effort.Say($"resume, {hubs[i].Name}: one {rounds[i][^1].One.AcceptedP50:0} ms; {many} at once {rounds[i][^1].All.AcceptedP50:0}/{rounds[i][^1].All.AcceptedP99:0} ms");
                }

            return new([], [new($"`resume`: {behind} missed entries, from asking to having the newest.", ["database", "members at once", "ms p50", "ms, the last one", "entries/s", "server CPU seconds per 100,000 entries"],
                [.. hubs.SelectMany((hub, i) => (IReadOnlyList<string>[])[Row(hub.Name, 1, behind, rounds[i].Select(r => r.One)), Row(hub.Name, many, behind, rounds[i].Select(r => r.All))])])]);
        }
        finally
        {
            foreach (var load in loads)
                load?.Dispose();
        }
    }

    private static async Task<Loads> Filled(Hub hub, int entries)
    {
        using (var fill = await Loads.ToHub(hub, 1, 1, 64))
            fill.Run(new Order("closed", 64, .1, .1, entries + 100));
        var places = await hub.Heads([""]);
        if (places[0].Head < entries)
            throw new FaultException($"only {places[0].Head} entries were written");
        return new Loads(new Plan(Target.Hub, hub.Ports, hub.Servers, hub.Cookies, places, 0, 0, 400, false));
    }

    private static IReadOnlyList<string> Row(string database, int members, int behind, IEnumerable<Outcome> outcomes)
    {
        var all = outcomes.ToList();
        return
        [
            database, $"{members}", $"{Figure.Median(all.Select(o => o.AcceptedP50)):0}", members == 1 ? "" : $"{Figure.Median(all.Select(o => o.Seconds * 1000)):0}",
            $"{Figure.Median(all.Select(o => o.Posts * behind / o.Seconds)):0}", $"{Figure.Median(all.Select(o => 100_000 * o.ServerCpu / o.Posts / behind)):0.00}",
        ];
    }
}
