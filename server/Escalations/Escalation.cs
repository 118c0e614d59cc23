using Timpora.Comms.Alerts;

namespace Timpora.Comms.Escalations;

/// <summary>
/// What the ladder of one obligation does next. Pure: the obligation, its frozen plan and the instant decide everything, so every
/// race can be tested without a clock or a database.
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
        if (obligation.Escalation != EscalationState.Running || obligation.NextStepAt is not { } due || due > now)
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
        : obligation.Escalation == EscalationState.Running ? obligation.NextStepAt : null;
}
