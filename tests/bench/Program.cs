using System.Globalization;
using Timpora.Comms.Bench.Benches;
using Timpora.Comms.Bench.Load;
using Timpora.Comms.Bench.References;

namespace Timpora.Comms.Bench;

/// <summary>The benches by name, and the processes that they start of this same program.</summary>
internal static class Program
{
    /// <summary>Hidden words.</summary>
    public const string LoadVerb = "_load", BareVerb = "_bare", GroupVerb = "_group", RowsVerb = "_rows", HubVerb = "watch";

    /// <summary>Makes the bare server skip a number, to show that it is found out.</summary>
    public const string SkipOption = "--skip-a-number";

    private static readonly Dictionary<string, Func<Effort, Task<IReadOnlyList<Figure>>>> oneNode = new(StringComparer.Ordinal)
    {
        ["fanout"] = Fanout.Run,
        ["steady"] = Steady.Run,
        ["single"] = OneAtATime.Run,
        ["slow"] = Slow.Run,
        ["memory"] = Memory.Run,
        ["history"] = History.Run,
    };

    private static readonly Dictionary<string, Func<Effort, Task<Findings>>> scale = new(StringComparer.Ordinal)
    {
        ["peers"] = BesidePeers.Run,
        ["growth"] = Growth.Run,
        ["resume"] = Return.Run,
        ["start"] = StartUp.Run,
    };

    // Under which word they run together, and how often at least.
    private static readonly (string Word, int Rounds, Dictionary<string, Func<Effort, Task<Findings>>> Benches)[] words =
    [
        ("all", 3, oneNode.ToDictionary(b => b.Key, b => (Func<Effort, Task<Findings>>)(async effort => new(await b.Value(effort), [])), StringComparer.Ordinal)),
        ("scale", 5, scale),
        ("limits", 7, new(StringComparer.Ordinal) { ["hostile"] = Hostile.Run }),
    ];

    /// <summary>Runs what was named.</summary>
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [LoadVerb]:
                return LoadProcess.Run();
            case [BareVerb, var port, .. var options]:
                await BareWebSockets.Run(int.Parse(port), options.Contains(SkipOption));
                return 0;
            case [GroupVerb, var port]:
                await PlainGroup.Run(int.Parse(port));
                return 0;
            case [HubVerb, var seconds, "message" or "alert", ..]:
                return await Watch.Run(int.Parse(seconds, CultureInfo.InvariantCulture), new Order("closed", 1, 5, 0), isAlone: true, isAlerts: args[2] == "alert");
            case [HubVerb, var seconds, var kind, var by]:
                return await Watch.Run(int.Parse(seconds, CultureInfo.InvariantCulture), new Order(kind, int.Parse(by, CultureInfo.InvariantCulture), 5, 0), isAlone: false, isAlerts: false);
            case [HubVerb, var seconds, var kind, var by, "nodes", var nodes]:
                return await Watch.Run(int.Parse(seconds, CultureInfo.InvariantCulture), new Order(kind, int.Parse(by, CultureInfo.InvariantCulture), 5, 0), isAlone: false, isAlerts: false, int.Parse(nodes, CultureInfo.InvariantCulture));
            case [RowsVerb, var database, var seconds]:
                Console.Out.WriteLine("ready");
                Console.In.ReadLine();
                HandWritten.Run(database, 1, double.Parse(seconds, CultureInfo.InvariantCulture));
                return 0;
            default:
                return await Measure(args);
        }
    }

    private static async Task<int> Measure(string[] args)
    {
        var effort = args.Contains("--short") ? Effort.Short : args.Contains("--smoke") ? Effort.Smoke : Effort.Full;
        var named = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (named is not [var name] || words.FirstOrDefault(w => w.Word == name || w.Benches.ContainsKey(name)) is not { Word: { } word } chosen)
        {
            Console.Error.WriteLine($"dotnet run -c Release --project tests/bench -- {string.Join('|', words.SelectMany(w => w.Benches.Keys.Append(w.Word)))} [--short]");
            return 2;
        }

        if (effort == Effort.Full)
            effort = effort with { Rounds = chosen.Rounds };
        effort = effort with { SkipsANumber = args.Contains(SkipOption) };
        var findings = new Findings([], []);
        try
        {
            foreach (var (bench, run) in chosen.Benches)
                if (name == word || name == bench)
                {
                    var found = await run(effort);
                    findings = new([.. findings.Figures, .. found.Figures], [.. findings.Listings, .. found.Listings]);
                }
        }
        catch (Exception exception) when (exception is FaultException or MissingException)
        {
            Console.Error.WriteLine($"No figure: {exception.Message}");
            return 1;
        }

        foreach (var figure in findings.Figures)
            Console.Out.WriteLine(figure);
        foreach (var listing in findings.Listings)
            Console.Out.WriteLine(listing);
        if (name == word && !args.Contains("--short") && !args.Contains("--smoke"))
            Table.Write(word, findings, effort);
        return 0;
    }
}
