using Timpora.Comms.Alerts;

namespace Timpora.Comms.Escalations;

/// <summary>
/// What the ladder of one obligation does next, and where it stands after what happened. Pure: the obligation, its frozen plan and
/// the instant decide everything, so every race can be tested without a clock or a database.
/// </summary>
public static class Escalation
{
    /// <summary>What to do now.</summary>
    public abstract record Move;

    /// <summary>Nothing is due.</summary>
    public sealed record Wait : Move;

    /// <summary>A step is due: ask these.</summary>
    public sealed record Fire(int Level, int Round, IReadOnlyList<string> Asks) : Move;

    /// <summary>The last round is over and nobody answered.</summary>
    public sealed record Exhaust : Move;

    /// <summary>The lead owed a progress note and none came.</summary>
    public sealed record Reopen : Move;

    /// <summary>The next move at this instant.</summary>
    public static Move NextMove(Obligation obligation, Plan plan, bool alertIsOpen, DateTimeOffset now)
    {
        if (!alertIsOpen)
            return new Wait();
        if (obligation.State == ObligationState.Acknowledged)
            return obligation.ProgressDueAt <= now ? new Reopen() : new Wait();
        if (!obligation.IsOwed || obligation.Escalation != EscalationState.Running || obligation.NextStepAt is not { } due || due > now)
            return new Wait();
        return NextStep(obligation, plan) is { } step ? step : new Exhaust();
    }

    /// <summary>The step after the newest one, whenever it may be due; null after the last of the last round.</summary>
    public static Fire? NextStep(Obligation obligation, Plan plan)
    {
        if (obligation.Level < plan.Steps.Count)
            return new Fire(plan.Steps[obligation.Level].Level, obligation.Round, plan.Steps[obligation.Level].Asks);
        return obligation.Round - obligation.FirstRound + 1 < plan.Rounds ? new Fire(plan.Steps[0].Level, obligation.Round + 1, plan.Steps[0].Asks) : null;
    }

    /// <summary>
    /// When the step after a fired or skipped one is due. Counted from the firing, not from the plan's start: after an outage the
    /// overdue step fires once and the next one keeps its distance, without a burst (R10). A skipped step never waits.
    /// </summary>
    public static DateTimeOffset DueAfter(Fire step, bool isSkipped, Obligation obligation, Plan plan, DateTimeOffset now)
    {
        if (step.Level < plan.Steps.Count)
            return isSkipped ? now : now + (plan.Steps[step.Level].After - plan.Steps[step.Level - 1].After);
        var repeats = step.Round - obligation.FirstRound + 1 < plan.Rounds;
        var pause = now + plan.RepeatAfter;
        // Exhausted before the deadline would accuse an agency that still has time.
        return repeats || pause > obligation.DueAt ? pause : obligation.DueAt;
    }

    /// <summary>When the clock must look at the obligation again; null: never by itself.</summary>
    public static DateTimeOffset? WakeAt(Obligation obligation, bool alertIsOpen) =>
        !alertIsOpen ? null
        : obligation.State == ObligationState.Acknowledged ? obligation.ProgressDueAt
        : obligation is { IsOwed: true, Escalation: EscalationState.Running } ? obligation.NextStepAt : null;

    /// <summary>The alert was posted: the deadline stands, and the first step is due at once.</summary>
    public static void Start(Obligation obligation, Plan plan, DateTimeOffset postedAt)
    {
        obligation.DueAt = postedAt + plan.AnswerWithin;
        (obligation.Escalation, obligation.NextStepAt) = (EscalationState.Running, postedAt);
    }

    /// <summary>
    /// A new run of the ladder for an answer that is asked for anew, or first asked of this agency: nothing said or seen before counts. Within
    /// one version it takes a round of its own, so that no (version, round, level) is ever fired twice.
    /// </summary>
    public static void Restart(Obligation obligation, Plan plan, int version, DateTimeOffset now)
    {
        (obligation.Round, obligation.Level) = (obligation.Version == version ? obligation.Round + 1 : 1, 0);
        (obligation.FirstRound, obligation.Version, obligation.State, obligation.StateBefore) = (obligation.Round, version, ObligationState.Pending, ObligationState.Pending);
        (obligation.NotifiedAt, obligation.DeliveredAt, obligation.SeenAt, obligation.AnsweredAt, obligation.AnsweredBy) = (null, null, null, null, null);
        (obligation.Note, obligation.Reason, obligation.UndoUntil, obligation.ProgressDueAt, obligation.NextStepBefore, obligation.PausedAt) = (null, null, null, null, null, null);
        obligation.Revision++;
        Start(obligation, plan, now);
    }

    /// <summary>A step fired, or found nobody and was skipped.</summary>
    public static void Fired(Obligation obligation, Fire step, bool isSkipped, Plan plan, DateTimeOffset now)
    {
        (obligation.Level, obligation.Round) = (step.Level, step.Round);
        obligation.NextStepAt = DueAfter(step, isSkipped, obligation, plan, now);
        obligation.Revision++;
        if (isSkipped)
            return;
        obligation.NotifiedAt ??= now;
        if (obligation.State == ObligationState.Pending)
            obligation.State = ObligationState.Notified;
    }

    /// <summary>Nobody of the newest step can be reached: like an empty step it never waits. The end of a round keeps its pause.</summary>
    public static void Unreached(Obligation obligation, Plan plan, DateTimeOffset now)
    {
        if (obligation.Level < plan.Steps.Count)
            obligation.NextStepAt = now;
        obligation.Revision++;
    }

    /// <summary>The ladder has run through.</summary>
    public static void Exhausted(Obligation obligation)
    {
        (obligation.State, obligation.Escalation, obligation.NextStepAt) = (ObligationState.Exhausted, EscalationState.Exhausted, null);
        obligation.Revision++;
    }

    /// <summary>The agency answered: the ladder stands still, and the lead owes a progress note from now on.</summary>
    public static void Answered(Obligation obligation, Plan plan, DateTimeOffset now)
    {
        obligation.UndoUntil = now + plan.UndoWithin;
        obligation.ProgressDueAt = obligation.Lead && plan.ProgressWithin is { } within ? now + within : null;
        Halt(obligation);
    }

    /// <summary>
    /// Another agency took the obligation over, with its deadline and, where it leads, the duty to note progress: accepting is answering. Taken
    /// back within the undo time, its own people are asked from the first step on.
    /// </summary>
    public static void TakenOver(Obligation taken, Obligation from, Plan plan, int version, Guid by, DateTimeOffset now)
    {
        Restart(taken, plan, version, now);
        taken.DueAt = from.DueAt;
        (taken.NotifiedAt, taken.DeliveredAt, taken.SeenAt) = (now, now, now);
        (taken.State, taken.StateBefore, taken.AnsweredAt, taken.AnsweredBy) = (ObligationState.Acknowledged, ObligationState.Seen, now, by);
        Answered(taken, plan, now);
    }

    /// <summary>How long a paused drill waits until it is looked at again.</summary>
    public static readonly TimeSpan PauseLook = TimeSpan.FromSeconds(10);

    /// <summary>A drill's due move waits for a real alert; until it is looked at again nothing of it is due.</summary>
    public static void Pause(Obligation obligation, DateTimeOffset now)
    {
        obligation.PausedAt ??= now;
        if (obligation.State == ObligationState.Acknowledged)
            obligation.ProgressDueAt = now + PauseLook;
        else
            obligation.NextStepAt = now + PauseLook;
        obligation.Revision++;
    }

    /// <summary>The drill goes on: what was due is due now, and the deadline has moved by the pause.</summary>
    public static void Resume(Obligation obligation, DateTimeOffset now)
    {
        obligation.DueAt += now - obligation.PausedAt!.Value;
        obligation.PausedAt = null;
        obligation.Revision++;
    }

    /// <summary>The ladder stands still, and remembers where it would have gone on.</summary>
    public static void Halt(Obligation obligation)
    {
        obligation.PausedAt = null;
        if (obligation.Escalation == EscalationState.Running)
            (obligation.Escalation, obligation.NextStepBefore) = (EscalationState.Stopped, obligation.NextStepAt);
        obligation.NextStepAt = null;
    }

    /// <summary>The answer was taken back: the ladder goes on where it stood, with the original deadline and not a fresh one.</summary>
    public static void Undone(Obligation obligation)
    {
        obligation.ProgressDueAt = null;
        if (obligation.State != ObligationState.Exhausted)
            (obligation.Escalation, obligation.NextStepAt) = (EscalationState.Running, obligation.NextStepBefore);
    }

    /// <summary>
    /// The lead went quiet: its answer is void and a new run of the ladder begins, in a round of its own, so that no (version, round,
    /// level) is ever fired twice.
    /// </summary>
    public static void Reopened(Obligation obligation, Plan plan, DateTimeOffset now)
    {
        (obligation.State, obligation.AnsweredAt, obligation.AnsweredBy, obligation.Note, obligation.UndoUntil) = (ObligationState.Pending, null, null, null, null);
        (obligation.Round, obligation.Level) = (obligation.Round + 1, 0);
        obligation.FirstRound = obligation.Round;
        obligation.ProgressDueAt = null;
        obligation.Revision++;
        Start(obligation, plan, now);
    }
}
