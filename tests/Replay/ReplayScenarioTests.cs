using Timpora.Comms.Replay;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>The whole command: its usage, and every shipped scenario against a real hub. Alone, because what is played has its times.</summary>
[Collection(nameof(Alone))]
public class ReplayScenarioTests
{
    [Theory]
    [InlineData(2, "Name a scenario file.")]
    [InlineData(2, "Unknown option --speed.", "x.jsonl", "--speed", "2")]
    [InlineData(2, "--minute needs a value.", "x.jsonl", "--minute")]
    [InlineData(2, "--minute must be a time", "x.jsonl", "--minute", "soon")]
    [InlineData(2, "--minute must be a time", "x.jsonl", "--minute=00:02:00")]
    [InlineData(2, "--url must be an address", "x.jsonl", "--url", "hub")]
    [InlineData(2, "One scenario at a time", "x.jsonl", "y.jsonl")]
    [InlineData(2, "There is no file no-such.jsonl.", "no-such.jsonl")]
    public async Task Wrong_usage_is_told_with_the_right_one(int code, string sentence, params string[] args)
    {
        var (ended, output, errors) = await Run(args);
        Assert.Equal((code, ""), (ended, output));
        Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
        Assert.Contains("usage: dotnet run --project server -- replay", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_no_error() => Assert.Equal((0, ReplayOptions.Usage.ReplaceLineEndings(), ""), await Run("--help") is var (code, output, errors) ? (code, output.TrimEnd(), errors) : default);

    [Fact]
    public async Task A_hub_that_is_not_there_is_told()
    {
        var (code, _, errors) = await Run(Shipped.PathOf("sent-in-error.jsonl"), "--url", "http://127.0.0.1:9");
        Assert.Equal((1, "The hub at http://127.0.0.1:9/ cannot be reached."), (code, errors.Trim()));
    }

    /// <summary>The main job on real input: told, delivered, seen, answered, escalated as the files say.</summary>
    [Fact]
    public async Task Shipped_scenarios_go_as_written()
    {
        await using var hub = CommsApp.Start(settings: ("Escalation:MinuteLength", "00:00:01"));
        // Almost five hours of the ladder.
        await using var fast = CommsApp.Start(settings: ("Escalation:MinuteLength", "00:00:00.15"));
        // Once for the compiler: a program's first seconds are no measure.
        await Run(Shipped.PathOf("sent-in-error.jsonl"), "--url", fast.Address.ToString());
        var plays = Shipped.Names.Select(n => n.Data).Select(async name =>
            (Name: name, Play: await Run(Shipped.PathOf(name), "--url", (name.StartsWith("foreign-worker", StringComparison.Ordinal) ? fast : hub).Address.ToString())));
        foreach (var (name, (code, output, errors)) in await Task.WhenAll(plays))
            Assert.True(code == 0, $"{name}\n{output}\n{errors}");
    }

    [Fact]
    public async Task A_course_that_differs_from_the_file_ends_with_one()
    {
        await using var hub = CommsApp.Start(settings: ("Escalation:MinuteLength", "00:00:00.5"));
        var file = Path.GetTempFileName();
        try
        {
            var text = await File.ReadAllTextAsync(Shipped.PathOf("sent-in-error.jsonl"), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(file, text.Replace("\"state\": \"Cancelled\"", "\"state\": \"Resolved\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var (code, output, _) = await Run(file, "--url", hub.Address.ToString(), "--actual");
            Assert.Equal(1, code);
            Assert.Contains("It did not go as written:\n- The alert ended as Cancelled, not Resolved.", output.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        return (await ReplayScenario.Run(args, output, errors, TestContext.Current.CancellationToken), output.ToString(), errors.ToString());
    }
}

/// <summary>Tests that nothing else runs beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
