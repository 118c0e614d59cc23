using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class PostAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Posting_opens_one_obligation_for_each_required_agency_and_asks_its_liaison_at_once(Database database)
    {
        var app = await hubs.On(database);
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(("level", "Kritis")));

        Assert.Equal(["polresta", "kanim", "uptdppa", "dinsos"], posted.Obligations.Select(o => o.Agency));
        Assert.Equal([true, false, false, false], posted.Obligations.Select(o => o.Lead));
        Assert.All(posted.Obligations, o => Assert.Equal(("Notified", 1, 1, app.Now.AddMinutes(5), app.Now), (o.State, o.Level, o.Round, o.DueAt, o.NotifiedAt!.Value)));
        Assert.Equal(["penghubung.dinsos r1 L1", "penghubung.kanim r1 L1", "penghubung.polresta r1 L1", "penghubung.uptdppa r1 L1"], await app.Woken(posted.Id));
        Assert.Equal(
            [
                "alert.posted", .. posted.Obligations.Select(o => $"obligation.opened {o.Agency}"), .. posted.Obligations.Select(o => $"escalation.fired {o.Agency} r1 L1"),
            ], await app.Words(posted.Id, "tppo"));
        Assert.Equal(["obligation.opened uptdppa", "escalation.fired uptdppa r1 L1"], await app.Words(posted.Id, "meja-uptdppa"));
        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_answer_names_the_entry_and_the_alert_reads_as_it_was_posted(Database database)
    {
        var app = await hubs.On(database);
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(
            ("location", new { lat = -5.36, lon = 105.24, address = "Jl. Contoh" }), ("occurredAt", "2026-11-24T07:30:00+07:00"), ("possibleVictims", "yes"),
            ("details", new { people = 24, indicators = new[] { "debt" } })));

        var alert = await app.Opens("petugas.kanim", posted.Id);
        Assert.Equal((posted.Id, posted.Seq, posted.Epoch, "tppo", 1), (alert.Id, alert.Seq, alert.Epoch, alert.Channel, alert.Version));
        Assert.Equal(("TPPO", "Mendesak", "AMBER", "Actual", "Open", "yes"), (alert.CaseType, alert.Level, alert.Tlp, alert.Status, alert.State, alert.PossibleVictims));
        Assert.Equal((-5.36, 105.24, "Jl. Contoh"), (alert.Location!.Lat, alert.Location.Lon, alert.Location.Address));
        Assert.Equal(DateTimeOffset.Parse("2026-11-24T00:30:00Z"), alert.OccurredAt);
        Assert.Equal("""{"people":24,"indicators":["debt"]}""", alert.Details!.Value.GetRawText());
        Assert.Equal(("alert.posted", posted.Seq), (alert.Timeline[0].Kind, alert.Timeline[0].Seq));
        Assert.Equal("Rumah penampungan di Rajabasa", alert.Timeline[0].Reveal!["headline"].Value);
        Assert.DoesNotContain("location", alert.Timeline[0].Reveal!.Keys);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_client_key_with_another_body_is_refused_and_changes_nothing(Database database)
    {
        var app = await hubs.On(database);
        var report = Reports.HoldingHouse();
        var first = await app.OfficerPosts(report);
        var before = await app.Everything();

        var problem = await (await app.As("petugas.kanim")).Refused(HttpMethod.Post, "/api/alerts", report.But(("narrative", "Lain sama sekali.")));

        Assert.Equal((422, "client_key_reused", false), (problem.Status, problem.Code, problem.Retryable));
        Assert.Equal(before, await app.Everything());
        Assert.Equal("Warga melaporkan beberapa orang asing ditahan di sebuah rumah.", (await app.Opens("petugas.kanim", first.Id)).Narrative);
    }

    /// <summary>A key is its person's own: nobody can find out or use up another's.</summary>
    [Fact]
    public async Task Two_people_may_use_the_same_client_key()
    {
        var app = await hubs.On(Database.Sqlite);
        var report = Reports.HoldingHouse();
        Assert.NotEqual((await app.OfficerPosts(report)).Id, (await app.OfficerPosts(report, by: "petugas.polresta")).Id);
    }

    [Theory]
    [InlineData("penghubung.kua", "tppo", "another kind of agency")]
    [InlineData("admin.kanim", "tppo", "an administrator works no cases")]
    [InlineData("auditor", "tppo", "the auditor reads proof")]
    [InlineData("petugas.kanim", "meja-kanim", "a desk is not for posting")]
    [InlineData("petugas.kanim", "meja-polresta", "another agency's desk")]
    [InlineData("petugas.kanim", "tidak-ada", "there is none")]
    public async Task A_channel_that_is_not_open_to_the_poster_does_not_exist(string who, string channel, string why)
    {
        var app = await hubs.On(Database.Sqlite);
        var before = await app.Everything();
        var problem = await (await app.As(who)).Refused(HttpMethod.Post, "/api/alerts", Reports.HoldingHouse(channel));
        Assert.True(problem is { Status: 404, Code: "not_found" }, why);
        Assert.Equal("channel", problem.Errors!.Keys.Single());
        Assert.Equal(before, await app.Everything());
    }

    [Fact]
    public async Task The_poster_may_add_agencies_and_leave_some_out_with_a_reason()
    {
        var app = await hubs.On(Database.Sqlite);
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(
            ("requiredAgencies", new[] { "bp3mi" }), ("exclude", new { agencies = new[] { "dinsos" }, reason = "Pegawainya diduga terlibat." })));
        Assert.Equal(["polresta", "kanim", "uptdppa", "bp3mi"], posted.Obligations.Select(o => o.Agency));
        Assert.Empty(await app.Words(posted.Id, "meja-dinsos"));
        Assert.Contains(posted.Warnings!, w => w is { Field: "regionCode", Code: "unserved_kind" });
    }

    [Fact]
    public async Task Nobody_excludes_their_own_side()
    {
        var app = await hubs.On(Database.Sqlite);
        var officer = await app.As("petugas.kanim");
        foreach (var exclude in new object[] { new { agencies = new[] { "kanim" }, reason = "Tidak boleh." }, new { members = new[] { await app.IdOf("petugas.kanim") }, reason = "Tidak boleh." } })
            Assert.Equal("exclude", (await officer.Refused(HttpMethod.Post, "/api/alerts", Reports.HoldingHouse().But(("exclude", exclude)))).Errors!.Keys.Single());
    }

    [Fact]
    public async Task A_drill_is_an_exercise_and_the_drill_channel_takes_nothing_else()
    {
        var app = await hubs.On(Database.Sqlite);
        var drill = await app.OfficerPosts(Reports.HoldingHouse("latihan").But(("caseType", "LATIHAN")));
        Assert.Equal("kanim", drill.Obligations.Single().Agency);
        Assert.Equal("Exercise", (await app.Opens("petugas.kanim", drill.Id)).Status);
        Assert.Equal("channel", (await (await app.As("petugas.kanim")).Refused(HttpMethod.Post, "/api/alerts", Reports.HoldingHouse("latihan"))).Errors!.Keys.Single());
    }

    [Fact]
    public async Task A_telephone_number_is_allowed_and_warned_of()
    {
        var app = await hubs.On(Database.Sqlite);
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(("narrative", "Pelapor: 0812-3456-7890.")));
        Assert.Equal(("narrative", "telephone_number"), (posted.Warnings!.Single().Field, posted.Warnings!.Single().Code));
    }

    /// <summary>The desks get an entry that nobody there may read; the poster is the only one who can still mend it, so they are told.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_red_alert_whose_recipients_cannot_answer_for_an_agency_says_so(Database database)
    {
        var app = await hubs.On(database);
        var posted = await app.OfficerPosts(Reports.HoldingHouse(tlp: "RED").But(("recipients", new[] { await app.IdOf("penghubung.polresta"), await app.IdOf("petugas.kanim") })));

        Assert.Equal(["kanim", "uptdppa", "dinsos"], posted.Warnings!.Where(w => w is { Field: "recipients", Code: "nobody_can_answer" }).Select(w => w.Sentence.Split(' ')[4]));
        // Only who may read it was asked; the silent steps did not wait.
        Assert.Equal(["penghubung.polresta r1 L1"], await app.Woken(posted.Id));
        Assert.Equal(4, posted.Obligations.Single(o => o.Agency == "uptdppa").Level);
    }

    [Theory]
    [InlineData("recipients")]
    [InlineData("exclude.members")]
    public async Task An_unknown_member_is_refused(string field)
    {
        var app = await hubs.On(Database.Sqlite);
        var stranger = new[] { Guid.CreateVersion7() };
        var report = field == "recipients" ? Reports.HoldingHouse(tlp: "RED").But(("recipients", stranger)) : Reports.HoldingHouse().But(("exclude", new { members = stranger, reason = "Alasan." }));
        Assert.Equal(field, (await (await app.As("petugas.kanim")).Refused(HttpMethod.Post, "/api/alerts", report)).Errors!.Keys.Single());
    }

    [Fact]
    public async Task Nobody_posts_without_signing_in_and_nothing_is_validated_before()
    {
        var app = await hubs.On(Database.Sqlite);
        using var stranger = app.Anyone();
        Assert.Equal("sign_in_required", (await stranger.Refused(HttpMethod.Post, "/api/alerts", new { })).Code);
    }
}
