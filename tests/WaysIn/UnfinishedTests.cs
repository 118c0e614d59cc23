using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

/// <summary>What somebody can do who has shown too little: secure the account, and leave.</summary>
public sealed class UnfinishedTests
{
    private const string Password = "kapal-jendela-sore-79";

    private static readonly string[] open =
    [
        "DELETE /api/session", "GET /api/me", "GET /api/ways-in", "POST /api/authenticator", "POST /api/passkeys", "POST /api/passkeys/options", "PUT /api/authenticator", "PUT /api/password",
    ];

    [Fact]
    public async Task Every_other_door_is_shut()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        Assert.True((await person.Get<GetMe.Response>("/api/me")).Unfinished);
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        var shut = 0;
        foreach (var endpoint in endpoints)
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["POST"])
            {
                var path = "/" + System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), @"\{[^}]*:guid\}", Guid.CreateVersion7().ToString()).Replace("{documentName}", "v1", StringComparison.Ordinal);
                if (open.Contains($"{method} {path}"))
                    continue;
                shut++;
                var refused = await person.Refused(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : new { });
                Assert.True(refused.Code == "second_factor_required", $"{method} {path}: {refused.Code}");
            }

        Assert.True(shut > 50, $"{shut}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_or_an_app_opens_them_under_a_new_cookie(bool withKey)
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        var before = person.Cookie;
        using var key = new SoftKey();
        if (withKey)
            await person.Makes(key);
        else
            await person.SetsUpApp(Password, app.Now);

        Assert.False((await person.Get<GetMe.Response>("/api/me")).Unfinished);
        await person.Get<object>("/api/channels");
        await using (var device = await Device.Of(person))
            Assert.False(device.IsClosed);
        Assert.NotEqual(before, person.Cookie);
        person.Cookie = before;
        Assert.Equal("sign_in_required", (await person.Refused(HttpMethod.Get, "/api/me")).Code);
        Assert.Equal([withKey ? SignInWay.Passkey : SignInWay.PasswordAndCode], await app.Read(db => db.Sessions.Where(s => db.Users.Any(m => m.Id == s.Member && m.UserName == "baru.kanim")).Select(s => s.Way).ToListAsync()));
    }

    [Fact]
    public async Task A_password_alone_is_enough_for_invented_people_only()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        using (await person.Send(HttpMethod.Put, "/api/password", new { password = Password }))
        using (var again = await app.SignIn("baru.kanim", Password))
            Assert.Equal("second_factor_required", (await again.Refused(HttpMethod.Get, "/api/channels")).Code);
        using var demo = await app.SignIn("petugas.kanim");
        Assert.False((await demo.Get<GetMe.Response>("/api/me")).Unfinished);
    }

    /// <summary>Somebody looks for their phone first; the link they came with works no second time.</summary>
    [Fact]
    public async Task There_is_an_hour_for_it_and_no_more()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var slow = await app.Invited("lambat.kanim");
        using var slower = await app.Invited("sangat.lambat.kanim");
        using var key = new SoftKey();
        await app.TimePasses(TimeSpan.FromMinutes(50));
        await slow.Makes(key);
        await slow.Get<object>("/api/channels");
        await app.TimePasses(TimeSpan.FromMinutes(10));
        Assert.Equal("sign_in_required", (await slower.Refused(HttpMethod.Get, "/api/me")).Code);
        await slow.Get<object>("/api/channels");
    }

    [Fact]
    public async Task No_live_line_either()
    {
        await using var app = CommsApp.Start();
        using var person = await app.Invited("baru.kanim");
        await using var line = person.Connect();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => line.StartAsync());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_found_paper_shows_no_case(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.Invited("baru.kanim");
        using var lost = new SoftKey();
        var paper = (await person.Makes(lost)).RecoveryCodes!;
        using var finder = app.AtLocalhost();

        Assert.Equal((paper.Count, 0), ((await person.Get<GetWaysIn.Response>("/api/ways-in")).RecoveryCodes, (await (await app.As("petugas.kanim")).Get<GetWaysIn.Response>("/api/ways-in")).RecoveryCodes));
        Assert.Equal("sign_in_failed", (await finder.Refused(HttpMethod.Post, "/api/session/recovery", new { userName = "petugas.kanim", code = paper[0] })).Code);
        Assert.True((await finder.Post<GetMe.Response>("/api/session/recovery", new { userName = "baru.kanim", code = paper[0] })).Unfinished);
        Assert.Equal("second_factor_required", (await finder.Refused(HttpMethod.Get, "/api/alerts")).Code);
        Assert.Equal("sign_in_failed", (await finder.Refused(HttpMethod.Post, "/api/session/recovery", new { userName = "baru.kanim", code = paper[0] })).Code);
        using var found = new SoftKey();
        await finder.Makes(found);
        await finder.Get<object>("/api/alerts");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_removed_members_paper_lets_nobody_in(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var person = await app.Invited("baru.kanim");
        using var key = new SoftKey();
        var paper = (await person.Makes(key)).RecoveryCodes!;
        await app.RowIsRemoved("baru.kanim");
        using var finder = app.AtLocalhost();
        Assert.Equal("sign_in_failed", (await finder.Refused(HttpMethod.Post, "/api/session/recovery", new { userName = "baru.kanim", code = paper[0] })).Code);
    }
}
