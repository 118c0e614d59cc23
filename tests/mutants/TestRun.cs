using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Timpora.Comms.Mutants;

/// <summary>What became of a run.</summary>
/// <param name="Tests">How many tests ran.</param>
/// <param name="Failed">The first that failed, or that it took too long; null when all passed.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Output">What it said.</param>
internal sealed record Outcome(int Tests, string? Failed, TimeSpan Took, string Output);

/// <summary>Runs tests in a process of their own.</summary>
internal static partial class TestRun
{
    /// <summary>As an outcome's failure: it did not end.</summary>
    public const string Hung = "hung";

    private const string Postgres = "TIMPORA_TEST_POSTGRES";

    /// <summary>Whether there is a PostgreSQL to run on.</summary>
    public static bool HasPostgres { get; } = Environment.GetEnvironmentVariable(Postgres) is { Length: > 0 };

    /// <summary>Runs what is named up to the first failure, with these checks deleted, for as long as <paramref name="patience"/> lasts.</summary>
    /// <param name="shop">Where.</param>
    /// <param name="named">What, as the test program takes it: <c>-class</c> or <c>-method</c> and a name, again and again.</param>
    /// <param name="onPostgres">On PostgreSQL too, where it is there.</param>
    /// <param name="deleted">Numbers of checks.</param>
    /// <param name="patience">How long.</param>
    /// <param name="reached">The file that <see cref="Workshop.Reached"/> names, if any.</param>
    public static async Task<Outcome> Of(Workshop shop, IEnumerable<string> named, bool onPostgres, IReadOnlyList<int> deleted, TimeSpan patience, string? reached = null)
    {
        var start = new ProcessStartInfo("dotnet", [shop.Tests, .. named, "-stopOnFail", "-noLogo", "-noColor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Workshop.Deleted] = string.Join(',', deleted);
        start.Environment[Workshop.Reached] = reached;
        if (!onPostgres)
            start.Environment.Remove(Postgres);
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        void WhenWeEnd(object? sender, EventArgs e) => process.Kill(entireProcessTree: true);
        AppDomain.CurrentDomain.ProcessExit += WhenWeEnd;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            var isOver = true;
            using (var limit = new CancellationTokenSource(patience, TimeProvider.System))
                try
                {
                    await process.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync();
                    isOver = false;
                }

            var said = await output + await errors;
            var tests = Total().Match(said) is { Success: true } total ? int.Parse(total.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
            var failed = !isOver ? Hung : process.ExitCode == 0 ? null : Failure().Match(said) is { Success: true } first ? first.Groups[1].Value : "the process itself";
            return new(tests, failed, Stopwatch.GetElapsedTime(begun), said);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= WhenWeEnd;
        }
    }

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();

    [GeneratedRegex(@"^\s*(\S.*?) \[FAIL\]", RegexOptions.Multiline)]
    private static partial Regex Failure();
}
