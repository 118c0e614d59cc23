using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

public sealed class TakeOverTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_takes_over_has_answered_by_the_old_deadline_and_owes_progress_if_it_leads(bool leads)
    {
        var (from, now, by) = (new Ladder("Kritis", leads), CommsApp.StartOfTime.AddMinutes(7), Guid.CreateVersion7());
        from.Scan(now);
        var taken = new Obligation { Id = Guid.CreateVersion7(), AlertId = from.Obligation.AlertId, Agency = "kodim", Version = 0, Lead = leads };

        Escalation.TakenOver(taken, from.Obligation, from.Plan, 1, by, now);

        Assert.Equal((ObligationState.Acknowledged, by, from.Obligation.DueAt, 1, 1), (taken.State, taken.AnsweredBy, taken.DueAt, taken.Version, taken.Round));
        Assert.Equal(leads ? now + from.Plan.ProgressWithin : null, Escalation.WakeAt(taken, true));
        Assert.Equal(now + from.Plan.UndoWithin, taken.UndoUntil);
    }

    /// <summary>It gave the answer away, and gets it back within the same version: its steps must not meet those it fired before.</summary>
    [Fact]
    public void Who_gets_its_own_obligation_back_begins_a_round_of_its_own()
    {
        var (ladder, now) = (new Ladder("Kritis"), CommsApp.StartOfTime.AddMinutes(7));
        ladder.Scan(now);
        ladder.Obligation.State = ObligationState.Delegated;
        Escalation.Halt(ladder.Obligation);

        Escalation.TakenOver(ladder.Obligation, new Ladder("Kritis").Obligation, ladder.Plan, 1, Guid.CreateVersion7(), now);

        Assert.Equal((2, 2, 0), (ladder.Obligation.Round, ladder.Obligation.FirstRound, ladder.Obligation.Level));
    }

    [Theory]
    [InlineData(ObligationState.Delegated)]
    [InlineData(ObligationState.Waived)]
    [InlineData(ObligationState.Declined)]
    [InlineData(ObligationState.Closed)]
    public void Nothing_is_due_for_who_owes_nothing(ObligationState state)
    {
        var ladder = new Ladder("Kritis");
        ladder.Obligation.State = state;

        Assert.IsType<Escalation.Wait>(Escalation.NextMove(ladder.Obligation, ladder.Plan, true, CommsApp.StartOfTime.AddDays(1)));
        Assert.Null(Escalation.WakeAt(ladder.Obligation, true));
    }
}
