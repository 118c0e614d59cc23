using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>Races around an alert that changes, is offered on, or meets a drill (R3, R15, R16).</summary>
public sealed class LifeRaceTests
{
    private const string Liaison = "penghubung.polresta", Chief = "kepala.polresta", Poster = "petugas.kanim";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R3_an_answer_to_an_older_version_is_recorded_the_obligation_stays_open_and_the_officer_is_told(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Updates(Poster, alert, new { narrative = "Lokasi pindah ke gudang sebelah." });

        for (var i = 0; i < 2; i++)
        {
            var problem = await app.Refused(Liaison, alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });
            Assert.Equal(("version_changed", "Isi berubah. Baca versi terbaru sebelum menjawab."), (problem.Code, problem.Detail));
        }

        await app.MinutesPass(5);
        Assert.Equal(["obligation.reopened polresta r1", "escalation.fired polresta r1 L1", "obligation.staleacknowledged polresta", "escalation.fired polresta r1 L2"],
            (await app.Words(alert, "opgab"))[^4..]);
        var entry = (await app.Log(alert)).Single(e => e is { Channel: "opgab", Kind: "obligation.staleacknowledged" });
        Assert.Equal(((await app.IdOf(Liaison)).ToString(), 1, 2), (entry.Actor, entry.Fact.GetProperty("version").GetInt32(), entry.Fact.GetProperty("current").GetInt32()));
        Assert.Equal("Notified", (await app.Owes("polresta", alert)).State);
        Assert.Contains($"{Chief} r1 L2", await app.Woken(alert));
        Assert.Empty(await app.Verify());
    }

    /// <summary>Truly at once, many times: either the answer came first and was asked for anew, or it was for a version that is gone.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R3_at_the_same_instant_the_new_version_is_owed_either_way(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var (officer, liaison) = (await app.As(Poster), await app.As(Liaison));
        for (var i = 0; i < 5; i++)
        {
            var alert = (await app.OfficerPosts(Reports.Operation())).Id;

            var answers = await Task.WhenAll(
                officer.Send(HttpMethod.Post, $"/api/alerts/{alert}/update", new { clientKey = Guid.CreateVersion7(), version = 1, changes = new { level = "Mendesak" } }),
                liaison.Send(HttpMethod.Post, $"/api/alerts/{alert}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 }));

            Assert.True(answers[0].IsSuccessStatusCode);
            var own = await app.Owes("polresta", alert);
            Assert.Equal(("Notified", 2, null), (own.State, own.Version, own.AnsweredBy));
            var kind = answers[1].IsSuccessStatusCode ? "obligation.acknowledged polresta" : "obligation.staleacknowledged polresta";
            Assert.Single(await app.Words(alert, "opgab"), kind);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R15_while_an_offer_is_not_accepted_the_original_agency_stays_liable(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var due = (await app.Owes("polresta", alert)).DueAt;
        await app.MinutesPass(1);
        await app.Offers(Liaison, alert, "kodim");

        await app.MinutesPass(15);

        var own = await app.Owes("polresta", alert);
        Assert.Equal(("Notified", due, 4, "kodim"), (own.State, own.DueAt, own.Level, own.OfferedTo));
        Assert.Equal(["escalation.fired polresta r1 L2", "escalation.fired polresta r1 L3", "escalation.fired polresta r1 L4"], (await app.Words(alert, "meja-polresta"))[^3..]);
        Assert.Equal([$"{Liaison} r1 L1", "kepala.kodim r1 L0", "penghubung.kodim r1 L0", $"{Chief} r1 L2", "sekretariat.timpora r1 L3", "ketua.timpora r1 L4"], await app.Woken(alert));
        // Late, and still an offer: accepting frees it at last.
        Assert.Equal("Acknowledged", (await app.Accepts("penghubung.kodim", alert)).State);
        await app.MinutesPass(20);
        Assert.DoesNotContain(await app.Woken(alert), w => w.EndsWith("r2 L1", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R16_the_real_alert_pages_first_and_the_drill_stands_still_until_it_is_answered(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var drill = (await app.OfficerPosts(Drill("polresta", "dinsos"))).Id;
        var real = (await app.OfficerPosts(Reports.Operation())).Id;
        var due = (await app.Owes("polresta", drill)).DueAt;

        await app.MinutesPass(7);

        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(real));
        Assert.Equal(["kepala.dinsos r1 L2", "penghubung.dinsos r1 L1", $"{Liaison} r1 L1"], (await app.Woken(drill)).Order());
        Assert.Equal(["obligation.opened polresta", "escalation.fired polresta r1 L1", "escalation.paused polresta"], await app.Words(drill, "meja-polresta"));
        Assert.NotNull((await app.Owes("polresta", drill)).PausedAt);
        var byHand = await app.Refused("sekretariat.timpora", drill, "escalate", new { clientKey = Guid.CreateVersion7(), agency = "polresta" });
        Assert.Equal("drill_paused", byHand.Code);

        await app.Acknowledges(Liaison, real);
        await app.MinutesPass(0.2);

        Assert.Equal(["escalation.paused polresta", "escalation.resumed polresta", "escalation.fired polresta r1 L2"], (await app.Words(drill, "meja-polresta"))[^3..]);
        var own = await app.Owes("polresta", drill);
        Assert.Equal((null, true), (own.PausedAt, own.DueAt > due.AddMinutes(2) && own.DueAt < due.AddMinutes(2.2)));
        // The figures know one alert of each kind, and each only its own answer.
        var overseer = await app.As("sekretariat.timpora");
        foreach (var (status, answered) in new[] { ("Actual", 1), ("Exercise", 0) })
        {
            var group = (await overseer.Get<System.Text.Json.JsonElement>($"/api/measures?status={status}&by=agency")).GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("key").GetString() == "polresta");
            Assert.Equal((1, answered), (group.GetProperty("alerts").GetInt32(), group.GetProperty("answered").GetProperty("count").GetInt32()));
        }

        // Another agency's drill went on all the time.
        Assert.DoesNotContain("escalation.paused dinsos", await app.Words(drill, "latihan"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R16_a_drill_that_begins_while_a_real_alert_is_owed_pages_nobody_before_the_answer(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var real = (await app.OfficerPosts(Reports.Operation())).Id;

        var drill = (await app.OfficerPosts(Drill("polresta"))).Id;
        await app.MinutesPass(2);
        Assert.Empty(await app.Woken(drill));
        Assert.Equal(["obligation.opened polresta", "escalation.paused polresta"], await app.Words(drill, "meja-polresta"));
        Assert.Equal("Pending", (await app.Owes("polresta", drill)).State);

        await app.Cancels(Poster, real);
        await app.MinutesPass(0.2);
        Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(drill));
    }

    /// <summary>Overdue at the same scan, the drill for longer: the real one is served first.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R16_after_an_outage_the_real_alert_is_served_first(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.OfficerPosts(Drill("dinsos"));
        app.MinutesPassUnseen(1);
        await app.OfficerPosts(Reports.Operation("dinsos"));
        app.MinutesPassUnseen(10);

        await app.EngineLooks();

        var desk = (await app.Read(db => db.Database.SqlQuery<string>($"SELECT kind || ' ' || alert_id AS \"Value\" FROM entries WHERE channel = 'meja-dinsos' ORDER BY seq").ToListAsync()))[^2..];
        Assert.StartsWith("escalation.fired", desk[0], StringComparison.Ordinal);
        Assert.StartsWith("escalation.paused", desk[1], StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Drill(params string[] agencies) =>
        Reports.HoldingHouse("latihan").But(("caseType", "LATIHAN"), ("level", "Kritis"), ("headline", "Latihan malam ini"), ("requiredAgencies", agencies));
}
