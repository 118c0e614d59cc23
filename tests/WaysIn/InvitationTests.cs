using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class InvitationTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_admins_link_makes_one_member_of_the_agency(Database database)
    {
        await using var app = CommsApp.Start(database);
        var admin = await app.As("admin.kanim");
        var link = await Invites(admin, "liaison", "chief");
        using var person = app.AtLocalhost();

        var shown = await person.Post<LookAtInvitation.Response>("/api/invitations/look", new { token = link.Secret });
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using var anyone = app.AtLocalhost();
            using var answer = await anyone.Send(HttpMethod.Post, "/api/invitations/accept", new { token = link.Secret, userName = $"baru.{i}" });
            return (int)answer.StatusCode;
        }));

        Assert.Equal(("member", "kanim", "Orang Baru", null), (shown.Kind, shown.Agency.Code, shown.Name, shown.UserName));
        Assert.Equal([200, 410, 410, 410], answers.Order());
        Assert.Equal("link_spent", (await person.Refused(HttpMethod.Post, "/api/invitations/look", new { token = link.Secret })).Code);
        var made = await app.Read(db => db.Users.SingleAsync(m => !m.IsDemo));
        Assert.Equal(("kanim", Roles.Liaison | Roles.Chief, "Orang Baru", null), (made.Agency, made.Roles, made.Name, made.PasswordHash));
        Assert.Contains((await admin.Get<Page<ListMembers.Entry>>("/api/members")).Items, m => m.Id == made.Id);
        Assert.Empty((await admin.Get<Page<ListInvitations.Item>>("/api/invitations")).Items);
    }

    [Fact]
    public async Task A_link_is_good_for_three_days()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        var link = await Invites(await app.As("admin.kanim"));
        Assert.Equal(app.Now + TimeSpan.FromHours(72), link.ExpiresAt);
        using var person = app.Anyone();
        app.MinutesAreGone((60 * 72) - 1);
        await person.Post("/api/invitations/look", new { token = link.Secret });
        app.MinutesAreGone(1);
        Assert.Equal("link_spent", (await person.Refused(HttpMethod.Post, "/api/invitations/accept", new { token = link.Secret, userName = "baru.kanim" })).Code);
        Assert.Empty((await (await app.As("admin.kanim")).Get<Page<ListInvitations.Item>>("/api/invitations")).Items);
    }

    [Fact]
    public async Task A_link_that_was_withdrawn_is_spent()
    {
        await using var app = CommsApp.Start();
        var admin = await app.As("admin.kanim");
        var link = await Invites(admin);
        Assert.Equal(link.Id, Assert.Single((await admin.Get<Page<ListInvitations.Item>>("/api/invitations")).Items).Id);
        var overseer = await app.As("sekretariat.timpora");
        Assert.Empty((await overseer.Get<Page<ListInvitations.Item>>("/api/invitations")).Items);
        Assert.Equal("not_found", (await overseer.Refused(HttpMethod.Delete, $"/api/invitations/{link.Id}")).Code);
        using var withdrawn = await admin.Send(HttpMethod.Delete, $"/api/invitations/{link.Id}");
        Assert.True(withdrawn.IsSuccessStatusCode);
        using var person = app.Anyone();
        Assert.Equal("link_spent", (await person.Refused(HttpMethod.Post, "/api/invitations/accept", new { token = link.Secret, userName = "baru.kanim" })).Code);
    }

    [Fact]
    public async Task A_refused_account_gives_the_link_back()
    {
        await using var app = CommsApp.Start();
        var link = await Invites(await app.As("admin.kanim"));
        using var person = app.Anyone();
        foreach (var userName in new[] { null, "", "dengan spasi", "petugas.kanim" })
            Assert.Equal(["userName"], (await person.Refused(HttpMethod.Post, "/api/invitations/accept", new { token = link.Secret, userName })).Errors!.Keys);
        await person.Post("/api/invitations/accept", new { token = link.Secret, userName = "baru.kanim" });
    }

    /// <summary>Only its hash is stored, and no first answer with it either.</summary>
    [Fact]
    public async Task The_secret_is_not_in_the_database()
    {
        await using var app = CommsApp.Start();
        var link = await Invites(await app.As("admin.kanim"));
        Assert.DoesNotContain(link.Secret, await app.Read(async db => string.Join('\n', await db.CommandResults.Select(r => r.Response).ToListAsync())), StringComparison.Ordinal);
        Assert.Equal(Invitation.Hash(link.Secret), (await app.Read(db => db.Invitations.SingleAsync())).SecretHash);
    }

    [Fact]
    public async Task Who_may_invite_whom()
    {
        await using var app = CommsApp.Start();
        var made = 0;
        foreach (var (who, role, agency, status) in new (string, string, string?, int)[]
        {
            ("admin.kanim", "officer", null, 201), ("admin.kanim", "wall", null, 201), ("admin.kanim", "officer", "polresta", 403), ("admin.kanim", "admin", "polresta", 403),
            ("admin.kanim", "secretariat", null, 403), ("admin.kanim", "chair", "timpora", 403), ("admin.kanim", "auditor", null, 403),
            ("sekretariat.timpora", "admin", "polresta", 201), ("ketua.timpora", "admin", "kanim", 201), ("sekretariat.timpora", "officer", "polresta", 403),
            ("sekretariat.timpora", "chair", "timpora", 403), ("kepala.kanim", "officer", null, 403), ("auditor", "officer", null, 403),
        })
        {
            using var answer = await (await app.As(who)).Send(HttpMethod.Post, "/api/invitations", new { roles = new[] { role }, name = "Orang Baru", position = "Petugas", agency });
            Assert.True(status == (int)answer.StatusCode, $"{who} {role} {agency}: {answer.StatusCode}");
            made += status == 201 ? 1 : 0;
            Assert.Equal(made, await app.Read(db => db.Invitations.CountAsync()));
        }
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field()
    {
        await using var app = CommsApp.Start();
        var admin = await app.As("admin.kanim");
        Assert.Equal(["name", "position", "roles"], (await admin.Refused(HttpMethod.Post, "/api/invitations", new { })).Errors!.Keys.Order());
        foreach (var roles in new[] { ["wall", "chief"], ["guest", "officer"], new[] { "raja" } })
            Assert.Contains("roles", (await admin.Refused(HttpMethod.Post, "/api/invitations", new { roles, name = "A", position = "B" })).Errors!.Keys);
        Assert.Equal(["agency"], (await admin.Refused(HttpMethod.Post, "/api/invitations", new { roles = new[] { "officer" }, name = "A", position = "B", agency = "mana" })).Errors!.Keys);
        Assert.Equal(["channels", "organisation"], (await (await app.As("sekretariat.timpora")).Refused(HttpMethod.Post, "/api/invitations", new { roles = new[] { "guest" }, name = "A", position = "B" })).Errors!.Keys.Order());
    }

    /// <summary>A lost phone: the admin's link opens the account for its owner, and nothing old opens it any more.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_member_who_has_lost_every_way_in_starts_anew(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.Invited("baru.kanim");
        using var lost = new SoftKey();
        var paper = (await person.Makes(lost)).RecoveryCodes!;
        var admin = await app.As("admin.kanim");
        var link = await admin.Post<Invite.Response>("/api/invitations", new { member = await app.IdOf("baru.kanim") });
        using var owner = app.AtLocalhost();

        var shown = await owner.Post<LookAtInvitation.Response>("/api/invitations/look", new { token = link.Secret });
        await person.Get<GetMe.Response>("/api/me");
        var me = await owner.Post<GetMe.Response>("/api/invitations/accept", new { token = link.Secret });

        Assert.Equal(("recovery", "baru.kanim"), (shown.Kind, shown.UserName));
        Assert.True(me.Unfinished);
        Assert.Equal("sign_in_required", (await person.Refused(HttpMethod.Get, "/api/me")).Code);
        using var thief = app.AtLocalhost();
        Assert.Equal("passkey_refused", (await thief.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = lost.Use(await thief.Asked(lost, "/api/session/passkey/options")) })).Code);
        Assert.Equal("sign_in_failed", (await thief.Refused(HttpMethod.Post, "/api/session/recovery", new { userName = "baru.kanim", code = paper[0] })).Code);
        using var key = new SoftKey();
        Assert.NotNull((await owner.Makes(key)).RecoveryCodes);
        await owner.Get<object>("/api/channels");
    }

    [Fact]
    public async Task Who_may_let_whom_in_again()
    {
        await using var app = CommsApp.Start();
        foreach (var (who, member, status) in new[]
        {
            ("admin.kanim", "petugas.kanim", 201), ("admin.kanim", "petugas.polresta", 403), ("admin.kanim", "admin.kanim", 403),
            ("sekretariat.timpora", "admin.kanim", 201), ("sekretariat.timpora", "petugas.kanim", 403), ("kepala.kanim", "petugas.kanim", 403),
        })
        {
            using var answer = await (await app.As(who)).Send(HttpMethod.Post, "/api/invitations", new { member = await app.IdOf(member) });
            Assert.True(status == (int)answer.StatusCode, $"{who} {member}: {answer.StatusCode}");
        }
    }

    /// <summary>Neither by a link made before nor by one made after; a screen has no ways in that could be lost.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nobody_lets_in_again_who_was_removed_or_is_a_screen(Database database)
    {
        await using var app = CommsApp.Start(database);
        var admin = await app.As("admin.kanim");
        var (member, screen) = (await app.IdOf("petugas.kanim"), await app.Hires("layar.kanim", "kanim", Roles.Wall));
        Assert.Equal("not_permitted", (await admin.Refused(HttpMethod.Post, "/api/invitations", new { member = screen })).Code);
        var link = await admin.Post<Invite.Response>("/api/invitations", new { member });
        await app.RowIsRemoved("petugas.kanim");
        using var person = app.AtLocalhost();
        Assert.Equal("link_spent", (await person.Refused(HttpMethod.Post, "/api/invitations/accept", new { token = link.Secret })).Code);
        Assert.Equal("not_found", (await admin.Refused(HttpMethod.Post, "/api/invitations", new { member })).Code);
    }

    private static Task<Invite.Response> Invites(Person admin, params string[] roles) =>
        admin.Post<Invite.Response>("/api/invitations", new { roles = roles.Length > 0 ? roles : ["officer"], name = "Orang Baru", position = "Petugas baru" });
}
