using System.Text.Json;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What an exclusion does to ladders and to those who must check it.</summary>
public sealed class ExclusionTests(Hubs hubs) : IClassFixture<Hubs>
{
    private const string Why = "Diduga terlibat jaringan ini.";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_excluded_chief_is_an_empty_step_skipped_at_once_and_the_secretariat_is_warned(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta").But(("exclude", new { members = new[] { await app.IdOf("kepala.polresta") }, reason = Why })))).Id;
        await app.MinutesPass(6);

        // At minute 5 the chief would be asked; the secretariat is asked in the same instant instead, and warned besides.
        Assert.Equal(["penghubung.polresta r1 L1", "sekretariat.timpora r1 L0", "sekretariat.timpora r1 L3"], await app.Woken(alert));
        Assert.Contains("escalation.skipped polresta r1 L2", await app.Words(alert, "opgab"));
        // Who is shut out reads stubs at the own desk and nothing else.
        var desk = await (await app.As("kepala.polresta")).Get<JsonElement>("/api/channels/meja-polresta/entries?limit=500");
        var stubs = desk.GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "withheld").Select(e => e.GetProperty("seq").GetInt64());
        Assert.Subset(stubs.ToHashSet(), (await app.Log(alert)).Where(e => e.Channel == "meja-polresta").Select(e => e.Seq).ToHashSet());
        Assert.Equal("not_found", (await app.Refused("kepala.polresta", alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 })).Code);
        // The agency is not silenced: its liaison still answers.
        Assert.Equal("Acknowledged", (await app.Acknowledges("penghubung.polresta", alert)).State);
    }

    [Fact]
    public async Task When_the_secretariat_itself_is_excluded_the_chair_is_warned_in_its_place()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta").But(
            ("exclude", new { agencies = new[] { "timpora" }, members = new[] { await app.IdOf("kepala.polresta") }, reason = Why })))).Id;
        await app.MinutesPass(6);
        // Steps 2 and 3 find nobody who may know; the chair is step 4 and the warning.
        Assert.Equal(["penghubung.polresta r1 L1", "ketua.timpora r1 L0", "ketua.timpora r1 L4"], await app.Woken(alert));
        Assert.Equal("not_found", (await app.Refused("sekretariat.timpora", alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 })).Code);
        Assert.Equal(Why, (await app.Opens("ketua.timpora", alert)).Exclude!.Reason);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Chair_and_auditor_see_that_and_why_also_under_RED_and_without_the_case(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        const string secret = "Rahasia rumah nomor tujuh";
        var chief = await app.IdOf("kepala.polresta");
        var first = (await app.OfficerPosts(Reports.HoldingHouse(tlp: "RED").But(
            ("headline", secret), ("recipients", new[] { await app.IdOf("penghubung.polresta") }), ("exclude", new { agencies = new[] { "timpora", "bp3mi" }, members = new[] { chief }, reason = Why })))).Id;
        await app.OfficerPosts();
        foreach (var who in new[] { "ketua.timpora", "auditor" })
        {
            var answer = await Outsider.Told(await (await app.As(who)).Send(HttpMethod.Get, "/api/exclusions"));
            Assert.DoesNotContain(secret, answer, StringComparison.Ordinal);
            var page = await (await app.As(who)).Get<JsonElement>("/api/exclusions");
            var only = Assert.Single(page.GetProperty("items").EnumerateArray());
            Assert.Equal(["agencies", "alert", "members", "postedAt", "poster", "posterAgency", "reason"], only.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.Equal((first, "kanim", Why), (only.GetProperty("alert").GetGuid(), only.GetProperty("posterAgency").GetString(), only.GetProperty("reason").GetString()));
            Assert.Equal(["timpora", "bp3mi"], only.GetProperty("agencies").EnumerateArray().Select(a => a.GetString()));
            Assert.Equal([chief], only.GetProperty("members").EnumerateArray().Select(m => m.GetGuid()));
            // Knowing that there is one is not reading it.
            Assert.Equal("not_found", (await (await app.As(who)).Refused(HttpMethod.Get, $"/api/alerts/{first}")).Code);
        }

        foreach (var who in new[] { "petugas.kanim", "kepala.polresta", "sekretariat.timpora", "admin.kanim" })
            Assert.Equal("not_permitted", (await (await app.As(who)).Refused(HttpMethod.Get, "/api/exclusions")).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chair_or_auditor_excluded_by_name_does_not_see_it_and_the_other_does(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        foreach (var (who, other) in new[] { ("ketua.timpora", "auditor"), ("auditor", "ketua.timpora") })
        {
            var alert = (await app.OfficerPosts(Reports.HoldingHouse(tlp: "CLEAR").But(("exclude", new { members = new[] { await app.IdOf(who) }, reason = Why })))).Id;
            Assert.DoesNotContain(alert.ToString(), await Outsider.Told(await (await app.As(who)).Send(HttpMethod.Get, "/api/exclusions")), StringComparison.Ordinal);
            Assert.Contains(alert.ToString(), await Outsider.Told(await (await app.As(other)).Send(HttpMethod.Get, "/api/exclusions")), StringComparison.Ordinal);
            Assert.Equal("not_found", (await (await app.As(who)).Refused(HttpMethod.Get, $"/api/alerts/{alert}")).Code);
        }
    }

    [Fact]
    public async Task That_somebody_is_excluded_cannot_be_told_from_the_log()
    {
        var app = await hubs.On(Database.Sqlite);
        var without = (await app.OfficerPosts()).Id;
        var with = (await app.OfficerPosts(Reports.HoldingHouse().But(("exclude", new { members = new[] { await app.IdOf("kepala.uptdppa") }, reason = Why })))).Id;
        var fields = new List<string>();
        foreach (var alert in new[] { without, with })
            fields.Add(string.Join(' ', (await app.Log(alert)).First(e => e.Kind == "alert.posted").Fact.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(fields[0], fields[1]);
        Assert.Contains("excludes", fields[0], StringComparison.Ordinal);
    }

    /// <summary>That somebody is shut out must not show at their own desk, where the rest of the agency reads what it was told before.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_agency_excluded_after_it_was_told_gets_nothing_more_at_its_desk_not_even_a_stub(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "kodim"))).Id;
        var told = (await app.HeadOf("meja-kodim")).Head;
        await app.Updates("petugas.kanim", alert, new { exclude = new { agencies = new[] { "kodim" }, reason = Why } });
        await app.Acknowledges("penghubung.polresta", alert, version: 2);
        await app.NotesProgress("penghubung.polresta", alert);
        await app.Resolves("sekretariat.timpora", alert);
        Assert.Equal(told, (await app.HeadOf("meja-kodim")).Head);
    }

    /// <summary>An offer that ends is told at the desk in words that name the alert, unless that would reach somebody it is hidden from.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_offer_that_ends_is_not_told_where_somebody_is_shut_out_by_name(bool isShutOut)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation().But(
            ("tlp", "AMBER+STRICT"), ("exclude", isShutOut ? new { members = new[] { await app.IdOf("kepala.dinsos") }, reason = Why } : null)))).Id;
        await app.Offers("penghubung.polresta", alert, "dinsos");
        await app.Offers("penghubung.polresta", alert, "disnaker");
        var desk = await Outsider.Told(await (await app.As("kepala.dinsos")).Send(HttpMethod.Get, "/api/channels/meja-dinsos/entries?limit=500"));
        Assert.Equal(!isShutOut, desk.Contains(alert.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_posts_is_warned_of_an_agency_whose_people_are_all_shut_out()
    {
        var app = await hubs.On(Database.Sqlite);
        var members = new[] { await app.IdOf("penghubung.polresta"), await app.IdOf("kepala.polresta"), await app.IdOf("petugas.polresta") };
        var posted = await app.OfficerPosts(Reports.Operation().But(("exclude", new { members, reason = Why })));
        Assert.Contains(posted.Warnings ?? [], w => w.Code == "nobody_can_answer");
    }
}
