using System.Text.Json;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Escalations;

/// <summary>Whom a step asks (domain.md E5).</summary>
public static class Asks
{
    /// <summary>The agency's liaison on duty.</summary>
    public const string Liaison = "liaison";

    /// <summary>The agency's chief on duty.</summary>
    public const string Chief = "chief";

    /// <summary>The team's secretariat on duty.</summary>
    public const string Secretariat = "secretariat";

    /// <summary>The chiefs on duty of agencies that have acknowledged already.</summary>
    public const string ChiefsOfAcknowledged = "chiefs-of-acknowledged";

    /// <summary>The team's chair on duty.</summary>
    public const string Chair = "chair";
}

/// <summary>One step of a ladder.</summary>
/// <param name="Level">From 1.</param>
/// <param name="After">Time since the round began.</param>
/// <param name="Asks">Whom it asks.</param>
public sealed record PlanStep(int Level, TimeSpan After, IReadOnlyList<string> Asks);

/// <summary>A ladder as it stood when the alert was posted, in real durations.</summary>
/// <param name="AnswerWithin">Time to the answer's deadline.</param>
/// <param name="Steps">Ascending by level and time.</param>
/// <param name="Rounds">How often the ladder is climbed in one run.</param>
/// <param name="RepeatAfter">Pause between the last step of a round and the first of the next, and before it counts as exhausted.</param>
/// <param name="ProgressWithin">The lead's time to its next progress note; null: none is owed.</param>
/// <param name="UndoWithin">How long an acknowledgement can be taken back.</param>
public sealed record Plan(TimeSpan AnswerWithin, IReadOnlyList<PlanStep> Steps, int Rounds, TimeSpan RepeatAfter, TimeSpan? ProgressWithin, TimeSpan UndoWithin)
{
    /// <summary>Reads a frozen plan.</summary>
    public static Plan Parse(string json) => JsonSerializer.Deserialize<Plan>(json, Json.Options)!;

    /// <summary>Writes it for freezing.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);
}
