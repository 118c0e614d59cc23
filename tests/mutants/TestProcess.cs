using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Timpora.Comms.Mutants;

/// <summary>What became of a run.</summary>
/// <param name="Tests">How many tests ran.</param>
/// <param name="Failed">The first that failed, or that it took too long; null when all passed.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Output">What it said.</param>
internal sealed record Outcome(int Tests, string? Failed, TimeSpan Took, string Output);

/// <summary>
/// A process that holds the tests and runs those it is told to, with these and those checks deleted: started once, because starting costs more than most tests. One run at a time.
/// </summary>
internal sealed partial class TestProcess(Workshop shop, bool onPostgres, bool isCold = false) : IDisposable
{
    /// <summary>As an outcome's failure: it did not end.</summary>
    public const string Hung = "hung";

    private const string Postgres = "TIMPORA_TEST_POSTGRES";

    // Ended from outside, it begins nothing more.
    private static bool isEnding;

    private readonly ConcurrentQueue<string> errors = new();
    private Process? process;

    /// <summary>Whether there is a PostgreSQL to run on.</summary>
    public static bool HasPostgres { get; } = Environment.GetEnvironmentVariable(Postgres) is { Length: > 0 };

    /// <summary>Runs what is named up to the first failure, with these checks deleted, for as long as <paramref name="patience"/> lasts.</summary>
    /// <param name="named">What, as the test program takes it: <c>-class</c> or <c>-method</c> and a name, again and again.</param>
    /// <param name="deleted">Numbers of checks.</param>
    /// <param name="patience">How long.</param>
    /// <param name="reached">A file to note in which checks each test comes by, if any.</param>
    public async Task<Outcome> Run(IEnumerable<string> named, IReadOnlyList<int> deleted, TimeSpan patience, string? reached = null)
    {
        if (process is null)
            await Start();
        return await Ask(named, deleted, patience, reached);
    }

    /// <summary>Ends it; the next run begins with a new one.</summary>
    public void Dispose()
    {
        if (process is null)
            return;
        AppDomain.CurrentDomain.ProcessExit -= WhenWeEnd;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    // What is made once for all tests is made before anything is deleted.
    private async Task Start()
    {
        if (isEnding)
            throw new InvalidOperationException("It was ended.");
        var start = new ProcessStartInfo("dotnet", [shop.Tests]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (!onPostgres)
            start.Environment.Remove(Postgres);
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, e) => errors.Enqueue(e.Data ?? "");
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += WhenWeEnd;
        if (isCold)
            return;
        var outcome = await Ask(["-method", Suites.WarmsUp], [], TimeSpan.FromMinutes(5), null);
        if (outcome.Failed is not null || outcome.Tests == 0)
            throw new InvalidOperationException($"{Suites.WarmsUp} does not pass as it is:\n{outcome.Output}");
    }

    private async Task<Outcome> Ask(IEnumerable<string> named, IReadOnlyList<int> deleted, TimeSpan patience, string? reached)
    {
        var begun = Stopwatch.GetTimestamp();
        var said = new StringBuilder();
        var code = -1;
        using (var limit = new CancellationTokenSource(patience, TimeProvider.System))
            try
            {
                await process!.StandardInput.WriteLineAsync(string.Join('\t', [string.Join(',', deleted), reached ?? "", .. named, "-stopOnFail", "-noLogo", "-noColor"]).AsMemory(), limit.Token).WaitAsync(limit.Token);
                while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(limit.Token) is { } line)
                {
                    if (Ended().Match(line) is { Success: true } ended)
                    {
                        code = int.Parse(ended.Groups[1].Value, CultureInfo.InvariantCulture);
                        break;
                    }

                    said.AppendLine(line);
                }
            }
            catch (OperationCanceledException)
            {
                Dispose();
                return new(0, Hung, Stopwatch.GetElapsedTime(begun), said.ToString());
            }
            catch (IOException)
            {
                // It ended while it was spoken to; the code says so.
            }

        if (code < 0)
            Dispose();
        var output = said.AppendJoin('\n', errors).ToString();
        errors.Clear();
        var tests = Total().Match(output) is { Success: true } total ? int.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        var failed = code == 0 ? null : Failure().Match(output) is { Success: true } first ? first.Groups[1].Value : "the process itself";
        return new(tests, failed, Stopwatch.GetElapsedTime(begun), output);
    }

    private void WhenWeEnd(object? sender, EventArgs e)
    {
        isEnding = true;
        process?.Kill(entireProcessTree: true);
    }

    [GeneratedRegex($@"^{Workshop.Ended} (\d+)$")]
    private static partial Regex Ended();

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();

    [GeneratedRegex(@"^\s*(\S.*?) \[FAIL\]", RegexOptions.Multiline)]
    private static partial Regex Failure();
}
