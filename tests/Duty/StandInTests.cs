using CsCheck;
using Timpora.Comms.Duty;
using Xunit;
using static Timpora.Comms.Tests.Duty.Rota;

namespace Timpora.Comms.Tests.Duty;

/// <summary>What overrides do to who is on duty, without a database.</summary>
public sealed class StandInTests
{
    [Theory]
    [InlineData("23 09:59", "ani")]
    [InlineData("23 10:00", "citra ani<")]
    [InlineData("23 11:59", "citra ani<")]
    [InlineData("23 12:00", "ani citra<")]
    [InlineData("23 19:00", "budi ani<")]
    public void For_its_range_an_override_replaces_the_pattern_and_both_of_its_ends_are_handovers(string at, string people) =>
        Assert.Equal(people, Of(TwoShifts, StandIn("citra", "23 10:00", "23 12:00")).OnDuty(at, Accepted("23 07:00 ani")));

    [Fact]
    public void Accepted_at_both_ends_it_is_a_clean_change()
    {
        var roster = Of(TwoShifts, StandIn("citra", "23 10:00", "23 12:00"));
        var accepted = Accepted("23 07:00 ani", "23 10:00 citra", "23 12:00 ani");
        Assert.Equal(["ani", "citra", "ani"], new[] { "23 09:00", "23 11:00", "23 13:00" }.Select(at => roster.OnDuty(at, accepted)));
        Assert.True(Assert.Single(roster.OnDuty(Kanim, Chief, Wib("23 11:00"), accepted)).Shift is { IsStandIn: true, Member: "citra" });
    }

    [Fact]
    public void Overrides_that_overlap_are_both_on_duty()
    {
        var roster = Of(TwoShifts, StandIn("citra", "23 10:00", "23 14:00"), StandIn("dodi", "23 12:00", "23 16:00"));
        Assert.Equal("citra dodi", roster.OnDuty("23 13:00", Accepted("23 07:00 ani", "23 10:00 citra")));
        Assert.Equal("dodi citra<", roster.OnDuty("23 15:00", Accepted("23 07:00 ani", "23 10:00 citra")));
        Assert.Equal("dodi", roster.OnDuty("23 15:00", Accepted("23 07:00 ani", "23 10:00 citra", "23 12:00 dodi")));
    }

    [Fact]
    public void An_override_over_midnight_and_over_several_turns_replaces_all_of_them()
    {
        var roster = Of(TwoShifts, StandIn("citra", "23 18:00", "25 08:00"));
        var accepted = Accepted("23 07:00 ani", "23 18:00 citra");
        Assert.Equal(["ani", "citra", "citra", "citra", "citra", "ani citra<"],
            new[] { "23 17:59", "23 18:00", "24 00:00", "24 12:00", "25 07:59", "25 08:00" }.Select(at => roster.OnDuty(at, accepted)));
    }

    [Fact]
    public void Whoever_stands_in_for_weeks_has_still_to_relieve_the_one_before()
    {
        var roster = Of(TwoShifts, StandIn("citra", "02 07:00", "28 07:00"));
        Assert.Equal("citra budi<", roster.OnDuty("23 12:00"));
        Assert.Equal("citra", roster.OnDuty("23 12:00", Accepted("02 07:00 citra")));
        Assert.Equal(Wib("02 07:00"), Assert.Single(roster.IncomingFor("citra", Wib("23 12:00"), Nothing)).Since);
    }

    [Fact]
    public void An_override_in_a_gap_of_the_pattern_fills_it()
    {
        var roster = Of([Shift("ani", "07:00", "12:00")], StandIn("citra", "23 12:00", "23 19:00"));
        Assert.Equal("citra", roster.OnDuty("23 13:00", Accepted("23 12:00 citra")));
        Assert.Equal(["23 19:00 to 24 07:00"], roster.Gaps("23 07:00", "24 12:00"));
    }

    [Fact]
    public void An_override_without_any_pattern_counts_too() =>
        Assert.Equal("citra", Of([], StandIn("citra", "23 12:00", "23 19:00")).OnDuty("23 13:00"));

    /// <summary>Else the seam would be a handover to themselves, and who was there before would be let go although nobody had accepted.</summary>
    [Fact]
    public void Somebody_who_comes_an_hour_early_has_one_turn_and_accepts_once()
    {
        var roster = Of(TwoShifts, StandIn("budi", "23 18:00", "23 19:00"));
        Assert.Equal("budi ani<", roster.OnDuty("23 18:30", Accepted("23 07:00 ani")));
        Assert.Equal("budi ani<", roster.OnDuty("23 20:00", Accepted("23 07:00 ani")));
        Assert.Equal("budi", roster.OnDuty("23 20:00", Accepted("23 07:00 ani", "23 18:00 budi")));
        Assert.Equal((Wib("23 18:00"), Wib("24 07:00")), Assert.Single(roster.IncomingFor("budi", Wib("23 20:00"), Nothing)) is var turn ? (turn.Since, turn.Until) : default);
    }

    [Fact]
    public void Who_stays_on_for_two_hours_more_hands_over_later_and_only_then()
    {
        var roster = Of(TwoShifts, StandIn("ani", "23 19:00", "23 21:00"));
        Assert.Equal("ani", roster.OnDuty("23 20:00", Accepted("23 07:00 ani")));
        Assert.Equal("budi ani<", roster.OnDuty("23 21:00", Accepted("23 07:00 ani")));
        Assert.Equal(Wib("23 21:00"), Assert.Single(roster.IncomingFor("budi", Wib("23 21:00"), Nothing)).Since);
    }

    /// <summary>Citra was put in budi's place after he had accepted: nobody accepted for her.</summary>
    [Fact]
    public void An_acceptance_by_somebody_who_has_been_replaced_since_counts_for_nothing()
    {
        var accepted = Accepted("23 07:00 ani", "23 19:00 budi");
        Assert.Equal("budi", Of(TwoShifts).OnDuty("23 20:00", accepted));
        Assert.Equal("citra ani<", Of(TwoShifts, StandIn("citra", "23 19:00", "24 07:00")).OnDuty("23 20:00", accepted));
    }

    [Fact]
    public void The_next_turn_is_the_override_where_one_begins_first()
    {
        var roster = Of(TwoShifts, StandIn("citra", "23 10:00", "23 12:00"));
        Assert.Equal(["citra", "ani", "budi"], new[] { "23 09:00", "23 10:00", "23 12:00" }.Select(at => Assert.Single(roster.Next(Kanim, Chief, Wib(at))).Member));
        Assert.Equal(Wib("23 10:00"), Assert.Single(roster.OnDuty(Kanim, Chief, Wib("23 09:00"), Accepted("23 07:00 ani"))).Shift.Until);
    }

    [Fact]
    public void Boundaries_that_nobody_accepted_are_counted_once_each_and_only_between_two_people()
    {
        var roster = Of([.. TwoShifts, Shift("dodi", "19:00", "07:00")], StandIn("ani", "24 19:00", "24 20:00"));
        // ani 23 07, budi and dodi 23 19, ani 24 07 (one turn to 24 20), budi and dodi 24 20.
        string[] Open(params string[] accepted) =>
            [.. roster.NotAccepted(Wib("23 00:00"), Wib("25 00:00"), Accepted(accepted)).Select(turn => $"{turn.Member} {turn.Since.ToOffset(TimeSpan.FromHours(7)):dd HH:mm}")];
        Assert.Equal(["ani 23 07:00", "budi 23 19:00", "ani 24 07:00", "budi 24 20:00"], Open());
        Assert.Equal(["ani 23 07:00", "budi 24 20:00"], Open("23 19:00 dodi", "24 07:00 ani"));
        Assert.Empty(Of([Shift("ani", "07:00", "07:00")]).NotAccepted(Wib("16 00:00"), Wib("25 00:00"), Nothing));
        Assert.Equal(4, Of(TwoShifts).NotAccepted(Wib("23 07:00"), Wib("25 07:00"), Nothing).Count);
    }

    /// <summary>Law: with overrides anywhere, whom the roster names at an instant is exactly who stands in then, or else whom the pattern names.</summary>
    [Fact]
    public void At_every_instant_the_overrides_rule_and_elsewhere_the_pattern()
    {
        var start = Wib("23 00:00");
        string[] people = ["ani", "budi", "citra", "dodi"];
        var range = Gen.Select(Gen.Int[0, 3 * 24 * 60], Gen.Int[1, 24 * 60], Gen.Int[0, 3])
            .Select((from, length, who) => new DutyTurn(Kanim, Chief, people[who], start.AddMinutes(from), start.AddMinutes(from + length), IsStandIn: true));
        Gen.Select(range.Array[0, 4], Gen.Int[0, 4 * 24 * 60].Array[20]).Sample((standIns, minutes) => minutes.All(minute =>
        {
            var at = start.AddMinutes(minute);
            var expected = standIns.Where(turn => turn.Covers(at)).Select(turn => turn.Member).ToHashSet();
            if (expected.Count == 0)
                expected = [.. Of(TwoShifts).OnDuty(Kanim, Chief, at, Nothing).Where(person => !person.IsOutgoing).Select(person => person.Member)];
            var found = Of(TwoShifts, standIns).OnDuty(Kanim, Chief, at, Nothing);
            return expected.SetEquals(found.Where(person => !person.IsOutgoing).Select(person => person.Member)) && found.All(person => !person.IsOutgoing || !person.Shift.Covers(at));
        }), iter: 300);
    }
}
