using System.Collections.Concurrent;
using System.Text.Json;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Escalations;

/// <summary>One step of a ladder.</summary>
/// <param name="Level">From 1.</param>
/// <param name="After">Time since the round began.</param>
/// <param name="Asks">Whom it asks: words of <see cref="StepAsks"/>.</param>
public sealed record PlanStep(int Level, TimeSpan After, IReadOnlyList<string> Asks);

/// <summary>A ladder as it stood when the alert was posted, in real durations.</summary>
/// <param name="AnswerWithin">Time to the answer's deadline.</param>
/// <param name="Steps">Ascending by level and time.</param>
/// <param name="Rounds">How often the ladder is climbed in one run.</param>
/// <param name="RepeatAfter">Pause between the last step of a round and the first of the next, and before it counts as exhausted.</param>
/// <param name="ProgressWithin">The lead's time to its next progress note; null: none is owed.</param>
/// <param name="Minute">How long a minute of the ladder lasts; anything but a minute is for drills and development.</param>
/// <param name="UndoWithin">How long an acknowledgement can be taken back.</param>
public sealed record Plan(TimeSpan AnswerWithin, IReadOnlyList<PlanStep> Steps, int Rounds, TimeSpan RepeatAfter, TimeSpan? ProgressWithin, TimeSpan Minute, TimeSpan UndoWithin)
{
    /// <summary>How long an acknowledgement can be taken back (Mattermost's five minutes; domain.md E1).</summary>
    public const int UndoMinutes = 5;

    /// <summary>Freezes a ladder of the organisation.</summary>
    public static Plan Freeze(Ladder ladder, TimeSpan minute) => new(
        ladder.AnswerWithinMinutes * minute,
        [.. ladder.Steps.Select(step => new PlanStep(step.Level, step.AfterMinutes * minute, step.Asks))],
        ladder.Rounds,
        ladder.RepeatAfterMinutes * minute,
        ladder.ProgressWithinMinutes > 0 ? ladder.ProgressWithinMinutes * minute : null,
        minute,
        UndoMinutes * minute);

    // There are as many as the organisation has ever had ladders; the bound is for an organisation file that is edited all day.
    private const int MostKnown = 100;

    private static readonly ConcurrentDictionary<string, Plan> known = new(StringComparer.Ordinal);

    /// <summary>Reads a frozen plan.</summary>
    public static Plan Parse(string json)
    {
        if (known.TryGetValue(json, out var plan))
            return plan;
        plan = JsonSerializer.Deserialize<Plan>(json, Json.Options)!;
        if (known.Count < MostKnown)
            known[json] = plan;
        return plan;
    }

    /// <summary>Writes it for freezing.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);
}
