using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class SignInTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Signing_in_says_who_one_is_and_lets_one_in(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var anyone = app.Anyone();

        var answer = await anyone.Post<GetMe.Response>("/api/session", new { userName = "penghubung.polresta", password = CommsApp.Password });
        var me = await anyone.Get<GetMe.Response>("/api/me");

        Assert.Equal("polresta", me.Agency.Code);
        Assert.Equal(["liaison"], me.Roles);
        Assert.Equal("meja-polresta", me.DeskChannel);
        Assert.Equal((answer.Id, answer.Name), (me.Id, me.Name));
    }

    [Fact]
    public async Task An_account_name_is_the_same_in_any_case_and_with_a_phones_trailing_space()
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("Petugas.KANIM ");
        Assert.NotNull(person.Cookie);
    }

    [Fact]
    public async Task An_unknown_account_and_a_wrong_password_get_the_same_answer()
    {
        await using var app = CommsApp.Start();
        using var anyone = app.Anyone();
        using var unknown = await Try(anyone, "nobody.nowhere", "wrong-password-1");
        using var wrong = await Try(anyone, "petugas.kanim", "wrong-password-1");

        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        var body = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(await unknown.Content.ReadAsStringAsync(), body);
        Assert.Contains("sign_in_failed", body, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Five_wrong_passwords_lock_the_account_for_five_minutes(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        using var anyone = app.Anyone();
        for (var i = 0; i < 4; i++)
            Assert.Equal("sign_in_failed", await CodeOf(anyone, "petugas.kanim", "wrong-password-1"));

        Assert.Equal("locked_out", await CodeOf(anyone, "petugas.kanim", "wrong-password-1"));
        Assert.Equal("locked_out", await CodeOf(anyone, "petugas.kanim", CommsApp.Password));
        using (await app.SignIn("kepala.kanim"))
            await app.TimePasses(TimeSpan.FromMinutes(5));
        using (await app.SignIn("petugas.kanim"))
            Assert.Equal("sign_in_failed", await CodeOf(anyone, "petugas.kanim", "wrong-password-1"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_lock_is_twice_as_long_up_to_an_hour_until_somebody_comes_in(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        using var anyone = app.Anyone();
        foreach (var minutes in new[] { 5, 10, 20, 40, 60, 60 })
        {
            for (var i = 0; i < 5; i++)
                await CodeOf(anyone, "petugas.kanim", "wrong-password-1");
            app.MinutesAreGone(minutes - (5 / 60.0));
            Assert.Equal("locked_out", await CodeOf(anyone, "petugas.kanim", CommsApp.Password));
            app.MinutesAreGone(6 / 60.0);
        }

        using (await app.SignIn("petugas.kanim"))
            for (var i = 0; i < 5; i++)
                await CodeOf(anyone, "petugas.kanim", "wrong-password-1");
        await app.TimePasses(TimeSpan.FromMinutes(5));
        using var back = await app.SignIn("petugas.kanim");
    }

    [Fact]
    public async Task Guesses_sent_at_the_same_time_get_no_more_tries()
    {
        await using var app = CommsApp.Start();
        using var anyone = app.Anyone();

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CodeOf(anyone, "petugas.kanim", $"wrong-password-{i}")));

        Assert.Equal(4, codes.Count(code => code == "sign_in_failed"));
        Assert.Equal(16, codes.Count(code => code == "locked_out"));
    }

    [Fact]
    public async Task One_account_may_sign_in_on_many_devices_at_once()
    {
        await using var app = CommsApp.Start();
        var devices = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.SignIn("petugas.kanim")));
        Assert.Equal(12, devices.Select(d => d.Cookie).Distinct().Count());
        Assert.Equal(12, await app.Read(db => db.Sessions.CountAsync()));
        foreach (var device in devices)
            device.Dispose();
    }

    [Fact]
    public async Task Missing_fields_are_named_in_the_readers_language()
    {
        await using var app = CommsApp.Start();
        using var anyone = app.Anyone();

        var indonesian = await anyone.Refused(HttpMethod.Post, "/api/session", new { userName = "" });
        anyone.Language = "en-GB,en;q=0.9";
        var english = await anyone.Refused(HttpMethod.Post, "/api/session", new { userName = "" });

        Assert.Equal(["password", "userName"], indonesian.Errors!.Keys.Order());
        Assert.Equal(["Isian ini wajib diisi."], indonesian.Errors["password"]);
        Assert.Equal(["This field is required."], english.Errors!["password"]);
        Assert.Equal(("Ada isian yang perlu diperbaiki.", "Some fields need correction."), (indonesian.Detail, english.Detail));
    }

    private static Task<HttpResponseMessage> Try(Person person, string userName, string password) =>
        person.Send(HttpMethod.Post, "/api/session", new { userName, password });

    private static async Task<string> CodeOf(Person person, string userName, string password)
    {
        using var answer = await Try(person, userName, password);
        return (await Person.ProblemOf(answer)).Code;
    }
}
