using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class PasskeyTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_key_that_was_made_lets_its_owner_in(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var key = new SoftKey();
        using var person = app.AtLocalhost();
        await person.Post("/api/session", new { userName = "kepala.kanim", password = CommsApp.Password });

        var made = await person.Makes(key, "Ponsel dinas");
        using var elsewhere = app.AtLocalhost();
        var me = await elsewhere.ComesInWith(key);
        var ways = await elsewhere.Get<GetWaysIn.Response>("/api/ways-in");

        Assert.Equal(["chief"], me.Roles);
        Assert.False(me.Unfinished);
        Assert.Equal(10, made.RecoveryCodes!.Distinct().Count());
        Assert.Equal(("Ponsel dinas", made.Id), (Assert.Single(ways.Passkeys).Name, ways.Passkeys[0].Id));
        Assert.Equal((true, true, false, 10), (ways.PasskeysPossible, ways.Password, ways.Authenticator, ways.RecoveryCodes));
        Assert.Equal(SignInWay.Passkey, await app.Read(db => db.Sessions.OrderByDescending(s => s.CreatedAt).Select(s => s.Way).FirstAsync()));
    }

    [Fact]
    public async Task Codes_on_paper_come_with_the_first_key_only()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var first = new SoftKey();
        using var second = new SoftKey();
        Assert.NotNull((await person.Makes(first)).RecoveryCodes);
        Assert.Null((await person.Makes(second, "Kunci USB")).RecoveryCodes);
    }

    /// <summary>The lies a browser or a key could tell, when a key is made and when it is used.</summary>
    [Fact]
    public async Task A_key_that_lies_is_refused()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        foreach (var lie in new[] { "unverified", "foreign page", "foreign domain", "other scheme" })
            await IsRefused(app, person, lie);
    }

    private static async Task IsRefused(CommsApp app, Person person, string lie)
    {
        using var honest = new SoftKey();
        using var liar = new SoftKey();
        await person.Makes(honest);
        foreach (var key in new[] { honest, liar })
        {
            key.Origin = person.Origin!;
            _ = lie switch
            {
                "unverified" => (object)(key.Verifies = false),
                "foreign page" => key.Origin = "http://localhost.contoh.example",
                "foreign domain" => key.Domain = "contoh.example",
                _ => key.Origin = key.Origin.Replace("http:", "https:", StringComparison.Ordinal),
            };
        }

        var make = await person.Refused(HttpMethod.Post, "/api/passkeys", new { name = "Palsu", credential = liar.Make(await person.Asked(liar, "/api/passkeys/options")) });
        using var elsewhere = app.AtLocalhost();
        var use = await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = honest.Use(await elsewhere.Asked(honest, "/api/session/passkey/options")) });

        Assert.True((make.Code, use.Code) == ("passkey_refused", "passkey_refused"), $"{lie}: {make.Code}, {use.Code}");
        Assert.Null(elsewhere.Cookie);
    }

    [Fact]
    public async Task An_answer_is_good_for_one_question()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey();
        await person.Makes(key);
        using var elsewhere = app.AtLocalhost();
        var old = key.Use(await elsewhere.Asked(key, "/api/session/passkey/options"));
        await elsewhere.Asked(key, "/api/session/passkey/options");

        Assert.Equal("passkey_refused", (await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = old })).Code);
        // That question was taken away with the answer, too.
        Assert.Null(elsewhere.Talk);
        Assert.Equal("passkey_refused", (await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = old })).Code);
    }

    [Fact]
    public async Task What_is_no_answer_of_a_key_is_refused()
    {
        await using var app = CommsApp.Start();
        using var person = app.AtLocalhost();
        using var key = new SoftKey();
        foreach (var credential in new[] { "null", "\"kunci\"", "{}", """{"id": 7, "response": []}""", """{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}""" })
        {
            await person.Asked(key, "/api/session/passkey/options");
            var body = new StringContent($$"""{"credential": {{credential}}}""", System.Text.Encoding.UTF8, "application/json");
            Assert.Equal("passkey_refused", (await person.Refused(HttpMethod.Post, "/api/session/passkey", body)).Code);
        }

        await person.Asked(key, "/api/session/passkey/options");
        Assert.Equal("passkey_refused", (await person.Refused(HttpMethod.Post, "/api/session/passkey", new { })).Code);
    }

    [Fact]
    public async Task A_question_is_forgotten_after_five_minutes()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey();
        await person.Makes(key);
        using var elsewhere = app.AtLocalhost();
        using var answer = await elsewhere.Send(HttpMethod.Post, "/api/session/passkey/options", new { });
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith(PasskeyCeremony.CookieName, StringComparison.Ordinal)
            && c.Contains("max-age=300", StringComparison.Ordinal) && c.Contains("httponly", StringComparison.Ordinal) && c.Contains("secure", StringComparison.Ordinal) && c.Contains("samesite=strict", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_asked_for_making_a_key_does_not_let_anybody_in()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey();
        await person.Makes(key);
        var options = await person.Asked(key, "/api/passkeys/options");
        using var elsewhere = app.AtLocalhost();
        elsewhere.Talk = person.Talk;
        var asked = System.Text.Json.JsonSerializer.SerializeToElement(new { challenge = options.GetProperty("challenge").GetString(), rpId = "localhost" });
        Assert.Equal("passkey_refused", (await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = key.Use(asked) })).Code);
    }

    [Fact]
    public async Task A_key_made_for_one_member_is_not_kept_for_another()
    {
        await using var app = CommsApp.Start();
        using var officer = await At(app, "petugas.kanim");
        using var chief = await At(app, "kepala.kanim");
        using var key = new SoftKey();
        var credential = key.Make(await chief.Asked(key, "/api/passkeys/options"));
        officer.Talk = chief.Talk;
        Assert.Equal("passkey_refused", (await officer.Refused(HttpMethod.Post, "/api/passkeys", new { name = "Bukan milik saya", credential })).Code);
    }

    [Fact]
    public async Task A_copied_key_is_noticed_by_its_counter()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey { Count = 1 };
        await person.Makes(key);
        key.Count = 7;
        using var elsewhere = app.AtLocalhost();
        await elsewhere.ComesInWith(key);
        key.Count = 3;
        var copy = await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = key.Use(await elsewhere.Asked(key, "/api/session/passkey/options")) });
        Assert.Equal("passkey_refused", copy.Code);
    }

    /// <summary>Nobody shuts out a chief by guessing.</summary>
    [Fact]
    public async Task Wrong_passwords_do_not_lock_out_who_has_a_key()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "kepala.kanim");
        using var key = new SoftKey();
        await person.Makes(key);
        using var stranger = app.Anyone();
        for (var i = 0; i < 6; i++)
            await stranger.Refused(HttpMethod.Post, "/api/session", new { userName = "kepala.kanim", password = "tebakan-salah-1" });
        Assert.Equal("locked_out", (await stranger.Refused(HttpMethod.Post, "/api/session", new { userName = "kepala.kanim", password = CommsApp.Password })).Code);

        using var elsewhere = app.AtLocalhost();
        Assert.Equal(["chief"], (await elsewhere.ComesInWith(key)).Roles);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_removed_key_lets_nobody_in_and_ends_what_it_opened(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey();
        var made = await person.Makes(key);
        using var thief = app.AtLocalhost();
        await thief.ComesInWith(key);

        using var removed = await person.Send(HttpMethod.Delete, $"/api/passkeys/{made.Id}");
        var again = await thief.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = key.Use(await thief.Asked(key, "/api/session/passkey/options")) });

        Assert.True(removed.IsSuccessStatusCode);
        Assert.Equal("passkey_refused", again.Code);
        Assert.Equal("sign_in_required", (await thief.Refused(HttpMethod.Get, "/api/me")).Code);
        await person.Get<GetMe.Response>("/api/me");
    }

    [Fact]
    public async Task A_removed_members_key_lets_nobody_in()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey();
        await person.Makes(key);
        await app.Removes("admin.kanim", "petugas.kanim");
        using var elsewhere = app.AtLocalhost();
        Assert.Equal("passkey_refused", (await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = key.Use(await elsewhere.Asked(key, "/api/session/passkey/options")) })).Code);
        // Nothing of it is left behind.
        Assert.Equal((0, 0), await app.Read(async db => (await db.Set<Microsoft.AspNetCore.Identity.IdentityUserPasskey<Guid>>().CountAsync(), await db.RecoveryCodes.CountAsync())));
    }

    /// <summary>Removed, or a demo account where others can reach the hub; as far as the row goes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_opens_no_account_that_is_closed(bool isRemoved)
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        using var key = new SoftKey();
        await person.Makes(key);
        if (isRemoved)
            await app.RowIsRemoved("petugas.kanim");
        else
            await app.Read(db => db.Users.Where(m => m.UserName == "petugas.kanim").ExecuteUpdateAsync(set => set.SetProperty(m => m.LockoutEnd, DateTimeOffset.MaxValue)));
        using var elsewhere = app.AtLocalhost();
        Assert.Equal("passkey_refused", (await elsewhere.Refused(HttpMethod.Post, "/api/session/passkey", new { credential = key.Use(await elsewhere.Asked(key, "/api/session/passkey/options")) })).Code);
    }

    [Fact]
    public async Task The_last_way_in_stays()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        using var first = new SoftKey();
        using var second = new SoftKey();
        var made = await person.Makes(first);
        Assert.Equal("last_way_in", (await person.Refused(HttpMethod.Delete, $"/api/passkeys/{made.Id}")).Code);
        await person.Makes(second, "Kunci USB");
        using var removed = await person.Send(HttpMethod.Delete, $"/api/passkeys/{made.Id}");
        Assert.True(removed.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Nobody_has_more_than_ten_keys()
    {
        await using var app = CommsApp.Start();
        using var person = await At(app, "petugas.kanim");
        for (var i = 0; i < AddPasskey.Most; i++)
        {
            using var key = new SoftKey();
            await person.Makes(key, $"Kunci {i}");
        }

        using var another = new SoftKey();
        var refused = await person.Refused(HttpMethod.Post, "/api/passkeys", new { name = "Satu lagi", credential = another.Make(await person.Asked(another, "/api/passkeys/options")) });
        Assert.Equal(["name"], refused.Errors!.Keys);
    }

    /// <summary>Whatever a request says of the host it came to: keys belong to the configured address.</summary>
    [Fact]
    public async Task Keys_work_at_the_hubs_own_address_only()
    {
        await using var app = CommsApp.Start(settings: ("Hub:PublicAddress", "https://timpora.contoh.example"));
        using var here = app.AtLocalhost();
        Assert.Equal("not_found", (await here.Refused(HttpMethod.Post, "/api/session/passkey/options", new { })).Code);
        await using var demo = CommsApp.Start();
        using var byNumber = demo.Anyone();
        Assert.Equal("not_found", (await byNumber.Refused(HttpMethod.Post, "/api/session/passkey/options", new { })).Code);
    }

    private static async Task<Person> At(CommsApp app, string userName)
    {
        var person = app.AtLocalhost();
        await person.Post("/api/session", new { userName, password = CommsApp.Password });
        return person;
    }
}
