using System.Globalization;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Xunit;
using static Timpora.Comms.Tests.Duty.Rota;

namespace Timpora.Comms.Tests.Duty;

/// <summary>Patterns stand on the wall clock of their agency; everything that comes out of them is UTC.</summary>
public sealed class TimeZoneTests
{
    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    [Theory]
    [InlineData("Asia/Jakarta", "+07:00", "2026-11-23T15:00:00Z")]
    [InlineData("Asia/Makassar", "+08:00", "2026-11-23T14:00:00Z")]
    [InlineData("Asia/Jayapura", "+09:00", "2026-11-23T13:00:00Z")]
    public void A_night_on_certain_days_runs_over_midnight_in_each_zone_of_Indonesia(string id, string offset, string utc)
    {
        // The night from Monday to Tuesday is budi's; all others are citra's.
        var others = Enum.GetValues<DayOfWeek>().Except([DayOfWeek.Monday]).ToArray();
        var roster = new DutyRoster(_ => Zone(id), [new RosterPlan(Kanim, Chief, [Shift("ani", "06:00", "22:00"), Shift("budi", "22:00", "06:00", DayOfWeek.Monday), Shift("citra", "22:00", "06:00", others)])]);
        string On(string at) => string.Join(" ", roster.OnDuty(Kanim, Chief, Local(at, offset), Nothing).Where(person => !person.IsOutgoing).Select(person => person.Member));

        Assert.Equal(["citra", "ani", "ani", "budi", "budi", "budi", "budi", "ani", "citra"],
            new[] { "23 05:59", "23 06:00", "23 21:59", "23 22:00", "23 23:59", "24 00:00", "24 05:59", "24 06:00", "24 22:00" }.Select(On));
        var night = roster.OnDuty(Kanim, Chief, Local("24 01:00", offset), Nothing)[0].Shift;
        Assert.Equal((DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), TimeSpan.FromHours(8), TimeSpan.Zero), (night.Since, night.Until - night.Since, night.Since.Offset));
    }

    [Fact]
    public void An_agency_in_another_zone_than_the_teams_keeps_its_own_hours()
    {
        var roster = new DutyRoster(agency => Zone(agency == "timur" ? "Asia/Jayapura" : "Asia/Jakarta"),
            [new RosterPlan(Kanim, Chief, TwoShifts), new RosterPlan("timur", Chief, TwoShifts)]);
        string On(string agency, string wib) => roster.OnDuty(agency, Chief, Wib(wib), Nothing)[0].Member;
        // 19:00 WIT is 17:00 WIB.
        Assert.Equal(["ani", "ani", "budi"], new[] { "23 16:59", "23 17:00", "23 19:00" }.Select(at => On(Kanim, at)));
        Assert.Equal(["ani", "budi", "budi"], new[] { "23 16:59", "23 17:00", "23 19:00" }.Select(at => On("timur", at)));
        Assert.Equal("ani", On("timur", "24 05:00"));
    }

    [Fact]
    public void The_organisation_file_names_the_zone_of_an_agency_where_it_is_not_the_teams()
    {
        var file = File.ReadAllText(OrganisationFile.DefaultPath);
        Organisation With(string id) => OrganisationFile.Parse(file.Replace("\"code\": \"kodim\",", $"\"code\": \"kodim\", \"timeZone\": \"{id}\",", StringComparison.Ordinal));

        var organisation = With("Asia/Makassar");
        Assert.Equal(("Asia/Makassar", "Asia/Jakarta", "Asia/Jakarta"), (organisation.TimeZoneOf("kodim").Id, organisation.TimeZoneOf("kanim").Id, organisation.TimeZone.Id));
        var turn = Assert.Single(DutyRoster.Of(organisation).OnDuty("kodim", Chief, Wib("23 12:00"), Nothing)).Shift;
        Assert.Equal(Local("23 07:00", "+08:00"), turn.Since);
        Assert.Contains("is no time zone", Assert.Throws<OrganisationFileException>(() => With("WITA")).Message, StringComparison.Ordinal);
    }

    /// <summary>No zone of Indonesia jumps; the rule is for those that do: overlap, never a gap.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T01:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T15:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-03T15:30:00Z")]
    public void Where_a_clock_jumps_turns_overlap_and_never_leave_a_gap(string id, string jump)
    {
        var at = DateTimeOffset.Parse(jump, CultureInfo.InvariantCulture);
        for (var quarter = 0; quarter < 4 * 24; quarter++)
        {
            var change = new TimeOnly(quarter / 4, quarter % 4 * 15);
            var roster = new DutyRoster(_ => Zone(id), [new RosterPlan(Kanim, Chief, [new("ani", change, change.AddHours(12), []), new("budi", change.AddHours(12), change, [])])]);
            Assert.Empty(roster.Gaps(Kanim, Chief, at.AddDays(-2), at.AddDays(2), _ => true));
            var longest = roster.NotAccepted(at.AddDays(-2), at.AddDays(2), Nothing).Max(turn => turn.Until - turn.Since);
            Assert.InRange(longest, TimeSpan.FromHours(12), TimeSpan.FromHours(14));
        }
    }

    /// <summary>Berlin skips 02:30 on 29 March and shows it twice on 25 October: a turn that begins then takes the earlier reading, one that ends then the later.</summary>
    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    public void A_change_in_the_hour_that_is_skipped_or_shown_twice_has_both_on_duty_for_that_hour(string from, string to)
    {
        var roster = new DutyRoster(_ => Zone("Europe/Berlin"), [new RosterPlan(Kanim, Chief, [Shift("ani", "14:30", "02:30"), Shift("budi", "02:30", "14:30")])]);
        string On(DateTimeOffset at) => string.Join(" ", roster.OnDuty(Kanim, Chief, at, Nothing).Where(person => !person.IsOutgoing).Select(person => person.Member));
        var (start, end) = (DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture));
        Assert.Equal(["ani", "ani budi", "ani budi", "budi"], new[] { start.AddMinutes(-1), start, end.AddMinutes(-1), end }.Select(On));
    }
}
