using System.Text.Json;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What colleagues of one agency may do by their roles, where an act itself is open to both and only what comes of it differs; and what nobody may without any.</summary>
public sealed class ByRoleTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_liaisons_no_ends_nothing_and_the_chiefs_does(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.NotEqual("Declined", (await app.Declines("penghubung.polresta", alert)).State);
        Assert.Equal("Declined", (await app.Declines("kepala.polresta", alert)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_an_officer_has_seen_their_agency_has_not(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        foreach (var (who, state) in new[] { ("petugas.polresta", "Notified"), ("penghubung.polresta", "Seen") })
        {
            using var answer = await (await app.As(who)).Send(HttpMethod.Post, $"/api/alerts/{alert}/seen", new { version = 1 });
            Assert.True(answer.IsSuccessStatusCode);
            Assert.Equal(state, (await app.Owes("polresta", alert)).State);
        }
    }

    /// <summary>What a screening found is a victim's, and for those who act on it.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_screening_is_shown_to_who_sees_the_place(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse(tlp: "GREEN"))).Id;
        await app.Resolves("penghubung.polresta", alert);
        Assert.NotNull((await app.Opens("penghubung.dinsos", alert)).Screening);
        foreach (var who in new[] { "penghubung.bp3mi", "penghubung.kua" })
        {
            var seen = await app.Opens(who, alert);
            Assert.Equal("TIDAK-TERBUKTI", seen.Outcome);
            Assert.Null(seen.Screening);
        }
    }

    /// <summary>A desk is read as it is; it is nobody's to join or to leave.</summary>
    [Fact]
    public async Task The_own_desk_is_neither_joined_nor_left()
    {
        var app = await hubs.On(Database.Sqlite);
        var liaison = await app.As("penghubung.polresta");
        await liaison.Get<object>("/api/channels/meja-polresta/entries");
        foreach (var act in new[] { "join", "leave" })
            Assert.Equal("not_permitted", (await liaison.Refused(HttpMethod.Post, $"/api/channels/meja-polresta/{act}", new { clientKey = Guid.CreateVersion7() })).Code);
    }

    [Fact]
    public async Task An_officer_sends_no_stand_in_home()
    {
        var app = await hubs.On(Database.Sqlite);
        var stands = await app.Hires("jaga.polresta", "polresta", Roles.Liaison);
        var written = await (await app.As("kepala.polresta")).Post<JsonElement>(
            "/api/duty/override", new { clientKey = Guid.CreateVersion7(), role = "liaison", member = stands, from = app.Now, to = app.Now.AddHours(1), reason = "Rapat dinas" });
        var id = written.GetProperty("id").GetGuid();
        Assert.Equal("not_permitted", (await (await app.As("petugas.polresta")).Refused(HttpMethod.Post, "/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id })).Code);
        await (await app.As("kepala.polresta")).Post("/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id });
    }

    /// <summary>Signed in and nothing else: not even what every role may.</summary>
    [Fact]
    public async Task Who_has_no_role_is_told_nothing_of_the_team()
    {
        var app = await hubs.On(Database.Sqlite);
        await app.Hires("tanpa.peran", "polresta", Roles.None);
        var nobody = await app.As("tanpa.peran");
        foreach (var address in new[] { "/api/organisation", "/api/members" })
            Assert.Equal("not_permitted", (await nobody.Refused(HttpMethod.Get, address)).Code);
        Assert.Equal("not_found", (await nobody.Refused(HttpMethod.Get, "/api/channels/tppo/entries")).Code);
    }

    /// <summary>An alert that the screen's own agency has posted elsewhere is not one of its channel.</summary>
    [Theory]
    [InlineData("kanim", true)]
    [InlineData("polresta", false)]
    public void A_screen_shows_only_what_its_agency_is_admitted_to(string admitted, bool isShown)
    {
        var alert = new AlertAccess(Guid.CreateVersion7(), TlpMark.Amber, Guid.CreateVersion7(), "kanim", [], [], [], [], []);
        Assert.Equal(isShown, Permissions.MayShow(new Reader(Guid.CreateVersion7(), "kanim", Roles.Wall), alert, [admitted]));
    }
}
