namespace Timpora.Comms.Alerts;

/// <summary>Where one agency's answer stands (domain.md E4). "Seen" is never "acknowledged".</summary>
public enum ObligationState
{
    /// <summary>Opened, nobody told yet.</summary>
    Pending,

    /// <summary>The ladder has told somebody.</summary>
    Notified,

    /// <summary>A device of the agency's liaison or chief has it.</summary>
    Delivered,

    /// <summary>The agency's liaison or chief has opened it.</summary>
    Seen,

    /// <summary>A named person took it.</summary>
    Acknowledged,

    /// <summary>The agency's chief declined with a reason.</summary>
    Declined,

    /// <summary>Handed to another agency.</summary>
    Delegated,

    /// <summary>Released by the secretariat or chair with a reason.</summary>
    Waived,

    /// <summary>The whole ladder ran through and nobody answered.</summary>
    Exhausted,

    /// <summary>The alert ended before an answer was given.</summary>
    Closed,
}

/// <summary>Where an obligation's ladder stands.</summary>
public enum EscalationState
{
    /// <summary>A next step is due at <see cref="Obligation.NextStepAt"/>.</summary>
    Running,

    /// <summary>Answered or ended.</summary>
    Stopped,

    /// <summary>Ran through without an answer.</summary>
    Exhausted,
}

/// <summary>The answer one agency owes for one alert, with the ladder that climbs while it does not come.</summary>
public sealed class Obligation
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The alert.</summary>
    public required Guid AlertId { get; init; }

    /// <summary>Code of the agency that owes.</summary>
    public required string Agency { get; init; }

    /// <summary>The lead agency owes progress notes after its acknowledgement.</summary>
    public bool Lead { get; set; }

    /// <summary>Alert version the answer is owed for.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Where the answer stands.</summary>
    public ObligationState State { get; set; }

    /// <summary>The answer's deadline: opening time plus the ladder's answer time. An undo brings back this one, not a fresh one.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When the ladder first told somebody.</summary>
    public DateTimeOffset? NotifiedAt { get; set; }

    /// <summary>First receipt by a device of the agency's liaison or chief, for this version.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>First look by the agency's liaison or chief, for this version.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Who answered.</summary>
    public Guid? AnsweredBy { get; set; }

    /// <summary>Until when the acknowledgement can be taken back by who gave it.</summary>
    public DateTimeOffset? UndoUntil { get; set; }

    /// <summary>Note of an acknowledgement.</summary>
    public string? Note { get; set; }

    /// <summary>Reason of a decline, an offer to another agency, or a waiver.</summary>
    public string? Reason { get; set; }

    /// <summary>The agency it is offered to while it is owed, or that took it over once it is <see cref="ObligationState.Delegated"/>.</summary>
    public string? OfferedTo { get; set; }

    /// <summary>The agency it was taken over from.</summary>
    public string? OfferedFrom { get; set; }

    /// <summary>Until when the lead owes its next progress note.</summary>
    public DateTimeOffset? ProgressDueAt { get; set; }

    /// <summary>Where the ladder stands.</summary>
    public EscalationState Escalation { get; set; }

    /// <summary>Round of the ladder, from 1; never falls within one version, so (version, round, level) is fired at most once.</summary>
    public int Round { get; set; } = 1;

    /// <summary>First round of the current run of the ladder; a reopened obligation starts a new run.</summary>
    public int FirstRound { get; set; } = 1;

    /// <summary>Newest level fired or skipped in this round; 0 before the first.</summary>
    public int Level { get; set; }

    /// <summary>Who would have been asked at which level had it fired at once (JSON): kept beside who really was (R7).</summary>
    public string Planned { get; set; } = "{}";

    /// <summary>When the next step of the ladder fires; null when none will.</summary>
    public DateTimeOffset? NextStepAt { get; set; }

    /// <summary>When the obligation may next need the clock: the earlier of next step and progress. The scan reads only this.</summary>
    public DateTimeOffset? WakeAt { get; set; }

    /// <summary>Since when a drill's ladder stands still because the agency owes an answer to a real alert (R16).</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Rises with every write: two writers never both win.</summary>
    public int Revision { get; set; }

    /// <summary>State before the acknowledgement, to return to on undo.</summary>
    public ObligationState StateBefore { get; set; }

    /// <summary>The step that would have fired next when it was acknowledged, to return to on undo.</summary>
    public DateTimeOffset? NextStepBefore { get; set; }

    /// <summary>Still owes an answer.</summary>
    public bool IsOwed => State is ObligationState.Pending or ObligationState.Notified or ObligationState.Delivered or ObligationState.Seen or ObligationState.Exhausted;
}
