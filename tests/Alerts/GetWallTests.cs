using System.Text.Json;
using Timpora.Comms.Access;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class GetWallTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_screen_shows_who_owes_an_answer_and_nothing_that_was_written(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var wall = await Wall(app);
        var posted = await app.OfficerPosts(Reports.Operation().But(
            ("tlp", "AMBER"), ("headline", "KENARI judul"), ("narrative", "KENARI uraian"), ("location", new { lat = -5.45, lon = 105.26, address = "KENARI jalan" })));
        await app.Acknowledges("penghubung.polresta", posted.Id, note: "KENARI catatan");
        await app.Writes("penghubung.polresta", posted.Id, "KENARI pesan");

        var shown = await wall.Get<GetWall.Response>("/api/wall");
        var raw = (await wall.Get<JsonElement>("/api/wall")).GetRawText();

        var alert = Assert.Single(shown.Alerts);
        Assert.Equal((posted.Id, "kanim"), (alert.Alert, shown.Agency.Code));
        Assert.Equal("Acknowledged", alert.Obligations.Single(o => o.Agency == "polresta").State);
        Assert.DoesNotContain("KENARI", raw, StringComparison.Ordinal);
        Assert.DoesNotContain((await app.IdOf("petugas.kanim")).ToString(), raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_most_urgent_stand_first_and_what_is_over_stands_no_more()
    {
        await using var app = CommsApp.Start();
        using var wall = await Wall(app);
        var over = await app.OfficerPosts(Reports.Operation().But(("tlp", "AMBER")));
        var mendesak = await app.OfficerPosts(Reports.HoldingHouse().But(("tlp", "AMBER")));
        var kritis = await app.OfficerPosts(Reports.Operation().But(("tlp", "AMBER")));
        await app.Cancels("petugas.kanim", over.Id);

        Assert.Equal([kritis.Id, mendesak.Id], (await wall.Get<GetWall.Response>("/api/wall")).Alerts.Select(a => a.Alert));
    }

    [Fact]
    public async Task A_screen_shows_what_its_agency_may_read_and_nothing_named()
    {
        await using var app = CommsApp.Start();
        using var wall = await Wall(app);
        // Of another agency's alert the screen's own is required or not.
        foreach (var (tlp, isRequired, isShown) in new[] { ("AMBER+STRICT", true, true), ("AMBER+STRICT", false, false), ("GREEN", false, true), ("RED", true, false) })
        {
            var recipients = tlp == "RED" ? new[] { await app.IdOf("petugas.kanim") } : null;
            var posted = await app.OfficerPosts(Reports.Operation().But(
                ("clientKey", Guid.CreateVersion7()), ("tlp", tlp), ("recipients", recipients), ("requiredAgencies", isRequired ? new[] { "kanim", "polresta" } : ["polresta"])), by: "petugas.polresta");
            Assert.True(isShown == (await wall.Get<GetWall.Response>("/api/wall")).Alerts.Any(a => a.Alert == posted.Id), $"{tlp} {isRequired}");
        }
    }

    [Fact]
    public async Task A_screen_shows_nothing_its_agency_is_excluded_from()
    {
        await using var app = CommsApp.Start();
        using var wall = await Wall(app);
        await app.OfficerPosts(Reports.Operation().But(("tlp", "GREEN"), ("requiredAgencies", new[] { "polresta" }), ("exclude", new { agencies = new[] { "kanim" }, reason = "Ada dugaan keterlibatan." })), by: "petugas.polresta");
        Assert.Empty((await wall.Get<GetWall.Response>("/api/wall")).Alerts);
    }

    /// <summary>Nobody signs in there each morning; whoever takes the screen away takes nothing, once the admin has removed it.</summary>
    [Fact]
    public async Task A_screen_stays_for_a_month_unless_the_admin_removes_it()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var wall = await Wall(app);
        app.MinutesAreGone(TimeSpan.FromDays(29).TotalMinutes);
        await wall.Get<GetWall.Response>("/api/wall");
        var me = await wall.Get<GetMe.Response>("/api/me");
        using var removed = await (await app.As("admin.kanim")).Send(HttpMethod.Delete, $"/api/members/{me.Id}", new { clientKey = Guid.CreateVersion7() });
        Assert.True(removed.IsSuccessStatusCode);
        Assert.Equal("sign_in_required", (await wall.Refused(HttpMethod.Get, "/api/wall")).Code);

        using var second = await Wall(app);
        app.MinutesAreGone(SessionStore.WallLife.TotalMinutes + 1);
        Assert.Equal("sign_in_required", (await second.Refused(HttpMethod.Get, "/api/wall")).Code);
    }

    [Fact]
    public async Task People_read_no_wall_and_screens_nothing_else()
    {
        await using var app = CommsApp.Start();
        using var wall = await Wall(app);
        var posted = await app.OfficerPosts(Reports.Operation().But(("tlp", "CLEAR")));

        Assert.Equal("not_permitted", (await (await app.As("kepala.kanim")).Refused(HttpMethod.Get, "/api/wall")).Code);
        foreach (var path in new[] { $"/api/alerts/{posted.Id}", "/api/channels/opgab/entries", "/api/alerts", "/api/members", "/api/ways-in", "/api/sessions", "/api/duty" })
            Assert.Equal("not_permitted", (await wall.Refused(HttpMethod.Get, path)).Code);
        Assert.Equal("not_permitted", (await wall.Refused(HttpMethod.Put, "/api/password", new { password = "kapal-jendela-sore-79" })).Code);
        await using var line = wall.Connect();
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<HttpRequestException>(() => line.StartAsync())).StatusCode);
        await wall.Get<JsonElement>("/api/organisation");
    }

    private static async Task<Person> Wall(CommsApp app)
    {
        var link = await (await app.As("admin.kanim")).Post<Invite.Response>("/api/invitations", new { roles = new[] { "wall" }, name = "Layar ruang jaga", position = "Layar" });
        var wall = app.Anyone();
        var me = await wall.Post<GetMe.Response>("/api/invitations/accept", new { token = link.Secret });
        Assert.Equal(["wall"], me.Roles);
        Assert.False(me.Unfinished);
        return wall;
    }
}
