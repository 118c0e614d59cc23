using System.Globalization;

namespace Timpora.Comms.Mutants;

/// <summary>
/// Deletes every authorization check of the server in turn and looks whether the access suites notice (docs/access.md). Ends with 1 when they notice fewer than 95 of a hundred,
/// with 2 when it cannot tell.
/// </summary>
internal static class Program
{
    private const string Find = "find", By = "--by=";

    /// <summary>Runs it.</summary>
    public static async Task<int> Main(string[] args)
    {
        var project = Project();
        var checks = Checks.Of(project);
        List<string> faults = [.. checks.Faults, .. Excuses.Lost(checks.All), .. Suites.Lost(project)];
        if (faults.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', faults));
            return 2;
        }

        if (args is [Find])
        {
            foreach (var check in checks.All)
                Console.Out.WriteLine(check);
            Console.Out.WriteLine(string.Join(", ", checks.All.CountBy(c => c.Found.Kind).OrderBy(k => k.Key).Select(k => $"{k.Key} {k.Value}")));
            return 0;
        }

        var by = args.Where(a => a.StartsWith(By, StringComparison.Ordinal)).SelectMany(a => a[By.Length..].Split(',')).ToList();
        var words = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
        try
        {
            using var shop = Workshop.Build(project, checks);
            var suites = Suites.All.Where(s => by.Count == 0 || by.Exists(b => s.Class.EndsWith("." + b, StringComparison.Ordinal))).ToList();
            var asked = checks.All.Where(c => words.Count == 0 || words.Exists(w => c.ToString().Contains(w, StringComparison.Ordinal))).ToList();
            return new Verdict(await Hunt.Of(shop, suites, checks.All, asked)).Write(Console.Out) ? 0 : 1;
        }
        catch (InvalidOperationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private static string Project()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Timpora.Comms.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("This runs inside the project.");
        return folder.FullName;
    }

    /// <summary>A span of time as it is printed.</summary>
    public static string Seconds(this TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
