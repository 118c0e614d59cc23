using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class AuthenticatorTests
{
    private const string Password = "kapal-jendela-sore-79";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_password_then_asks_for_the_apps_code(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        using var person = await app.Invited("baru.kanim");
        var secret = await person.SetsUpApp(Password, app.Now);
        await app.TimePasses(TimeSpan.FromMinutes(2));
        using var elsewhere = app.Anyone();

        Assert.Equal(("code_required", 401), await Try(elsewhere, null));
        Assert.Equal(("sign_in_failed", 401), await Try(elsewhere, "000000"));
        var me = await elsewhere.Post<GetMe.Response>("/api/session", new { userName = "baru.kanim", password = Password, code = Keys.Code(secret, app.Now) });

        Assert.False(me.Unfinished);
        Assert.Equal(["officer"], me.Roles);
        await elsewhere.Get<object>("/api/channels");
    }

    /// <summary>RFC 6238 section 5.2: whoever looked over a shoulder has nothing.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_code_is_good_once(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        using var person = await app.Invited("baru.kanim");
        var secret = await person.SetsUpApp(Password, app.Now);
        using var elsewhere = app.Anyone();
        Assert.Equal("sign_in_failed", (await Try(elsewhere, Keys.Code(secret, app.Now))).Code);
        await app.TimePasses(TimeSpan.FromMinutes(2));
        var code = Keys.Code(secret, app.Now);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => elsewhere.Send(HttpMethod.Post, "/api/session", new { userName = "baru.kanim", password = Password, code })));

        Assert.Single(answers, a => a.IsSuccessStatusCode);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task A_phones_clock_may_be_half_a_minute_wrong()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var person = await app.Invited("baru.kanim");
        var secret = await person.SetsUpApp(Password, app.Now);
        await app.TimePasses(TimeSpan.FromMinutes(5));
        using var elsewhere = app.Anyone();
        foreach (var (seconds, isGood) in new[] { (-90, false), (90, false), (-30, true), (30, true) })
        {
            using var answer = await elsewhere.Send(HttpMethod.Post, "/api/session", new { userName = "baru.kanim", password = Password, code = Keys.Code(secret, app.Now.AddSeconds(seconds)) });
            Assert.True(isGood == answer.IsSuccessStatusCode, $"{seconds} s");
        }
    }

    [Fact]
    public async Task Wrong_codes_lock_like_wrong_passwords()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        await person.SetsUpApp(Password, app.Now);
        using var elsewhere = app.Anyone();
        var codes = new List<string>();
        for (var i = 0; i < 6; i++)
            codes.Add((await Try(elsewhere, "000000")).Code);
        Assert.Equal(["sign_in_failed", "sign_in_failed", "sign_in_failed", "sign_in_failed", "locked_out", "locked_out"], codes);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_code_on_paper_stands_in_for_the_app_once(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        using var person = await app.Invited("baru.kanim");
        await person.SetsUpApp(Password, app.Now);
        var paper = (await person.Post<MakeRecoveryCodes.Response>("/api/recovery-codes", new { })).RecoveryCodes;
        using var elsewhere = app.Anyone();
        var stored = await app.Read(db => db.RecoveryCodes.Select(c => c.Hash).ToListAsync());
        Assert.Equal(10, stored.Count);
        Assert.All(stored, hash => Assert.Equal(32, hash.Length));
        Assert.All(paper, code => Assert.Equal(10, OtpNet.Base32Encoding.ToBytes(code.Replace("-", "", StringComparison.Ordinal)).Length));

        // As people type it.
        var typed = paper[3].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();
        Assert.False((await elsewhere.Post<GetMe.Response>("/api/session", new { userName = "baru.kanim", password = Password, code = typed })).Unfinished);
        Assert.Equal("sign_in_failed", (await Try(elsewhere, paper[3])).Code);
    }

    [Fact]
    public async Task Nothing_changes_until_the_first_code_is_right()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var person = await app.Invited("baru.kanim");
        var begun = await person.Post<BeginAuthenticator.Response>("/api/authenticator", new { });
        var secret = OtpNet.Base32Encoding.ToBytes(begun.Secret);

        var early = await person.Refused(HttpMethod.Put, "/api/authenticator", new { token = begun.Token, code = Keys.Code(secret, app.Now) });
        using (await person.Send(HttpMethod.Put, "/api/password", new { password = Password }))
            Assert.Equal(["code"], (await person.Refused(HttpMethod.Put, "/api/authenticator", new { token = begun.Token, code = "000000" })).Errors!.Keys);
        var madeUp = await person.Refused(HttpMethod.Put, "/api/authenticator", new { token = "AAAA", code = Keys.Code(secret, app.Now) });

        Assert.Equal(["password"], early.Errors!.Keys);
        Assert.Equal(["token"], madeUp.Errors!.Keys);
        Assert.Equal(0, await app.Read(db => db.Users.CountAsync(m => m.CodeSecret != null)));
        Assert.StartsWith("data:image/svg+xml;base64,", begun.Picture, StringComparison.Ordinal);
        Assert.Contains("issuer=Timpora.Comms", begun.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_not_readable_in_the_database()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        var secret = await person.SetsUpApp(Password, app.Now);
        var stored = (await app.Read(db => db.Users.Where(m => m.UserName == "baru.kanim").Select(m => m.CodeSecret).SingleAsync()))!;
        Assert.Equal(-1, stored.AsSpan().IndexOf(secret));
    }

    [Fact]
    public async Task The_app_stays_while_it_is_the_last_way_in()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        await person.SetsUpApp(Password, app.Now);
        Assert.Equal("last_way_in", (await person.Refused(HttpMethod.Delete, "/api/authenticator")).Code);
        using var key = new SoftKey();
        await person.Makes(key);
        using var removed = await person.Send(HttpMethod.Delete, "/api/authenticator");
        Assert.True(removed.IsSuccessStatusCode);
        Assert.False((await person.Get<GetWaysIn.Response>("/api/ways-in")).Authenticator);
    }

    private static async Task<(string Code, int Status)> Try(Person person, string? code)
    {
        var refused = await person.Refused(HttpMethod.Post, "/api/session", new { userName = "baru.kanim", password = Password, code });
        return (refused.Code, refused.Status);
    }
}
