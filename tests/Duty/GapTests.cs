using Timpora.Comms.Duty;
using Xunit;
using static Timpora.Comms.Tests.Duty.Rota;

namespace Timpora.Comms.Tests.Duty;

/// <summary>When nobody will be on duty, and which of it is worth a warning; without a database.</summary>
public sealed class GapTests
{
    [Fact]
    public void A_pattern_that_covers_every_minute_has_no_gap() => Assert.Empty(Of(TwoShifts).Gaps("23 00:00", "30 00:00"));

    [Fact]
    public void Without_a_pattern_everything_is_one_gap() => Assert.Equal(["23 00:00 to 30 00:00"], Of([]).Gaps("23 00:00", "30 00:00"));

    [Fact]
    public void Gaps_are_shown_day_by_day_cut_to_the_stretch_asked_for() => Assert.Equal(
        ["23 05:00 to 23 07:00", "23 12:00 to 23 13:00", "23 19:00 to 24 07:00", "24 12:00 to 24 12:30"],
        Of([Shift("ani", "07:00", "12:00"), Shift("budi", "13:00", "19:00")]).Gaps("23 05:00", "24 12:30"));

    [Fact]
    public void A_weekend_that_nobody_took_is_one_gap() => Assert.Equal(
        ["28 07:00 to 30 07:00"],
        Of([Shift("ani", "07:00", "07:00", DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday)]).Gaps("23 07:00", "30 07:00"));

    [Fact]
    public void The_turn_of_somebody_who_is_not_there_is_a_gap_unless_another_shares_it()
    {
        Assert.Equal(["23 00:00 to 23 07:00", "23 19:00 to 24 00:00"], Of(TwoShifts).Gaps("23 00:00", "24 00:00", who => who != "budi"));
        Assert.Empty(Of([.. TwoShifts, Shift("citra", "19:00", "07:00")]).Gaps("23 00:00", "24 00:00", who => who != "budi"));
    }

    [Fact]
    public void Whoever_has_not_been_relieved_fills_no_gap()
    {
        var roster = Of(TwoShifts);
        Assert.Equal("budi ani<", roster.OnDuty("23 20:00"));
        Assert.Equal(["23 19:00 to 23 21:00"], roster.Gaps("23 18:00", "23 21:00", who => who != "budi"));
    }

    [Fact]
    public void Overrides_fill_gaps_and_make_none()
    {
        Assert.Empty(Of([Shift("ani", "07:00", "19:00")], StandIn("citra", "23 19:00", "24 07:00")).Gaps("23 07:00", "24 19:00"));
        Assert.Equal(["23 20:00 to 24 07:00"], Of([Shift("ani", "07:00", "19:00")], StandIn("citra", "23 18:00", "23 20:00")).Gaps("23 07:00", "24 19:00"));
    }

    [Fact]
    public void Only_a_gap_within_a_day_is_told()
    {
        Assert.Equal(["24 11:00"], Tell("23 12:00", [], ("24 11:00", "24 12:00")));
        Assert.Empty(Tell("23 12:00", [], ("24 12:00", "24 13:00")));
    }

    [Fact]
    public void A_gap_is_told_once_also_while_it_runs_and_shrinks()
    {
        var told = Notices(("23 19:00", "24 07:00"));
        Assert.Empty(Tell("23 12:00", told, ("23 19:00", "24 07:00")));
        Assert.Empty(Tell("23 22:00", told, ("23 22:00", "24 07:00")));
        Assert.Empty(Tell("23 12:00", told, ("23 20:00", "24 06:00")));
    }

    [Fact]
    public void A_gap_that_grew_is_told_again_and_replaces_the_old_notice()
    {
        var told = Notices(("23 19:00", "24 07:00"));
        var (tell, forget) = WarnOfGaps.Decide([new(Kanim, Chief, Wib("23 18:00"), Wib("24 07:00"))], told, Wib("23 12:00"));
        Assert.Equal(Wib("23 18:00"), Assert.Single(tell).Since);
        Assert.Equal(told, forget);
    }

    [Fact]
    public void A_gap_that_was_mended_is_forgotten_and_told_anew_when_it_comes_back()
    {
        var told = Notices(("23 19:00", "24 07:00"));
        var (tell, forget) = WarnOfGaps.Decide([], told, Wib("23 12:00"));
        Assert.Empty(tell);
        Assert.Equal(told, forget);
        Assert.Single(Tell("23 12:00", [], ("23 19:00", "24 07:00")));
    }

    [Fact]
    public void An_endless_gap_is_told_once_however_far_the_horizon_moves()
    {
        var (tell, _) = WarnOfGaps.Decide([new(Kanim, Chief, Wib("23 12:00"), Wib("23 12:00") + WarnOfGaps.Horizon)], [], Wib("23 12:00"));
        Assert.Single(tell);
        var (again, forget) = WarnOfGaps.Decide([new(Kanim, Chief, Wib("25 12:00"), Wib("25 12:00") + WarnOfGaps.Horizon)], tell, Wib("25 12:00"));
        Assert.Empty(again);
        Assert.Empty(forget);
    }

    private static List<DutyGapNotice> Notices(params (string From, string To)[] gaps) =>
        [.. gaps.Select(gap => new DutyGapNotice { Agency = Kanim, Role = Chief, Since = Wib(gap.From), Until = Wib(gap.To) })];

    private static IEnumerable<string> Tell(string now, List<DutyGapNotice> told, params (string From, string To)[] gaps) =>
        WarnOfGaps.Decide([.. gaps.Select(gap => new DutyGap(Kanim, Chief, Wib(gap.From), Wib(gap.To)))], told, Wib(now)).Tell
            .Select(gap => gap.Since.ToOffset(TimeSpan.FromHours(7)).ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
}
