using System.Diagnostics;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>The program that deletes every authorization check in turn finds them. That the access suites notice takes it far longer (docs/access.md).</summary>
public sealed class MutantsTests
{
    private static readonly string[] kinds = ["Question", "Decision", "Cell", "Refusal", "Row", "Own", "Barrier", "Door", "Line"];

    private static readonly string program = Path.Combine(
        Repository.Root, "tests", "mutants", "bin", Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory)!)!), "net10.0", "Timpora.Comms.Mutants.dll");

    [Fact]
    public async Task Checks_of_every_kind_are_found_and_can_be_deleted()
    {
        Assert.SkipUnless(File.Exists(program), "The program is not built: build the solution.");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "find"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await errors);
        var output = await said;
        Assert.All(kinds, kind => Assert.Contains($"  {kind,-8}  server/", output, StringComparison.Ordinal));
        // Some that must not get lost, whatever the code around them looks like.
        foreach (var (file, check) in new[]
        {
            ("Access/SessionStore.cs", "s.expires_at > @now"), ("Access/Permissions.cs", "IsExcluded(reader, alert)"), ("Alerts/AlertLookup.cs", "Permissions.MayRead(member.AsReader(), found.Alert.Access()"),
            ("Realtime/FeedConnection.Writing.cs", "batch.AclVersion > feed.FreshAs"), ("Realtime/CallerHubFilter.cs", "await caller.Require"), ("Access/OriginCheck.cs", "IsOwn(context.Request)"),
        })
            Assert.Contains(output.Split('\n'), line => line.Contains($"server/{file}:", StringComparison.Ordinal) && line.Contains(check, StringComparison.Ordinal));
    }
}
