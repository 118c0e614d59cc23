using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>
/// One obligation with its ladder, moved by hand through virtual time: what <c>Climb</c> does, without its database. Keeps what was
/// fired.
/// </summary>
internal sealed class Ladder
{
    private static readonly Organisation organisation = OrganisationFile.LoadConfigured(null);
    private static readonly DateTimeOffset posted = DateTimeOffset.Parse("2026-11-24T01:00:00Z");

    public Ladder(string level, bool lead = false, TimeSpan? minute = null)
    {
        Plan = Plan.Freeze(organisation.LadderOf(level), minute ?? TimeSpan.FromMinutes(1));
        Obligation = new() { Id = Guid.CreateVersion7(), AlertId = Guid.CreateVersion7(), Agency = "polresta", Lead = lead };
        Escalation.Start(Obligation, Plan, posted);
    }

    public Plan Plan { get; }

    public Obligation Obligation { get; }

    /// <summary>Whether a level finds nobody on duty.</summary>
    public Func<int, bool> IsSkipped { get; init; } = _ => false;

    /// <summary>What was fired or skipped, in order: version, round, level.</summary>
    public List<(int Version, int Round, int Level)> Keys { get; } = [];

    /// <summary>Makes every move that is due.</summary>
    public List<Escalation.Move> Scan(DateTimeOffset now)
    {
        List<Escalation.Move> moves = [];
        while (Escalation.NextMove(Obligation, Plan, alertIsOpen: true, now) is var move and not Escalation.Wait)
        {
            moves.Add(move);
            switch (move)
            {
                case Escalation.Fire step:
                    Fire(step, now);
                    break;
                case Escalation.Exhaust:
                    Escalation.Exhausted(Obligation);
                    break;
                default:
                    Escalation.Reopened(Obligation, Plan, now);
                    Fire(Escalation.NextStep(Obligation, Plan)!, now);
                    break;
            }
        }

        return moves;
    }

    public void Acknowledge(DateTimeOffset now)
    {
        (Obligation.StateBefore, Obligation.State) = (Obligation.State, ObligationState.Acknowledged);
        Escalation.Answered(Obligation, Plan, now);
    }

    public void Undo()
    {
        Obligation.State = Obligation.StateBefore;
        Escalation.Undone(Obligation);
    }

    /// <summary>Somebody asks the next level now.</summary>
    public void EscalateByHand(DateTimeOffset now)
    {
        if (Obligation is { IsOwed: true, Escalation: EscalationState.Running } && Escalation.NextStep(Obligation, Plan) is { } step)
            Fire(step, now);
    }

    private void Fire(Escalation.Fire step, DateTimeOffset now)
    {
        Escalation.Fired(Obligation, step, IsSkipped(step.Level), Plan, now);
        Keys.Add((Obligation.Version, step.Round, step.Level));
    }
}
