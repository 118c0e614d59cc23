using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// One member sends ten thousand frames a second over one connection while nineteen others write a hundred messages a second that go to their 190 connections:
/// what those notice, with the limits of production, and to compare without any.
/// </summary>
internal static class Hostile
{
    private const int PerSecond = 100;
    private const int Others = 19;
    private const int ConnectionsEach = 10;

    /// <summary>Measures.</summary>
    public static async Task<Findings> Run(Effort effort)
    {
        var limited = await Measure(effort, isLimited: true);
        var free = await Measure(effort with { Rounds = 1 }, isLimited: false);
        return new(
            [.. limited.Append(Kind.Any(limited)).SelectMany(kind => new[] { kind.Figure("accepted", k => k.AcceptedP99), kind.Figure("delivered", k => k.DeliveredP99) })],
            [new("`hostile`: p99 with the flood ÷ without, and frames a second that the hub took of the ten thousand; medians.",
                ["frames", "accepted, with limits", "delivered, with limits", "frames/s taken", "accepted, without limits", "delivered, without limits", "frames/s taken without"],
                [.. limited.Zip(free, (with, without) => (IReadOnlyList<string>)[with.Name, .. with.Cells(), .. without.Cells()])])]);
    }

    private static async Task<IReadOnlyList<Kind>> Measure(Effort effort, bool isLimited)
    {
        // A disk's p99 is twice as much in one window as in the next, which hides what is looked for; what a flood adds weighs more without it.
        using var hub = await Hub.Start(people: Others + 1, isLimited: isLimited, isInMemory: true);
        var (places, attacker) = (await hub.Places(Hub.Channels), hub.Cookies[^1]);
        var (connections, posters) = effort.IsQuiet ? (20, 8) : (Others * ConnectionsEach, 64);
        using var load = new Loads(new Plan(Target.Hub, hub.Ports, hub.Servers, [.. hub.Cookies.Take(Others)], places, connections, posters, 400, false));
        List<Kind> kinds =
        [
            new("Received", Wire.Call(true, "1", "Received", $"[\"{places[0].Channel}\",{places[0].Head}]")),
            new("no such method", Wire.Call(true, "1", "TidakAda", "[]")),
            new("broken PostAlert", Wire.Call(true, "1", "PostAlert", "[{}]")),
            new("Subscribe", Wire.Call(true, "1", "Subscribe", Wire.Cursor(places[0], places[0].Head))),
            new("web socket pings", Attacker.Ping()),
        ];
        // Faster than that the members' own limits would hold up the warming.
        load.Run(new Order("open", effort.IsQuiet ? PerSecond : 3 * PerSecond, effort.Window / 2, effort.Warm, effort.WarmPosts / 2));
        // Of what only a flood makes the hub do, too. Where that takes no time, who floods has not been allowed the next line yet.
        foreach (var kind in effort.IsQuiet ? [] : kinds)
            using (new Attacker(hub.Ports[0], attacker, kind.Frame))
                load.Run(new Order("open", PerSecond, effort.Window / 2, 0));
        var order = new Order("open", PerSecond, effort.IsQuiet ? effort.Window : effort.Window * 4, effort.IsQuiet ? 0 : 1);
        for (var round = 0; round < effort.Rounds; round++)
            foreach (var kind in kinds)
            {
                Outcome with = null!, without = null!;
                var sent = 0.0;
                foreach (var i in effort.Order(2, round))
                    if (i == 0)
                        without = load.Run(order);
                    else
                        using (var flood = new Attacker(hub.Ports[0], attacker, kind.Frame))
                        {
                            with = load.Run(order);
                            sent = flood.IsCutOff ? throw new FaultException($"{kind.Name}: the hub hung up on who sent too much") : flood.Sent;
                        }

                kind.Rounds.Add((with, without, sent));
                effort.Say($"hostile, {(isLimited ? "limited" : "free")}: {kind.Name}: {sent:0} frames/s; with: {with.Told()}, delivered p99 {with.DeliveredP99:0.0}; without: {without.Told()}, delivered p99 {without.DeliveredP99:0.0}");
            }

        return kinds;
    }

    // One kind of frame and what came of it.
    private sealed record Kind(string Name, byte[] Frame)
    {
        public List<(Outcome With, Outcome Without, double Sent)> Rounds { get; private init; } = [];

        /// <summary>All rounds as of one kind: of few rounds' p99 a single kind tells little.</summary>
        public static Kind Any(IReadOnlyList<Kind> kinds) => new("any of them", []) { Rounds = [.. kinds.SelectMany(k => k.Rounds)] };

        public Figure Figure(string what, Func<Outcome, double> of) => new("hostile", $"others' p99 until {what} beside {Name}, 10,000 frames/s ÷ without", 1.10, 1.05, [.. Ratios(of)],
            $"ms p99: with {Bench.Figure.Median(Rounds.Select(r => of(r.With))):0.0}, without {Bench.Figure.Median(Rounds.Select(r => of(r.Without))):0.0}; {Bench.Figure.Median(Rounds.Select(r => r.Sent)):0} frames/s taken; server CPU {Cpu(r => r.With):0.00} and {Cpu(r => r.Without):0.00}");

        public IEnumerable<string> Cells() => [$"{Bench.Figure.Median(Ratios(o => o.AcceptedP99)):0.00}", $"{Bench.Figure.Median(Ratios(o => o.DeliveredP99)):0.00}", $"{Bench.Figure.Median(Rounds.Select(r => r.Sent)):0}"];

        private IEnumerable<double> Ratios(Func<Outcome, double> of) => Rounds.Select(r => of(r.With) / of(r.Without));

        private double Cpu(Func<(Outcome With, Outcome Without, double Sent), Outcome> of) => Bench.Figure.Median(Rounds.Select(r => of(r).ServerCpu / of(r).Seconds));
    }
}
