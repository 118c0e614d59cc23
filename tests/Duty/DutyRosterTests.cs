using System.Globalization;
using CsCheck;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Xunit;

namespace Timpora.Comms.Tests.Duty;

public sealed class DutyRosterTests
{
    private const string Kanim = "kanim";
    private const string Chief = MemberRole.Chief;

    private static readonly string[] People = ["ani", "budi", "citra"];

    private static readonly TimeZoneInfo Jakarta = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");
    private static readonly IReadOnlySet<AcceptedShift> Nothing = new HashSet<AcceptedShift>();

    // Day by day: ani from 07:00 to 19:00, budi through the night.
    private static readonly DutyRoster TwoShifts = RosterOf(Shift("ani", "07:00", "19:00"), Shift("budi", "19:00", "07:00"));

    private static ShiftPlan Shift(string member, string from, string to, params DayOfWeek[] days) =>
        new(member, TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), days);

    private static DutyRoster RosterOf(params ShiftPlan[] shifts) => new(_ => Jakarta, [new RosterPlan(Kanim, Chief, shifts)]);

    // 2026-11-23 is a Monday; WIB is seven hours ahead of UTC.
    private static DateTimeOffset Wib(string dayAndTime) =>
        DateTimeOffset.ParseExact("2026-11-" + dayAndTime + " +07:00", "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture).ToUniversalTime();

    private static HashSet<AcceptedShift> Accepted(params string[] starts) =>
        [.. starts.SelectMany(_ => People, (start, person) => new AcceptedShift(Kanim, Chief, Wib(start), person))];

    // "budi ani<" : budi's shift runs, ani has gone over her time and stays.
    private static string OnDuty(DutyRoster roster, string at, IReadOnlySet<AcceptedShift>? accepted = null) => string.Join(
        " ", roster.OnDuty(Kanim, Chief, Wib(at), accepted ?? Nothing).Select(person => person.Member + (person.IsOutgoing ? "<" : "")));

    [Theory]
    [InlineData("23 07:00", "ani")]
    [InlineData("23 18:59", "ani")]
    [InlineData("23 19:00", "budi")]
    [InlineData("23 23:59", "budi")]
    [InlineData("24 00:00", "budi")]
    [InlineData("24 06:59", "budi")]
    [InlineData("24 07:00", "ani")]
    public void A_night_shift_runs_over_midnight_and_ends_where_the_day_begins(string at, string member) =>
        Assert.Equal(member, OnDuty(TwoShifts, at, Accepted("23 07:00", "23 19:00", "24 07:00")));

    [Fact]
    public void A_shift_carries_its_dates_in_utc()
    {
        var night = Assert.Single(TwoShifts.OnDuty(Kanim, Chief, Wib("24 01:00"), Accepted("23 19:00")));
        Assert.Equal(new DutyTurn(Kanim, Chief, "budi", Wib("23 19:00"), Wib("24 07:00")), night.Shift);
        Assert.Equal(TimeSpan.Zero, night.Shift.Since.Offset);
        Assert.True(night.IsAccepted);
    }

    [Fact]
    public void R8_at_a_shift_boundary_outgoing_and_incoming_are_both_on_duty_until_the_handover_is_accepted()
    {
        var before = Accepted("23 07:00");
        Assert.Equal("ani", OnDuty(TwoShifts, "23 18:59", before));
        Assert.Equal("budi ani<", OnDuty(TwoShifts, "23 19:00", before));
        Assert.Equal("budi ani<", OnDuty(TwoShifts, "24 03:00", before));

        var handover = TwoShifts.OnDuty(Kanim, Chief, Wib("23 19:30"), before);
        Assert.Equal([("budi", false), ("ani", true)], handover.Select(person => (person.Member, person.IsAccepted)));

        Assert.Equal("budi", OnDuty(TwoShifts, "23 19:31", Accepted("23 07:00", "23 19:00")));
    }

    [Fact]
    public void R8_a_shift_accepted_before_it_begins_lets_the_outgoing_person_go_on_time()
    {
        var early = Accepted("23 07:00", "23 19:00");
        Assert.Equal("ani", OnDuty(TwoShifts, "23 18:30", early));
        Assert.Equal("budi", OnDuty(TwoShifts, "23 19:00", early));
    }

    [Fact]
    public void R8_handovers_that_nobody_accepts_reach_back_one_shift_and_no_further()
    {
        var threeShifts = RosterOf(Shift("ani", "06:00", "14:00"), Shift("budi", "14:00", "22:00"), Shift("citra", "22:00", "06:00"));
        Assert.Equal("citra budi<", OnDuty(threeShifts, "23 22:00"));
        Assert.Equal("ani citra<", OnDuty(threeShifts, "24 06:00"));
    }

    [Fact]
    public void R8_accepting_another_agencys_or_another_days_shift_changes_nothing()
    {
        var other = new HashSet<AcceptedShift> { new("polresta", Chief, Wib("23 19:00"), "budi"), new(Kanim, MemberRole.Liaison, Wib("23 19:00"), "budi"), new(Kanim, Chief, Wib("22 19:00"), "budi") };
        Assert.Equal("budi ani<", OnDuty(TwoShifts, "23 19:00", other));
    }

    [Fact]
    public void A_person_who_follows_on_their_own_shift_hands_nothing_over()
    {
        var alone = RosterOf(Shift("ani", "07:00", "07:00"));
        var person = Assert.Single(alone.OnDuty(Kanim, Chief, Wib("23 07:00"), Nothing));
        Assert.True(person.IsAccepted);
        Assert.Empty(alone.IncomingFor("ani", Wib("23 07:00"), Nothing));
    }

    [Fact]
    public void Shifts_on_certain_days_begin_on_those_days_and_may_end_on_another()
    {
        var roster = RosterOf(
            Shift("ani", "07:00", "07:00", DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday),
            Shift("budi", "07:00", "07:00", DayOfWeek.Saturday, DayOfWeek.Sunday));
        Assert.Equal("ani", OnDuty(roster, "28 06:59", Accepted("23 07:00")));
        Assert.Equal("budi", OnDuty(roster, "28 07:00", Accepted("28 07:00")));
        Assert.Equal("budi", OnDuty(roster, "30 06:59", Accepted("28 07:00")));
        Assert.Equal("ani budi<", OnDuty(roster, "30 07:00"));
    }

    [Fact]
    public void Two_people_may_share_a_shift_and_one_acceptance_lets_both_predecessors_go()
    {
        var roster = RosterOf(Shift("ani", "07:00", "19:00"), Shift("budi", "07:00", "19:00"), Shift("citra", "19:00", "07:00"), Shift("dodi", "19:00", "07:00"));
        Assert.Equal("citra dodi ani< budi<", OnDuty(roster, "23 19:00"));
        Assert.Equal("citra dodi", OnDuty(roster, "23 19:00", Accepted("23 19:00")));
    }

    [Fact]
    public void A_shift_inside_a_longer_one_relieves_nobody()
    {
        var roster = RosterOf(Shift("ani", "07:00", "07:00"), Shift("budi", "10:00", "12:00"));
        Assert.All(roster.OnDuty(Kanim, Chief, Wib("23 11:00"), Nothing), person => Assert.True(person is { IsAccepted: true, IsOutgoing: false }));
        Assert.Equal("ani budi", OnDuty(roster, "23 11:00"));
    }

    [Fact]
    public void Overlapping_shifts_are_both_on_duty_and_the_later_one_still_takes_over()
    {
        var roster = RosterOf(Shift("ani", "07:00", "19:30"), Shift("budi", "19:00", "07:00"));
        Assert.Equal("ani budi", OnDuty(roster, "23 19:15", Accepted("23 07:00")));
        Assert.Equal("budi ani<", OnDuty(roster, "23 19:30", Accepted("23 07:00")));
        Assert.Equal("budi", OnDuty(roster, "23 19:30", Accepted("23 07:00", "23 19:00")));
    }

    [Fact]
    public void In_a_gap_nobody_is_on_duty_and_after_it_the_last_person_still_has_to_be_relieved()
    {
        var roster = RosterOf(Shift("ani", "07:00", "12:00"), Shift("budi", "13:00", "07:00"));
        Assert.Equal("", OnDuty(roster, "23 12:30"));
        Assert.Equal("budi ani<", OnDuty(roster, "23 13:00"));
        Assert.Equal("budi", OnDuty(roster, "23 13:00", Accepted("23 13:00")));
    }

    [Fact]
    public void A_role_without_a_roster_has_nobody_on_duty_and_nobody_next()
    {
        Assert.Empty(TwoShifts.OnDuty("polresta", Chief, Wib("23 07:00"), Nothing));
        Assert.Empty(TwoShifts.OnDuty(Kanim, MemberRole.Liaison, Wib("23 07:00"), Nothing));
        Assert.Empty(TwoShifts.Next("polresta", Chief, Wib("23 07:00")));
    }

    [Theory]
    [InlineData("23 06:59", "ani", "23 07:00")]
    [InlineData("23 07:00", "budi", "23 19:00")]
    [InlineData("23 23:00", "ani", "24 07:00")]
    public void The_next_shift_is_the_one_that_begins_soonest_after_now(string at, string member, string since)
    {
        var next = Assert.Single(TwoShifts.Next(Kanim, Chief, Wib(at)));
        Assert.Equal((member, Wib(since)), (next.Member, next.Since));
    }

    [Fact]
    public void A_weekly_shift_is_found_a_week_ahead() => Assert.Equal(
        Wib("30 07:00"), Assert.Single(RosterOf(Shift("ani", "07:00", "19:00", DayOfWeek.Monday)).Next(Kanim, Chief, Wib("23 07:00"))).Since);

    [Fact]
    public void A_shift_waits_for_its_person_from_an_hour_before_until_it_is_accepted_or_over()
    {
        Assert.Empty(TwoShifts.IncomingFor("budi", Wib("23 17:59"), Nothing));
        Assert.Equal(Wib("23 19:00"), TwoShifts.IncomingFor("budi", Wib("23 18:00"), Nothing).Single().Since);
        Assert.Equal(Wib("23 19:00"), TwoShifts.IncomingFor("budi", Wib("24 06:59"), Nothing).Single().Since);
        Assert.Empty(TwoShifts.IncomingFor("budi", Wib("24 07:00"), Nothing));
        Assert.Empty(TwoShifts.IncomingFor("budi", Wib("23 20:00"), Accepted("23 19:00")));
        Assert.Empty(TwoShifts.IncomingFor("ani", Wib("23 20:00"), Nothing));
        Assert.Empty(TwoShifts.IncomingFor("nobody", Wib("23 20:00"), Nothing));
    }

    [Theory]
    // Berlin puts its clock forward on 29 March 2026 at 02:00 and back on 25 October 2026 at 03:00.
    [InlineData("2026-03-29T00:00:00Z", 3)]
    [InlineData("2026-10-25T00:00:00Z", 3)]
    public void Where_the_clock_jumps_shifts_overlap_and_leave_no_gap(string around, int hours)
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var roster = new DutyRoster(_ => berlin, [new RosterPlan(Kanim, Chief, [Shift("ani", "02:30", "14:30"), Shift("budi", "14:30", "02:30")])]);
        var start = DateTimeOffset.Parse(around, CultureInfo.InvariantCulture).AddHours(-hours);
        for (var minute = 0; minute < 2 * hours * 60; minute++)
            Assert.NotEmpty(roster.OnDuty(Kanim, Chief, start.AddMinutes(minute), Nothing));
    }

    [Fact]
    public void Stored_lines_make_the_same_roster_with_ids_for_names()
    {
        var (ani, budi) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        DutyShift Line(Guid member, string from, string to, params int[] days) =>
            new() { Id = Guid.CreateVersion7(), Agency = Kanim, Role = Chief, Member = member, From = from, To = to, Days = [.. days] };
        var roster = DutyRoster.Of(_ => Jakarta, [Line(ani, "00:00", "24:00", 1, 2, 3, 4, 5, 6), Line(budi, "00:00", "24:00", 7)]);
        Assert.Equal($"{budi}", OnDuty(roster, "22 23:59", new HashSet<AcceptedShift> { new(Kanim, Chief, Wib("22 00:00"), $"{budi}") }));
        Assert.Equal($"{ani} {budi}<", OnDuty(roster, "23 00:00"));
    }

    [Fact]
    public void The_demo_team_has_somebody_on_duty_at_every_minute_and_never_more_than_the_roster_says()
    {
        var lampung = OrganisationFile.Load(OrganisationFile.DefaultPath);
        var roster = DutyRoster.Of(lampung);
        Gen.Int[0, 366 * 24 * 60].Sample(minute =>
        {
            var at = Wib("23 00:00").AddMinutes(minute);
            return lampung.Rosters.All(plan => roster.OnDuty(plan.Agency, plan.Role, at, Nothing) is [{ IsAccepted: true, IsOutgoing: false }]);
        }, iter: 200);
    }

    [Fact]
    public void Whoever_has_accepted_what_somebody_whose_shift_runs_is_always_among_those_on_duty()
    {
        var starts = new[] { "22 07:00", "22 19:00", "23 07:00", "23 19:00", "24 07:00", "24 19:00" };
        Gen.Select(Gen.Int[0, 2 * 24 * 60], Gen.Bool.Array[starts.Length]).Sample((minute, chosen) =>
        {
            var accepted = Accepted([.. starts.Where((_, index) => chosen[index])]);
            var people = TwoShifts.OnDuty(Kanim, Chief, Wib("23 00:00").AddMinutes(minute), accepted);
            return people.Count is 1 or 2 && !people[0].IsOutgoing && people.Skip(1).All(person => person.IsOutgoing) && (people.Count == 1) == people[0].IsAccepted;
        }, iter: 500);
    }
}
