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

    private static readonly Dictionary<string, Func<Effort, Task<IReadOnlyList<Figure>>>> benches = new(StringComparer.Ordinal)
    {
        ["fanout"] = Fanout.Run,
        ["steady"] = Steady.Run,
        ["single"] = OneAtATime.Run,
        ["slow"] = Slow.Run,
        ["memory"] = Memory.Run,
        ["history"] = History.Run,
    };

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
        var names = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (names.Length != 1 || (names[0] != "all" && !benches.ContainsKey(names[0])))
        {
            Console.Error.WriteLine($"dotnet run -c Release --project tests/bench -- {string.Join('|', benches.Keys)}|all [--short]");
            return 2;
        }

        effort = effort with { SkipsANumber = args.Contains(SkipOption) };
        List<Figure> figures = [];
        try
        {
            foreach (var (name, bench) in benches)
                if (names[0] == "all" || names[0] == name)
                    figures.AddRange(await bench(effort));
        }
        catch (FaultException fault)
        {
            Console.Error.WriteLine($"No figure: {fault.Message}");
            return 1;
        }

        foreach (var figure in figures)
            Console.Out.WriteLine(figure);
        if (names[0] == "all" && !args.Contains("--short") && !args.Contains("--smoke"))
            Table.Write(figures, effort);
        return 0;
    }
}
