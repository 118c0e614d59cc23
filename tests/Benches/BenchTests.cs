using System.Diagnostics;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Benches;

/// <summary>The benches' program works, so that figures can be taken whenever somebody needs them. Its short figures mean nothing.</summary>
public sealed class BenchTests
{
    private static readonly string folder = Path.Combine(Repository.Root, "tests", "bench", "bin", Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory)!)!), "net10.0");

    /// <summary>Hub, references and load generator in their own processes; every number is checked, and a fault would end it with an error.</summary>
    [Fact]
    public async Task Fan_out_is_measured_against_its_references_without_a_lost_number()
    {
        var (code, output, errors) = await Run("fanout", "--smoke");
        Assert.True(code == 0, errors);
        Assert.Contains("bare Kestrel", output, StringComparison.Ordinal);
        Assert.Contains("Clients.Group", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_skips_a_number_is_found_out()
    {
        var (code, output, errors) = await Run("fanout", "--smoke", "--skip-a-number");
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("floor", output, StringComparison.Ordinal);
        Assert.Contains("did not follow the one before", errors, StringComparison.Ordinal);
    }

    /// <summary>Two nodes and what stands beside them; a peer that is not on this machine is named, and the others are measured all the same.</summary>
    [Fact]
    public async Task The_hub_is_measured_beside_its_peers_or_it_is_said_what_is_missing()
    {
        var (code, output, errors) = await Run("peers", "--smoke");
        Assert.True(code == 0, errors);
        foreach (var (peer, figures) in new[] { ("Socket.IO's two", 5), ("JetStream's without", 1) })
        {
            var lines = output.Split('\n').Where(line => line.Contains(peer, StringComparison.Ordinal)).ToList();
            Assert.True(lines.Count == figures || (lines is [var line] && line.EndsWith("NOT MEASURED", StringComparison.Ordinal) && output.Contains("is not installed (", StringComparison.Ordinal)), output);
        }
    }

    [Fact]
    public async Task What_a_hostile_client_does_to_others_is_measured_by_every_kind_of_frame()
    {
        var (code, output, errors) = await Run("hostile", "--smoke");
        Assert.True(code == 0, errors);
        foreach (var kind in new[] { "Received", "no such method", "broken PostAlert", "Subscribe", "web socket pings" })
            Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("hostile", StringComparison.Ordinal) && line.Contains($" {kind},", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bench_that_does_not_exist_names_those_that_do()
    {
        var (code, _, errors) = await Run("nothing");
        Assert.Equal(2, code);
        Assert.Contains("fanout|steady|single|slow|memory|history|all|peers|growth|resume|start|scale|hostile|limits", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        var program = Path.Combine(folder, "Timpora.Comms.Bench.dll");
        Assert.SkipUnless(File.Exists(program), "The bench is not built: build the solution.");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
