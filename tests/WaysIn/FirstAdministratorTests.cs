using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class FirstAdministratorTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_printed_link_makes_one_administrator_of_the_secretariat(Database database)
    {
        await using var app = CommsApp.Start(database, production: true);
        using var person = app.Anyone();
        var secret = await app.FirstAdministratorSecret();

        var made = await person.Post<GetMe.Response>("/api/first-administrator", Account(secret!));
        var again = await person.Refused(HttpMethod.Post, "/api/first-administrator", Account(secret!) with { UserName = "second.admin" });

        Assert.Equal(("timpora", "Sri Wahyuni"), (made.Agency.Code, made.Name));
        Assert.Equal(["admin"], made.Roles);
        Assert.Equal(("link_spent", 410), (again.Code, again.Status));
        using var admin = await app.SignIn("Sri.Wahyuni", "kata sandi yang panjang");
        Assert.Null(await app.FirstAdministratorSecret());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_several_links_used_at_once_one_works(Database database)
    {
        await using var app = CommsApp.Start(database, production: true);
        var secrets = new List<string>();
        for (var i = 0; i < 6; i++)
            secrets.Add((await app.FirstAdministratorSecret())!);

        using var person = app.Anyone();
        var answers = await Task.WhenAll(secrets.Select((secret, i) =>
            person.Send(HttpMethod.Post, "/api/first-administrator", Account(secret) with { UserName = $"admin.{i}" })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Gone));
        Assert.Equal(1, await app.Read(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task A_refused_account_gives_the_link_back()
    {
        await using var app = CommsApp.Start(production: true);
        using var person = app.Anyone();
        var account = Account((await app.FirstAdministratorSecret())!);

        var empty = await person.Refused(HttpMethod.Post, "/api/first-administrator", new { token = account.Token });
        var easy = await person.Refused(HttpMethod.Post, "/api/first-administrator", account with { Password = "aaaaaaaaaaaa" });
        var letters = await person.Refused(HttpMethod.Post, "/api/first-administrator", account with { UserName = "sri wahyuni" });

        Assert.Equal(["name", "password", "userName"], empty.Errors!.Keys.Order());
        Assert.Equal(["password"], easy.Errors!.Keys);
        Assert.Equal(["userName"], letters.Errors!.Keys);
        await person.Post<GetMe.Response>("/api/first-administrator", account);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64 at all!")]
    public async Task A_made_up_link_is_spent(string token)
    {
        await using var app = CommsApp.Start(production: true);
        using var person = app.Anyone();
        Assert.Equal("link_spent", (await person.Refused(HttpMethod.Post, "/api/first-administrator", Account(token))).Code);
    }

    [Fact]
    public async Task A_link_is_good_for_a_day()
    {
        await using var app = CommsApp.Start(virtualTime: true, production: true);
        using var person = app.Anyone();
        var secret = await app.FirstAdministratorSecret();
        app.MinutesAreGone(FirstAdministrator.LinkLife.TotalMinutes);
        Assert.Equal("link_spent", (await person.Refused(HttpMethod.Post, "/api/first-administrator", Account(secret!))).Code);
    }

    [Fact]
    public async Task The_secret_is_not_in_the_database()
    {
        await using var app = CommsApp.Start(production: true);
        var secret = await app.FirstAdministratorSecret();
        var hashes = await app.Read(db => db.FirstAdministratorLinks.Select(l => l.SecretHash).ToListAsync());
        Assert.Equal(2, hashes.Count);
        Assert.DoesNotContain(hashes, hash => Convert.ToBase64String(hash).Replace('+', '-').Replace('/', '_').TrimEnd('=') == secret);
    }

    private static FirstAdministrator.Request Account(string token) => new(token, "sri.wahyuni", "Sri Wahyuni", "kata sandi yang panjang");
}
