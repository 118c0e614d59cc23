using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>The ladder's decisions on virtual instants: no clock, no database.</summary>
public class EscalationTests
{
    private static readonly DateTimeOffset posted = DateTimeOffset.Parse("2026-11-24T01:00:00Z");

    [Fact]
    public void Kritis_asks_at_0_5_10_15_and_climbs_three_rounds_15_minutes_apart() => Assert.Equal(
        [
            "0 r1 L1 liaison", "5 r1 L2 chief", "10 r1 L3 secretariat+chiefs-of-acknowledged", "15 r1 L4 chair",
            "30 r2 L1 liaison", "35 r2 L2 chief", "40 r2 L3 secretariat+chiefs-of-acknowledged", "45 r2 L4 chair",
            "60 r3 L1 liaison", "65 r3 L2 chief", "70 r3 L3 secretariat+chiefs-of-acknowledged", "75 r3 L4 chair",
            "90 exhausted",
        ], Timetable("Kritis"));

    [Fact]
    public void Mendesak_asks_at_0_15_30_60_and_climbs_two_rounds() => Assert.Equal(
        [
            "0 r1 L1 liaison", "15 r1 L2 chief", "30 r1 L3 secretariat+chiefs-of-acknowledged", "60 r1 L4 chair",
            "120 r2 L1 liaison", "135 r2 L2 chief", "150 r2 L3 secretariat+chiefs-of-acknowledged", "180 r2 L4 chair",
            "240 exhausted",
        ], Timetable("Mendesak"));

    /// <summary>It wakes nobody again, but an agency that stays silent past its day is still shown as such.</summary>
    [Fact]
    public void Rutin_asks_once_and_is_exhausted_at_its_deadline() => Assert.Equal(["0 r1 L1 liaison", "1440 exhausted"], Timetable("Rutin"));

    [Fact]
    public void A_shorter_minute_shortens_everything_and_changes_no_order() =>
        Assert.Equal(Timetable("Kritis"), Timetable("Kritis", TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData("Kritis", 5)]
    [InlineData("Mendesak", 15)]
    [InlineData("Rutin", 1440)]
    public void The_deadline_is_the_posting_plus_the_levels_time(string level, int minutes) =>
        Assert.Equal(posted.AddMinutes(minutes), new Ladder(level).Obligation.DueAt);

    [Fact]
    public void Nothing_is_due_before_the_next_step()
    {
        var ladder = new Ladder("Kritis");
        ladder.Scan(posted);
        ladder.Scan(posted.AddMinutes(5).AddMicroseconds(-1));
        Assert.Equal([(1, 1, 1)], ladder.Keys);
        Assert.Equal(posted.AddMinutes(5), ladder.Obligation.NextStepAt);
        ladder.Scan(posted.AddMinutes(5));
        Assert.Equal([(1, 1, 1), (1, 1, 2)], ladder.Keys);
    }

    [Fact]
    public void A_closed_alert_has_no_moves_and_never_wakes()
    {
        var ladder = new Ladder("Kritis");
        Assert.IsType<Escalation.Wait>(Escalation.NextMove(ladder.Obligation, ladder.Plan, alertIsOpen: false, posted.AddDays(1)));
        Assert.Null(Escalation.WakeAt(ladder.Obligation, alertIsOpen: false));
    }

    [Theory]
    [InlineData(EscalationState.Stopped)]
    [InlineData(EscalationState.Exhausted)]
    public void A_ladder_that_does_not_run_has_no_moves(EscalationState state)
    {
        var ladder = new Ladder("Kritis");
        ladder.Obligation.Escalation = state;
        Assert.IsType<Escalation.Wait>(Escalation.NextMove(ladder.Obligation, ladder.Plan, true, posted.AddDays(1)));
        Assert.Null(Escalation.WakeAt(ladder.Obligation, true));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void A_step_within_a_round_keeps_its_distance_and_a_skipped_one_never_waits(int level, bool isSkipped)
    {
        var ladder = new Ladder("Kritis");
        var late = posted.AddMinutes(100);
        Assert.Equal(isSkipped ? late : late.AddMinutes(5), Escalation.DueAfter(new(level, 1, []), isSkipped, ladder.Obligation, ladder.Plan, late));
    }

    /// <summary>Rounds keep their pause even when nobody was there: without it an empty roster would burn through all rounds in one instant.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_the_last_step_comes_the_pause(bool isSkipped)
    {
        var ladder = new Ladder("Kritis");
        Assert.Equal(posted.AddMinutes(30), Escalation.DueAfter(new(4, 1, []), isSkipped, ladder.Obligation, ladder.Plan, posted.AddMinutes(15)));
        Assert.Equal(posted.AddMinutes(90), Escalation.DueAfter(new(4, 3, []), isSkipped, ladder.Obligation, ladder.Plan, posted.AddMinutes(75)));
    }

    /// <summary>With every step skipped at once the last round would end before the agency's time is up.</summary>
    [Fact]
    public void Nobody_is_exhausted_before_the_deadline()
    {
        var ladder = new Ladder("Rutin");
        Assert.Equal(posted.AddMinutes(1440), Escalation.DueAfter(new(1, 1, []), true, ladder.Obligation, ladder.Plan, posted));
    }

    [Fact]
    public void Steps_with_nobody_are_skipped_in_one_scan_until_somebody_is_there()
    {
        var ladder = new Ladder("Kritis") { IsSkipped = level => level is 1 or 2 };
        ladder.Scan(posted);
        Assert.Equal([(1, 1, 1), (1, 1, 2), (1, 1, 3)], ladder.Keys);
        Assert.Equal(ObligationState.Notified, ladder.Obligation.State);
        Assert.Equal(posted.AddMinutes(5), ladder.Obligation.NextStepAt);
    }

    [Fact]
    public void Where_nobody_is_ever_there_each_round_still_comes_and_then_it_says_so()
    {
        var ladder = new Ladder("Kritis") { IsSkipped = _ => true };
        for (var minute = 0; minute <= 100; minute++)
            ladder.Scan(posted.AddMinutes(minute));
        Assert.Equal(12, ladder.Keys.Count);
        Assert.Equal(ObligationState.Exhausted, ladder.Obligation.State);
        Assert.Null(ladder.Obligation.NotifiedAt);
    }

    /// <summary>R10: the engine was down for 20 minutes.</summary>
    [Fact]
    public void After_an_outage_the_overdue_step_fires_once_and_the_next_keep_their_distance()
    {
        var ladder = new Ladder("Kritis");
        ladder.Scan(posted);
        ladder.Scan(posted.AddMinutes(24));
        ladder.Scan(posted.AddMinutes(24).AddSeconds(1));
        Assert.Equal([(1, 1, 1), (1, 1, 2)], ladder.Keys);
        ladder.Scan(posted.AddMinutes(29));
        ladder.Scan(posted.AddMinutes(34));
        Assert.Equal([(1, 1, 1), (1, 1, 2), (1, 1, 3), (1, 1, 4)], ladder.Keys);
    }

    [Fact]
    public void An_answer_stops_the_ladder_and_an_undo_brings_back_the_original_deadline()
    {
        var ladder = new Ladder("Kritis");
        ladder.Scan(posted);
        ladder.Acknowledge(posted.AddMinutes(2));
        ladder.Scan(posted.AddMinutes(6));
        Assert.Equal([(1, 1, 1)], ladder.Keys);

        ladder.Undo();
        Assert.Equal((posted.AddMinutes(5), posted.AddMinutes(5)), (ladder.Obligation.NextStepAt, ladder.Obligation.DueAt));
        ladder.Scan(posted.AddMinutes(6));
        Assert.Equal([(1, 1, 1), (1, 1, 2)], ladder.Keys);
    }

    [Fact]
    public void Undoing_the_late_answer_of_an_exhausted_ladder_starts_nothing()
    {
        var ladder = new Ladder("Rutin");
        ladder.Scan(posted);
        ladder.Scan(posted.AddDays(1));
        ladder.Acknowledge(posted.AddDays(1).AddMinutes(1));
        ladder.Undo();
        Assert.Equal((ObligationState.Exhausted, EscalationState.Exhausted), (ladder.Obligation.State, ladder.Obligation.Escalation));
        Assert.Null(Escalation.WakeAt(ladder.Obligation, true));
    }

    [Fact]
    public void A_lead_that_goes_quiet_is_asked_again_in_a_round_of_its_own()
    {
        var ladder = new Ladder("Kritis", lead: true);
        ladder.Scan(posted);
        ladder.Acknowledge(posted.AddMinutes(2));
        Assert.Equal(posted.AddMinutes(32), Escalation.WakeAt(ladder.Obligation, true));
        ladder.Scan(posted.AddMinutes(32).AddMicroseconds(-1));
        Assert.Equal(ObligationState.Acknowledged, ladder.Obligation.State);

        ladder.Scan(posted.AddMinutes(32));
        Assert.Equal(ObligationState.Notified, ladder.Obligation.State);
        Assert.Equal((null, null), (ladder.Obligation.AnsweredBy, ladder.Obligation.ProgressDueAt));
        Assert.Equal(posted.AddMinutes(37), ladder.Obligation.DueAt);
        for (var minute = 33; minute < 200; minute++)
            ladder.Scan(posted.AddMinutes(minute));
        // A whole ladder again: three rounds of four steps, none of which has the key of an earlier one.
        Assert.Equal(13, ladder.Keys.Count);
        Assert.Equal((ObligationState.Exhausted, 4), (ladder.Obligation.State, ladder.Obligation.Round));
    }

    [Fact]
    public void Who_does_not_lead_owes_no_progress()
    {
        var ladder = new Ladder("Kritis");
        ladder.Scan(posted);
        ladder.Acknowledge(posted.AddMinutes(1));
        Assert.Null(Escalation.WakeAt(ladder.Obligation, true));
        Assert.IsType<Escalation.Wait>(Escalation.NextMove(ladder.Obligation, ladder.Plan, true, posted.AddDays(30)));
    }

    private static List<string> Timetable(string level, TimeSpan? minute = null)
    {
        var ladder = new Ladder(level, minute: minute);
        List<string> rows = [];
        while (Escalation.WakeAt(ladder.Obligation, true) is { } at)
            rows.AddRange(ladder.Scan(at).Select(move => $"{(at - posted) / ladder.Plan.Minute:0.##} " + (move switch
            {
                Escalation.Fire step => $"r{step.Round} L{step.Level} {string.Join('+', step.Asks)}",
                Escalation.Exhaust => "exhausted",
                _ => "reopened",
            })));
        return rows;
    }
}
