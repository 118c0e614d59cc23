using System.Net;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class UpdateAlertTests
{
    private const string Poster = "petugas.kanim", Liaison = "penghubung.polresta";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_material_change_makes_a_new_version_that_everybody_is_asked_again(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        await app.Acknowledges(Liaison, alert);
        await app.Declines("kepala.dinsos", alert);
        await app.MinutesPass(3);

        var updated = await app.Updates(Poster, alert, new { narrative = "Kini sekitar tiga puluh orang." });

        Assert.Equal((2, "Open", true), (updated.Version, updated.State, updated.Material));
        Assert.All(updated.Obligations, o => Assert.Equal(("Notified", 2, 1, 1, app.Now.AddMinutes(15), null), (o.State, o.Version, o.Round, o.Level, o.DueAt, o.AnsweredAt)));
        string[] agencies = ["polresta", "kanim", "uptdppa", "dinsos"];
        Assert.Equal(["alert.updated", .. agencies.Select(a => $"obligation.reopened {a} r1"), .. agencies.Select(a => $"escalation.fired {a} r1 L1")], (await app.Words(alert, "tppo"))[^9..]);
        Assert.Equal(["alert.updated", "obligation.reopened uptdppa r1", "escalation.fired uptdppa r1 L1"], (await app.Words(alert, "meja-uptdppa"))[^3..]);
        Assert.Equal(2, (await app.Woken(alert)).Count(w => w == $"{Liaison} r1 L1"));
        // The old version's answers are refused, the new one's taken.
        Assert.Equal("version_changed", (await app.Refused(Liaison, alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 })).Code);
        Assert.Equal("Acknowledged", (await app.Acknowledges(Liaison, alert, version: 2)).State);
        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_correction_of_wording_leaves_version_answers_and_timers_standing(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        await app.Acknowledges(Liaison, alert);
        var before = (await app.Opens(Poster, alert)).Obligations;

        var updated = await app.Updates("penghubung.kanim", alert, new { headline = "Rumah penampungan di Rajabasa Raya" }, correction: true);

        Assert.Equal((1, false), (updated.Version, updated.Material));
        var after = await app.Opens(Poster, alert);
        Assert.Equal(before, after.Obligations);
        Assert.Equal("Rumah penampungan di Rajabasa Raya", after.Headline);
        var entry = (await app.Log(alert)).Single(e => e is { Channel: "tppo", Kind: "alert.updated" }).Fact;
        Assert.Equal(["headline"], entry.GetProperty("fields").EnumerateArray().Select(f => f.GetString()));
        Assert.True(entry.GetProperty("headline").TryGetProperty("commit", out _));
    }

    [Theory]
    [InlineData("level", "Kritis")]
    [InlineData("possibleVictims", "yes")]
    [InlineData("occurredAt", "2026-11-24T00:30:00Z")]
    [InlineData("regionCode", "18.72")]
    public async Task What_is_material_cannot_be_called_a_correction(string field, string value)
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts()).Id;

        var updated = await app.Updates(Poster, alert, new Dictionary<string, object> { [field] = value }, correction: true);

        Assert.Equal((2, true), (updated.Version, updated.Material));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_new_level_climbs_its_own_ladder_from_now_on(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        await app.MinutesPass(10);

        var updated = await app.Updates(Poster, alert, new { level = "Kritis" });
        Assert.All(updated.Obligations, o => Assert.Equal((app.Now.AddMinutes(5), app.Now.AddMinutes(5)), (o.DueAt, o.NextStepAt)));
        await app.MinutesPass(5);

        // The chief, who would have been asked after fifteen minutes of the old plan, is asked after five of the new one.
        Assert.Contains("kepala.polresta r1 L2", await app.Woken(alert));
        Assert.Equal(2, (await app.Log(alert)).Single(e => e is { Channel: "tppo", Words: "escalation.fired polresta r1 L2" }).Fact.GetProperty("version").GetInt32());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_region_asks_its_own_agencies_and_releases_the_first_ones(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("requiredAgencies", new[] { "bp3mi" })))).Id;

        var updated = await app.Updates(Poster, alert, new { regionCode = "18.72" });
        await app.MinutesPass(200);

        Assert.Equal(["polres-metro", "kanim", "uptdppa-metro", "dinsos-metro", "bp3mi"], (await app.Opens(Poster, alert)).RequiredAgencies);
        Assert.Equal("polres-metro", updated.Obligations.Single(o => o.Lead).Agency);
        Assert.Equal(["dinsos", "polresta", "uptdppa"], updated.Obligations.Where(o => o.State == "Closed").Select(o => o.Agency).Order());
        // Nobody who was released is asked again, and their desks say why.
        Assert.Equal(["obligation.opened polresta", "escalation.fired polresta r1 L1", "alert.updated", "obligation.closed polresta"], await app.Words(alert, "meja-polresta"));
        Assert.Equal("obligation.opened polres-metro", (await app.Words(alert, "meja-polres-metro"))[1]);
        Assert.DoesNotContain("kepala.polresta r1 L2", await app.Woken(alert));
    }

    [Fact]
    public async Task Another_case_type_asks_its_kinds_and_doubts_a_no_about_victims()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.HoldingHouse("wilayah-bandarlampung").But(("caseType", "TKA-ALIH"), ("level", "Rutin")))).Id;
        Assert.Equal("no", (await app.Opens(Poster, alert)).PossibleVictims);

        var updated = await app.Updates(Poster, alert, new { caseType = "TPPO" });

        Assert.Equal(["polresta", "kanim", "uptdppa", "dinsos"], updated.Obligations.Where(o => o.State != "Closed").Select(o => o.Agency));
        Assert.Equal("unknown", (await app.Opens(Poster, alert)).PossibleVictims);
    }

    [Fact]
    public async Task Possible_victims_ruled_out_stand_in_the_log_with_who_did_it()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts()).Id;

        await app.Updates("penghubung.kanim", alert, new { possibleVictims = "no" });

        var entry = (await app.Log(alert)).Single(e => e is { Channel: "tppo", Kind: "alert.updated" });
        Assert.Equal((await app.IdOf("penghubung.kanim")).ToString(), entry.Actor);
        Assert.Equal(("no", "unknown"), (entry.Fact.GetProperty("possibleVictims").GetString(), entry.Fact.GetProperty("possibleVictimsBefore").GetString()));
    }

    [Fact]
    public async Task The_rules_of_posting_hold_for_the_whole()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.HoldingHouse("wilayah-bandarlampung"))).Id;
        var before = await app.Everything();

        async Task<string> Field(object changes) => Assert.Single((await app.Refused(Poster, alert, "update", new { clientKey = Guid.CreateVersion7(), version = 1, changes })).Errors!).Key;

        Assert.Equal("changes.narrative", await Field(new { narrative = "NIK 1871010101900001" }));
        Assert.Equal("changes.regionCode", await Field(new { regionCode = "31.71" }));
        Assert.Equal("changes.recipients", await Field(new { tlp = "RED" }));
        Assert.Equal("changes.details.ground", await Field(new { caseType = "KAWIN" }));
        Assert.Equal("changes.caseType", await Field(new { caseType = "XX" }));
        Assert.Equal("changes.clear", await Field(new { clear = new[] { "headline" } }));
        Assert.Equal("changes.exclude", await Field(new { exclude = new { agencies = new[] { "kanim" }, reason = "Ada dugaan." } }));
        Assert.Equal("changes.requiredAgencies", await Field(new { requiredAgencies = new[] { "tidak-ada" } }));
        Assert.Equal("changes.recipients", await Field(new { tlp = "RED", recipients = new[] { Guid.CreateVersion7() } }));
        Assert.Equal(before, await app.Everything());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_is_found_by_its_new_words_and_no_longer_by_the_old_ones(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        var officer = await app.As(Poster);
        async Task<int> Found(string word) => (await officer.Get<System.Text.Json.JsonElement>($"/api/alerts?q={word}")).GetProperty("items").GetArrayLength();
        Assert.Equal((1, 0), (await Found("penampungan"), await Found("gudang")));

        await app.Updates(Poster, alert, new { headline = "Gudang di Rajabasa" });

        Assert.Equal((0, 1), (await Found("penampungan"), await Found("gudang")));
    }

    [Fact]
    public async Task Who_may_change_an_alert_and_for_which_version()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts()).Id;

        async Task<string> Code(string who, int version = 1) =>
            (await app.Refused(who, alert, "update", new { clientKey = Guid.CreateVersion7(), version, changes = new { level = "Kritis" } })).Code;

        Assert.Equal("not_permitted", await Code(Liaison));
        Assert.Equal("version_changed", await Code(Poster, 2));
        Assert.True((await app.Opens("kepala.kanim", alert)).MayUpdate);
        Assert.False((await app.Opens(Liaison, alert)).MayUpdate);
        await app.Updates("sekretariat.timpora", alert, new { level = "Kritis" });
        Assert.Equal("version_changed", await Code(Poster));
        await app.Cancels(Poster, alert);
        Assert.Equal("already_closed", await Code(Poster, 2));
    }

    [Fact]
    public async Task Changing_nothing_stores_nothing()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts()).Id;
        var words = await app.Words(alert, "tppo");

        Assert.False((await app.Updates(Poster, alert, new { headline = "Rumah penampungan di Rajabasa ", level = "Mendesak" })).Material);

        Assert.Equal(words, await app.Words(alert, "tppo"));
    }

    /// <summary>A precise place that should not have been written, such as a shelter's, can be taken away.</summary>
    [Fact]
    public async Task A_place_can_be_taken_away()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("location", new { lat = -5.3, lon = 105.2, address = "Rumah aman" })))).Id;

        await app.Updates(Poster, alert, new { clear = new[] { "location" } });

        Assert.Null((await app.Opens(Liaison, alert)).Location);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_material_changes_at_once_have_one_winner(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        var (one, other) = (await app.As(Poster), await app.As("sekretariat.timpora"));

        var answers = await Task.WhenAll(new[] { one, other }.Select(p =>
            p.Send(HttpMethod.Post, $"/api/alerts/{alert}/update", new { clientKey = Guid.CreateVersion7(), version = 1, changes = new { level = "Kritis" } })));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(2, (await app.Opens(Poster, alert)).Version);
    }

    [Fact]
    public async Task A_pending_offer_does_not_outlive_the_content_it_was_made_for()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Offers(Liaison, alert, "kodim");

        await app.Updates(Poster, alert, new { level = "Mendesak" });

        Assert.Equal("offer_over", (await app.Refused("penghubung.kodim", alert, "accept", new { clientKey = Guid.CreateVersion7() })).Code);
    }

    [Fact]
    public async Task Who_took_an_answer_over_is_asked_again_and_still_leads()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Offers(Liaison, alert, "kodim");
        await app.Accepts("penghubung.kodim", alert);

        var updated = await app.Updates(Poster, alert, new { level = "Mendesak", requiredAgencies = new[] { "polresta", "dinsos" } });

        Assert.Equal([("polresta", "Delegated"), ("kodim", "Notified"), ("dinsos", "Notified")], updated.Obligations.Select(o => (o.Agency, o.State)));
        Assert.Equal("kodim", updated.Obligations.Single(o => o.Lead).Agency);
    }
}
