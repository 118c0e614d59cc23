using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

public sealed class EscalateDueTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_whole_ladder_of_a_silent_agency(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "uptdppa"))).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.NotesProgress("penghubung.polresta", alert);

        await app.MinutesPass(29);
        await app.NotesProgress("penghubung.polresta", alert);
        await app.MinutesPass(29);
        await app.NotesProgress("penghubung.polresta", alert);
        await app.MinutesPass(29);
        await app.NotesProgress("penghubung.polresta", alert);
        await app.MinutesPass(10);

        // Level 3 also asks the chief of the agency that has answered: they can lean over and knock.
        string[] round = ["penghubung.uptdppa r{0} L1", "kepala.uptdppa r{0} L2", "kepala.polresta r{0} L3", "sekretariat.timpora r{0} L3", "ketua.timpora r{0} L4"];
        Assert.Equal(
            ["penghubung.polresta r1 L1", .. Enumerable.Range(1, 3).SelectMany(r => round.Select(w => w.Replace("{0}", r.ToString(), StringComparison.Ordinal)))],
            await app.Woken(alert));
        var own = await app.Owes("uptdppa", alert);
        Assert.Equal(("Exhausted", 4, 3, null), (own.State, own.Level, own.Round, own.NextStepAt));
        foreach (var channel in new[] { "opgab", "meja-uptdppa", "meja-timpora" })
            Assert.Equal("escalation.exhausted uptdppa r3", (await app.Words(alert, channel)).Last(w => w.Contains("uptdppa", StringComparison.Ordinal)));
        Assert.Contains("escalation.fired uptdppa r1 L3", await app.Words(alert, "meja-polresta"));
        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_empty_step_is_recorded_skipped_at_once_and_the_secretariat_is_warned(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.NobodyIsOnDuty("polresta", "liaison");
        await app.NobodyIsOnDuty("polresta", "chief");

        var posted = await app.OfficerPosts(Reports.Operation());

        // Already the answer to the post says how far it had to go.
        Assert.Equal((3, app.Now.AddMinutes(5)), (posted.Obligations[0].Level, posted.Obligations[0].NextStepAt));
        string[] ladder = ["escalation.skipped polresta r1 L1", "escalation.skipped polresta r1 L2", "escalation.fired polresta r1 L3"];
        Assert.Equal(["alert.posted", "obligation.opened polresta", .. ladder], await app.Words(posted.Id, "opgab"));
        Assert.Equal(ladder, await app.Words(posted.Id, "meja-timpora"));
        Assert.Equal(["sekretariat.timpora r1 L0", "sekretariat.timpora r1 L3"], await app.Woken(posted.Id));
        Assert.Equal("nobody-on-duty", (await app.Log(posted.Id)).First(e => e.Kind == "escalation.skipped").Fact.GetProperty("reason").GetString());
        Assert.Equal([true, true, false], await app.Read(db => db.Firings.OrderBy(f => f.Level).Select(f => f.Skipped).ToListAsync()));
    }

    /// <summary>Whoever is warned must be there: without a secretariat the chair is.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Without_a_secretariat_the_chair_is_warned(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.NobodyIsOnDuty("polresta", "liaison");
        await app.NobodyIsOnDuty("timpora", "secretariat");
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.Equal(["ketua.timpora r1 L0", "kepala.polresta r1 L2"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_lead_that_goes_quiet_is_asked_again_with_whoever_had_answered(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("kepala.polresta", alert);
        Assert.Equal("Acknowledged", (await app.Opens("petugas.kanim", alert)).State);

        await app.MinutesPass(30);

        var own = await app.Owes("polresta", alert);
        Assert.Equal(("Notified", 1, 2, app.Now.AddMinutes(5), null), (own.State, own.Level, own.Round, own.DueAt, own.AnsweredBy));
        Assert.Equal("Open", (await app.Opens("petugas.kanim", alert)).State);
        Assert.Equal(["obligation.reopened polresta r2", "escalation.fired polresta r2 L1"], (await app.Words(alert, "meja-polresta"))[^2..]);
        Assert.Equal(["kepala.polresta r2 L1", "penghubung.polresta r2 L1"], (await app.Woken(alert))[^2..]);
        // And it climbs as before.
        await app.MinutesPass(5);
        Assert.Equal(2, (await app.Owes("polresta", alert)).Level);
        await app.Acknowledges("kepala.polresta", alert);
        Assert.Equal("Acknowledged", (await app.Opens("petugas.kanim", alert)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_person_is_woken_once_a_level_however_many_agencies_are_late(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos", "uptdppa"))).Id;
        await app.MinutesPass(10);
        Assert.Equal("sekretariat.timpora r1 L3", Assert.Single(await app.Woken(alert), w => w.StartsWith("sekretariat", StringComparison.Ordinal)));
        // The desk still shows each of them.
        Assert.Equal(3, (await app.Words(alert, "meja-timpora")).Count);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_may_not_read_the_alert_is_never_asked(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation().But(
            ("exclude", new { members = new[] { await app.IdOf("penghubung.polresta") }, reason = "Diduga terlibat." })))).Id;
        Assert.Equal(["sekretariat.timpora r1 L0", "kepala.polresta r1 L2"], await app.Woken(alert));
    }

    /// <summary>The firing's key, and not good behaviour, keeps a step from being sent twice.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_database_itself_refuses_a_second_firing_of_a_step(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.OfficerPosts(Reports.Operation());
        var fired = await app.Read(db => db.Firings.AsNoTracking().SingleAsync());
        await Assert.ThrowsAsync<DbUpdateException>(() => app.Read(db =>
        {
            db.Firings.Add(new Firing { Obligation = fired.Obligation, Version = fired.Version, Round = fired.Round, Level = fired.Level, FiredAt = app.Now });
            return db.SaveChangesAsync();
        }));
    }

    [Fact]
    public async Task A_ladder_is_frozen_with_the_minute_it_was_posted_under()
    {
        await using var app = CommsApp.StartInHand(Database.Sqlite, ("Escalation:MinuteLength", "00:00:01"));
        var posted = await app.OfficerPosts(Reports.Operation());
        Assert.Equal(app.Now.AddSeconds(5), posted.Obligations[0].DueAt);
        // The log tells the deadline that counts.
        Assert.All((await app.Log(posted.Id)).Where(e => e.Kind == "obligation.opened"), e => Assert.Equal("2026-11-24T01:00:05.000000Z", e.Fact.GetProperty("dueAt").GetString()));
        await app.MinutesPass(10.0 / 60);
        Assert.Equal(3, (await app.Owes("polresta", posted.Id)).Level);
    }

    [Fact]
    public async Task The_engines_heartbeat_is_seen_and_a_dead_engine_is_told()
    {
        await using var app = CommsApp.StartInHand();
        await app.EngineLooks();
        var officer = await app.As("petugas.kanim");
        Assert.True((await officer.Get<Comms.Duty.GetDuty.Response>("/api/duty")).Engine.Healthy);
        app.MinutesPassUnseen(0.2);
        Assert.False((await officer.Get<Comms.Duty.GetDuty.Response>("/api/duty")).Engine.Healthy);
        await app.EngineLooks();
        Assert.True((await officer.Get<Comms.Duty.GetDuty.Response>("/api/duty")).Engine.Healthy);
    }
}
