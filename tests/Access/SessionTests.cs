using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

public sealed class SessionTests
{
    [Fact]
    public async Task The_cookie_is_bound_to_this_host_and_closed_to_scripts_and_other_sites()
    {
        await using var app = CommsApp.Start();
        using var anyone = app.Anyone();
        using var answer = await anyone.Send(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = CommsApp.Password });

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        var parts = cookie.Split("; ").Select(p => p.ToLowerInvariant()).ToList();
        Assert.StartsWith("__Host-timpora=", cookie, StringComparison.Ordinal);
        Assert.Subset(parts.ToHashSet(), new HashSet<string> { "path=/", "secure", "httponly", "samesite=strict" });
        Assert.DoesNotContain(parts, p => p.StartsWith("domain=", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Deleting_the_row_ends_the_session_at_once(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.SignIn("petugas.kanim");
        await person.Get<object>("/api/me");

        await app.Read(db => db.Sessions.ExecuteDeleteAsync());

        Assert.Equal("sign_in_required", (await person.Refused(HttpMethod.Get, "/api/me")).Code);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_every_copy_of_the_cookie()
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("petugas.kanim");
        using var copy = app.Anyone();
        copy.Cookie = person.Cookie;

        using var answer = await person.Send(HttpMethod.Delete, "/api/session");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Null(person.Cookie);
        Assert.Equal("sign_in_required", (await copy.Refused(HttpMethod.Get, "/api/me")).Code);
    }

    [Fact]
    public async Task What_one_member_wrote_does_not_go_out_in_the_session_of_another()
    {
        await using var app = CommsApp.Start();
        using var other = await app.SignIn("petugas.kanim");
        other.Writer = Guid.CreateVersion7().ToString();
        Assert.Equal("sign_in_required", (await other.Refused(HttpMethod.Post, "/api/alerts", Reports.HoldingHouse())).Code);
        Assert.Equal(0, await app.Read(db => db.Alerts.CountAsync()));

        other.Writer = null;
        other.Writer = (await other.Get<Me>("/api/me")).Id.ToString();
        await other.Post("/api/alerts", Reports.HoldingHouse());
        Assert.Equal(1, await app.Read(db => db.Alerts.CountAsync()));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_session_ends_after_twelve_hours_however_busy_and_its_row_is_swept_at_the_next_sign_in(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        using var person = await app.SignIn("petugas.kanim");
        app.MinutesAreGone(60 * 11.9);
        await person.Get<object>("/api/me");

        app.MinutesAreGone(60 * 0.2);

        using var other = await app.SignIn("penghubung.kanim");
        Assert.Equal(1, await app.Read(db => db.Sessions.CountAsync()));
        Assert.Equal("sign_in_required", (await person.Refused(HttpMethod.Get, "/api/me")).Code);
    }

    [Fact]
    public async Task Signing_in_again_on_a_device_makes_a_new_session_and_ends_the_old_one()
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("petugas.kanim");
        using var copy = app.Anyone();
        copy.Cookie = person.Cookie;
        var before = await app.Read(db => db.Sessions.Select(s => s.Key).SingleAsync());

        await person.Post("/api/session", new { userName = "kepala.kanim", password = CommsApp.Password });

        Assert.NotEqual(before, await app.Read(db => db.Sessions.Select(s => s.Key).SingleAsync()));
        Assert.Equal("sign_in_required", (await copy.Refused(HttpMethod.Get, "/api/me")).Code);
        await person.Get<object>("/api/me");
    }

    [Fact]
    public async Task A_failed_sign_in_leaves_the_present_session_alone()
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("petugas.kanim");
        await person.Refused(HttpMethod.Post, "/api/session", new { userName = "kepala.kanim", password = "wrong-password-1" });
        await person.Get<object>("/api/me");
    }

    [Fact]
    public async Task A_made_up_cookie_is_nobody()
    {
        await using var app = CommsApp.Start();
        using var person = app.Anyone();
        person.Cookie = "__Host-timpora=CfDJ8made-up";
        Assert.Equal("sign_in_required", (await person.Refused(HttpMethod.Get, "/api/me")).Code);
    }

    [Fact]
    public async Task A_session_is_good_on_every_node()
    {
        await using var app = CommsApp.Start();
        await using var second = app.StartSecondNode();
        using var person = await app.SignIn("petugas.kanim");
        using var there = second.Anyone();
        there.Cookie = person.Cookie;
        await there.Get<object>("/api/me");
    }

    private sealed record Me(Guid Id);
}
