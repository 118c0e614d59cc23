using System.Text.Json;

namespace Timpora.Comms.Replay;

/// <summary>One course of events as its file tells it. All times are minutes of the ladder since the post.</summary>
/// <param name="Name">Name of the file without its ending.</param>
/// <param name="Title">One line about what happens.</param>
/// <param name="People">Demo accounts that take part; each has one device.</param>
/// <param name="Offline">Those whose device is off until they connect it.</param>
/// <param name="Until">When the play ends.</param>
/// <param name="Steps">What people do, in time order; the first one posts.</param>
/// <param name="Expected">Escalations and reopenings that must happen; any other is a fault.</param>
/// <param name="End">How it must stand at the end, if the file says so.</param>
public sealed record Scenario(
    string Name, string Title, IReadOnlyList<string> People, IReadOnlyList<string> Offline, TimeSpan Until,
    IReadOnlyList<ScenarioStep> Steps, IReadOnlyList<ExpectedMove> Expected, ExpectedEnd? End);

/// <summary>One act of one person.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="At">When.</param>
/// <param name="Who">Demo account.</param>
/// <param name="What">One of <see cref="ScenarioWords.Acts"/>.</param>
/// <param name="Body">What is sent besides version and client key; empty for most acts.</param>
/// <param name="Refused">The refusal's code that must come, if the act is to be refused.</param>
public sealed record ScenarioStep(int Line, TimeSpan At, string Who, string What, IReadOnlyDictionary<string, JsonElement> Body, string? Refused);

/// <summary>A move of an agency's ladder that must happen: an escalation, a skipped step, a reopening, exhaustion.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="At">When.</param>
/// <param name="Move">One of <see cref="ScenarioWords.Moves"/>.</param>
/// <param name="Agency">Whose obligation it is.</param>
/// <param name="Level">Step of the ladder; of escalations and skipped steps.</param>
/// <param name="Round">Round of the ladder.</param>
/// <param name="Asked">Demo accounts that must be asked, exactly these; null: not checked.</param>
public sealed record ExpectedMove(int Line, TimeSpan At, string Move, string Agency, int? Level, int? Round, IReadOnlyList<string>? Asked);

/// <summary>How it must stand at the end.</summary>
/// <param name="State">The alert's state.</param>
/// <param name="Outcome">The outcome's code; null: none.</param>
/// <param name="Obligations">State by agency, for all agencies that owe an answer.</param>
public sealed record ExpectedEnd(string State, string? Outcome, IReadOnlyDictionary<string, string> Obligations);

/// <summary>The words of scenario files.</summary>
public static class ScenarioWords
{
    /// <summary>Acts, each with the fields it may carry; those with an exclamation mark must be there.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Acts = new Dictionary<string, string[]>
    {
        ["post"] = ["alert!"],
        ["seen"] = [],
        ["acknowledge"] = ["note"],
        ["undo"] = [],
        ["decline"] = ["reason!"],
        ["message"] = ["text!"],
        ["progress"] = ["text!"],
        ["resolve"] = ["outcome!", "screening", "note"],
        ["cancel"] = ["reason!"],
        ["escalate"] = ["agency!"],
        ["connect"] = [],
        ["disconnect"] = [],
    };

    /// <summary>Moves of a ladder that can be expected.</summary>
    public static readonly IReadOnlyList<string> Moves = ["escalation", "skipped", "reopened", "exhausted"];
}

/// <summary>A scenario file that cannot be played; the message names the line and what is wrong with it.</summary>
public sealed class ScenarioException(string message) : Exception(message);
