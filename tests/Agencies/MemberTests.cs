using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Agencies;

public sealed class MemberTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_directory_comes_in_pages_that_hold_everybody_once(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.SignIn("petugas.kanim");
        var whole = await person.Get<Page<ListMembers.Entry>>("/api/members");

        var pages = new List<ListMembers.Entry>();
        for (string? next = ""; next is not null;)
        {
            var page = await person.Get<Page<ListMembers.Entry>>($"/api/members?limit=7{(next.Length > 0 ? "&cursor=" + next : "")}");
            Assert.True(page.Items.Count <= 7);
            pages.AddRange(page.Items);
            next = page.Next;
        }

        Assert.Null(whole.Next);
        Assert.Equal(await app.Read(db => db.Users.CountAsync()), whole.Items.Count);
        Assert.Equal(whole.Items.Select(m => m.Id), pages.Select(m => m.Id));
        Assert.Contains(whole.Items, m => m is { Agency: "polresta", Roles: ["chief"] });
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_removed_member_is_nobody_at_once(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var admin = await app.SignIn("admin.kanim");
        using var officer = await app.SignIn("petugas.kanim");
        var me = await officer.Get<GetMe.Response>("/api/me");
        var before = await app.Read(db => db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.AclVersion));

        using var answer = await admin.Send(HttpMethod.Delete, $"/api/members/{me.Id}", new { clientKey = Guid.CreateVersion7() });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("sign_in_required", (await officer.Refused(HttpMethod.Get, "/api/me")).Code);
        Assert.Equal("sign_in_failed", (await officer.Refused(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = CommsApp.Password })).Code);
        Assert.Equal(0, await app.Read(db => db.Sessions.CountAsync(s => s.Member == me.Id)));
        Assert.DoesNotContain((await admin.Get<Page<ListMembers.Entry>>("/api/members")).Items, m => m.Id == me.Id);
        var after = await app.Read(db => db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.AclVersion));
        Assert.All(after, channel => Assert.Equal(before[channel.Key] + 1, channel.Value));
    }

    [Fact]
    public async Task A_session_that_outlived_its_member_lets_nobody_in()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        await app.RowIsRemoved("petugas.kanim");
        // The door itself refuses: this address looks at nothing but the session.
        Assert.Equal("sign_in_required", (await officer.Refused(HttpMethod.Delete, "/api/session")).Code);
    }

    [Fact]
    public async Task Removing_again_changes_nothing_and_needs_no_body()
    {
        await using var app = CommsApp.Start();
        using var admin = await app.SignIn("admin.kanim");
        var id = await Id(app, "petugas.kanim");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await admin.Send(HttpMethod.Delete, $"/api/members/{id}");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Equal(1, await app.Read(db => db.Channels.MaxAsync(c => c.AclVersion)));
    }

    [Theory]
    [InlineData("admin.kanim", "petugas.polresta")]
    [InlineData("admin.kanim", "admin.kanim")]
    [InlineData("kepala.kanim", "petugas.kanim")]
    [InlineData("ketua.timpora", "petugas.kanim")]
    public async Task Only_an_admin_removes_others_of_the_own_agency(string who, string whom)
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn(who);
        Assert.Equal("not_permitted", (await person.Refused(HttpMethod.Delete, $"/api/members/{await Id(app, whom)}")).Code);
        using var still = await app.SignIn(whom);
    }

    [Fact]
    public async Task Nobody_is_found_under_an_unknown_id()
    {
        await using var app = CommsApp.Start();
        using var admin = await app.SignIn("admin.kanim");
        Assert.Equal("not_found", (await admin.Refused(HttpMethod.Delete, $"/api/members/{Guid.CreateVersion7()}")).Code);
        Assert.Equal("not_found", (await admin.Refused(HttpMethod.Delete, "/api/members/not-an-id")).Code);
    }

    private static Task<Guid> Id(CommsApp app, string userName) =>
        app.Read(db => db.Users.Where(m => m.UserName == userName).Select(m => m.Id).SingleAsync());

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_suspended_member_is_nobody_until_the_admin_opens_the_account_again(Database database)
    {
        await using var app = CommsApp.Start(database);
        var admin = await app.As("admin.kanim");
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer);
        var id = await app.IdOf("petugas.kanim");

        await admin.Post($"/api/members/{id}/suspend", new { });
        Assert.Equal("sign_in_required", (await officer.Refused(HttpMethod.Get, "/api/me")).Code);
        Assert.Equal("sign_in_failed", (await officer.Refused(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = CommsApp.Password })).Code);
        await Device.Until(() => device.IsClosed);
        Assert.True((await admin.Get<Page<ListMembers.Entry>>("/api/members")).Items.Single(m => m.Id == id).Suspended);
        Assert.DoesNotContain((await (await app.As("kepala.polresta")).Get<Page<ListMembers.Entry>>("/api/members")).Items, m => m.Id == id);
        Assert.DoesNotContain((await (await app.As("kepala.kanim")).Get<Page<ListMembers.Entry>>("/api/members")).Items, m => m.Id == id);

        await admin.Post($"/api/members/{id}/restore", new { });
        Assert.Equal("sign_in_required", (await officer.Refused(HttpMethod.Get, "/api/me")).Code);
        using var back = await app.SignIn("petugas.kanim");
        Assert.Contains((await back.Get<Page<ListMembers.Entry>>("/api/members")).Items, m => m.Id == id && !m.Suspended);
    }

    [Fact]
    public async Task Who_has_left_for_good_is_not_restored_and_who_is_suspended_can_leave()
    {
        await using var app = CommsApp.Start();
        var admin = await app.As("admin.kanim");
        var id = await app.IdOf("petugas.kanim");
        await admin.Post($"/api/members/{id}/suspend", new { });
        await app.Removes("admin.kanim", "petugas.kanim");
        Assert.Equal("not_found", (await admin.Refused(HttpMethod.Post, $"/api/members/{id}/restore", new { })).Code);
        Assert.DoesNotContain((await admin.Get<Page<ListMembers.Entry>>("/api/members")).Items, m => m.Id == id);
        Assert.Equal("not_permitted", (await admin.Refused(HttpMethod.Post, $"/api/members/{await app.IdOf("admin.kanim")}/suspend", new { })).Code);
        Assert.Equal("not_permitted", (await admin.Refused(HttpMethod.Post, $"/api/members/{await app.IdOf("petugas.polresta")}/suspend", new { })).Code);
    }
}
