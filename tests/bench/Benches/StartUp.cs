namespace Timpora.Comms.Bench.Benches;

/// <summary>From the start of the process to the first word that the node is well, on a database that is there already.</summary>
internal static class StartUp
{
    private const int Least = 5;

    /// <summary>Measures.</summary>
    public static async Task<Findings> Run(Effort effort)
    {
        using var engines = new Engines();
        using var sqlite = await Hub.Start();
        using var postgres = await Hub.Start(engines: engines, hasRedis: false);
        (string Name, Hub Hub)[] hubs = [("SQLite", sqlite), ("PostgreSQL", postgres)];
        foreach (var (_, hub) in hubs)
            await hub.Places(Hub.Channels);
        var starts = hubs.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < (effort.IsQuiet ? 1 : Math.Max(Least, effort.Rounds)); round++)
            foreach (var i in effort.Order(hubs.Length, round))
            {
                starts[i].Add((await hubs[i].Hub.Restart()).TotalMilliseconds);
                effort.Say($"start, {hubs[i].Name}: {starts[i][^1]:0} ms");
            }

        return new([], [new("`start`: from the start of the process to the first `Healthy`, on an existing database.", ["database", "ms, median", "ms, all"],
            [.. hubs.Select((hub, i) => (IReadOnlyList<string>)[hub.Name, $"{Figure.Median(starts[i]):0}", string.Join(' ', starts[i].Select(s => $"{s:0}"))])])]);
    }
}
