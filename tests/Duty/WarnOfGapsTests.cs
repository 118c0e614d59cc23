using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Duty;

public sealed class WarnOfGapsTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_gap_within_a_day_is_told_in_the_desk_once_also_by_two_nodes(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await using var second = app.StartSecondNode();
        // 08.00 now: from 07.00 to 20.00 each day, so nobody from 20.00 to 07.00.
        await app.Assigns("kepala.dinsos", "chief", (await app.IdOf("kepala.dinsos"), "07:00", "20:00"));

        app.MinutesPassUnseen(11);
        await Task.WhenAll(app.EngineLooks(), second.EngineLooks());
        Assert.Equal(["chief 2026-11-24T13:00 2026-11-25T00:00"], await Told(app));

        // The next night comes near while this one runs: told when it is within a day, and this one not again.
        await app.MinutesPass(4 * 60);
        Assert.Single(await Told(app));
        await app.MinutesPass(9 * 60);
        await second.EngineLooks();
        Assert.Equal(["chief 2026-11-24T13:00 2026-11-25T00:00", "chief 2026-11-25T13:00 2026-11-26T00:00"], await Told(app));
    }

    [Fact]
    public async Task A_gap_that_is_mended_and_comes_back_is_told_again_and_one_without_an_end_once()
    {
        await using var app = CommsApp.StartInHand();
        await app.NobodyIsOnDuty("dinsos", "chief");
        await app.MinutesPass(11);
        Assert.Equal(["chief 2026-11-24T01:00 -"], await Told(app));
        await app.MinutesPass(60);
        Assert.Single(await Told(app));

        await app.Assigns("kepala.dinsos", "chief", (await app.IdOf("kepala.dinsos"), "07:00", "07:00"));
        await app.MinutesPass(11);
        Assert.Equal(0, await app.Read(db => db.DutyGapNotices.CountAsync()));
        await app.NobodyIsOnDuty("dinsos", "chief");
        await app.MinutesPass(11);
        Assert.Equal(2, (await Told(app)).Count);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_turns_of_a_removed_member_are_gaps_at_once(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var second = await app.Hires("penghubung2.kanim", "kanim", Roles.Liaison);
        await app.Assigns("kepala.kanim", "liaison", (await app.IdOf("penghubung.kanim"), "07:00", "19:00"), (second, "19:00", "07:00"));
        await app.EngineLooks();
        Assert.Empty((await Gaps(app, "petugas.kanim")));

        await app.Removes("admin.kanim", "penghubung2.kanim");

        // 12 hours a night from 19.00 WIB on, seven nights ahead; the eighth begins in a week.
        var gaps = await Gaps(app, "petugas.kanim");
        Assert.Equal(Enumerable.Range(24, 7).Select(day => (new DateTimeOffset(2026, 11, day, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(12))), gaps.Select(gap => (gap.From, gap.To - gap.From)));
        Assert.Equal(gaps, await Gaps(app, "sekretariat.timpora", "?agency=kanim"));
        await app.MinutesPass(11);
        Assert.Equal(["liaison 2026-11-24T12:00 2026-11-25T00:00"], await Told(app, "meja-kanim"));
        Assert.DoesNotContain((await (await app.As("petugas.kanim")).Get<GetDuty.Response>("/api/duty")).Next, n => n.Member.Id == second);
    }

    [Fact]
    public async Task An_agency_that_keeps_no_roster_is_shown_its_gaps_but_not_told()
    {
        await using var app = CommsApp.StartInHand();
        await app.EngineLooks();
        Assert.Equal(0, await app.Read(db => db.DutyGapNotices.CountAsync()));
        Assert.Equal(["liaison", "chief"], (await Gaps(app, "sekretariat.timpora", "?agency=polres-metro")).Select(gap => gap.Role));
        Assert.Empty(await Gaps(app, "sekretariat.timpora"));
    }

    private static async Task<IReadOnlyList<DutyGap>> Gaps(CommsApp app, string who, string query = "") => (await (await app.As(who)).Get<GetDuty.Response>("/api/duty" + query)).Gaps!;

    private static async Task<List<string>> Told(CommsApp app, string desk = "meja-dinsos") =>
        [.. (await app.Read(db => db.Database.SqlQuery<CommsApp.LogRow>(
            $"""SELECT channel AS "Channel", seq AS "Seq", kind AS "Kind", at AS "At", actor AS "Actor", data AS "Data" FROM entries WHERE kind = 'duty.gap' AND channel = {desk} ORDER BY seq""").ToListAsync()))
            .Select(e => $"{e.Fact.GetProperty("role")} {e.Fact.GetProperty("from").GetString()![..16]} {(e.Fact.TryGetProperty("to", out var to) ? to.GetString()![..16] : "-")}")];
}
