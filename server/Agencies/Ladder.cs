namespace Timpora.Comms.Agencies;

/// <summary>Whom a step of a ladder can ask.</summary>
public static class StepAsks
{
    /// <summary>The agency's liaison on duty.</summary>
    public const string Liaison = MemberRole.Liaison;

    /// <summary>The agency's duty chief.</summary>
    public const string Chief = MemberRole.Chief;

    /// <summary>The team's secretariat on duty.</summary>
    public const string Secretariat = MemberRole.Secretariat;

    /// <summary>The team's chair on duty.</summary>
    public const string Chair = MemberRole.Chair;

    /// <summary>Duty chiefs of those required agencies that have already acknowledged this alert: they can lean over and knock.</summary>
    public const string ChiefsOfAcknowledged = "chiefs-of-acknowledged";

    /// <summary>All words a step may use.</summary>
    public static IReadOnlyList<string> Known { get; } = [Liaison, Chief, Secretariat, Chair, ChiefsOfAcknowledged];
}

/// <summary>One step: <paramref name="AfterMinutes"/> after its round began, these people are asked. Level 1 is the first notice.</summary>
public sealed record LadderStep(int Level, int AfterMinutes, IReadOnlyList<string> Asks);

/// <summary>How an unanswered obligation climbs; frozen into the obligation when the alert is posted. All minutes are organisation minutes.</summary>
public sealed record Ladder
{
    /// <summary>The alert level it serves, <see cref="AlertLevelCode"/>.</summary>
    public required string Level { get; init; }

    /// <summary>Minutes until the answer is overdue.</summary>
    public required int AnswerWithinMinutes { get; init; }

    /// <summary>The steps, level 1 first, at rising times.</summary>
    public required IReadOnlyList<LadderStep> Steps { get; init; }

    /// <summary>How often the whole ladder is climbed, the first time included; after the last the obligation is exhausted.</summary>
    public required int Rounds { get; init; }

    /// <summary>Minutes from the last step of a round to the first step of the next; 0 when there is one round.</summary>
    public required int RepeatAfterMinutes { get; init; }

    /// <summary>Minutes the lead has for a progress note after acknowledging, before its obligation reopens.</summary>
    public required int ProgressWithinMinutes { get; init; }
}
