using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

/// <summary>Changing a password, and coming in with it.</summary>
public sealed class PasswordTests
{
    private const string Other = "kapal-jendela-sore-79";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_one_needs_the_one_so_far(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.SignIn("petugas.kanim");
        using var elsewhere = await app.SignIn("petugas.kanim");
        var before = await Hash(app);
        foreach (var current in new[] { null, "", "salah-sama-sekali", Other, CommsApp.Password + " ", CommsApp.Password.ToUpperInvariant() })
        {
            var refused = await person.Refused(HttpMethod.Put, "/api/password", new { password = Other, current });
            Assert.Equal(["current"], refused.Errors!.Keys);
        }

        Assert.Equal(before, await Hash(app));
        await elsewhere.Get<object>("/api/me");
        using (await app.SignIn("petugas.kanim"))
        using (var set = await person.Send(HttpMethod.Put, "/api/password", new { password = Other, current = CommsApp.Password }))
            Assert.True(set.IsSuccessStatusCode);
        Assert.NotEqual(before, await Hash(app));
        using var again = await app.SignIn("petugas.kanim", Other);
    }

    [Fact]
    public async Task Who_has_none_yet_needs_none()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        await Set(person, Other, current: null);
        Assert.Equal(["password"], (await person.Refused(HttpMethod.Put, "/api/password", new { password = "indonesiamerdeka", current = Other })).Errors!.Keys);
        Assert.Equal(["current"], (await person.Refused(HttpMethod.Put, "/api/password", new { password = "mesin ketik tua berdebu" })).Errors!.Keys);
        await Set(person, "mesin ketik tua berdebu", Other);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_changes_at_once_the_second_finds_that_its_password_is_over(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.SignIn("petugas.kanim");
        string[] chosen = [Other, "mesin ketik tua berdebu", "durian melompat pagar hijau"];

        var answers = await Task.WhenAll(chosen.Select(password => person.Send(HttpMethod.Put, "/api/password", new { password, current = CommsApp.Password })));

        var kept = chosen[Array.FindIndex(answers, a => a.IsSuccessStatusCode)];
        Assert.Single(answers, a => a.IsSuccessStatusCode);
        foreach (var answer in answers)
            answer.Dispose();
        using var again = await app.SignIn("petugas.kanim", kept);
    }

    /// <summary>Longer than what some ways of hashing look at, with spaces, and with letters of other scripts.</summary>
    [Theory]
    [InlineData("Kapal di Jendela, sore yang panjang sekali di pelabuhan lama, tujuh puluh sembilan perahu")]
    [InlineData(" é 船 сом ☂ kapal jendela sore durian melompat pagar hijau mesin ketik tua berdebu 79 ñandú ")]
    public async Task It_is_taken_exactly_as_typed(string password)
    {
        Assert.True(password.Length > 72);
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("petugas.kanim");
        await Set(person, password, CommsApp.Password);
        using var elsewhere = app.Anyone();
        foreach (var other in new[] { password.ToUpperInvariant(), password + " ", password[..72], password[1..] })
            Assert.Equal("sign_in_failed", (await elsewhere.Refused(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = other })).Code);
        using var again = await app.SignIn("petugas.kanim", password);
    }

    [Fact]
    public async Task One_set_a_year_ago_still_lets_in()
    {
        await using var app = CommsApp.Start(virtualTime: true, inHand: true);
        using (var person = await app.SignIn("petugas.kanim"))
        {
            await Set(person, Other, CommsApp.Password);
            app.MinutesAreGone(TimeSpan.FromDays(366).TotalMinutes);
            Assert.Equal("sign_in_required", (await person.Refused(HttpMethod.Get, "/api/me")).Code);
        }

        using var again = await app.SignIn("petugas.kanim", Other);
        Assert.False((await again.Get<GetMe.Response>("/api/me")).Unfinished);
        await again.Get<object>("/api/channels");
    }

    private static async Task Set(Person person, string password, string? current)
    {
        using var set = await person.Send(HttpMethod.Put, "/api/password", new { password, current });
        Assert.Equal(System.Net.HttpStatusCode.NoContent, set.StatusCode);
    }

    private static Task<string?> Hash(CommsApp app) => app.Read(db => db.Users.AsNoTracking().Where(m => m.UserName == "petugas.kanim").Select(m => m.PasswordHash).SingleAsync());
}
