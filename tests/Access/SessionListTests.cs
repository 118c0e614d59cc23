using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Where somebody is signed in, and how they end it elsewhere.</summary>
public sealed class SessionListTests
{
    private const string Liaison = "penghubung.polresta", Phone = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_member_sees_their_sessions_with_device_and_last_use_and_nobody_elses(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        using var desk = await app.SignIn(Liaison);
        using var other = await app.SignIn("kepala.polresta");
        app.MinutesPassUnseen(10);
        using var phone = await SignsIn(app, Liaison, Phone);
        app.MinutesPassUnseen(5);
        await desk.Get<object>("/api/me");

        var own = await Sessions(desk);
        Assert.Equal([(null, 0.0, 15.0, true), ("Chrome · Android", 10, 10, false)], own.Select(s => (s.Device, Minutes(s.CreatedAt), Minutes(s.LastUsedAt!.Value), s.Current)));
        Assert.Equal(["Chrome · Android", null], (await Sessions(phone)).Select(s => s.Device));
        Assert.All(own, s => Assert.Equal((s.CreatedAt + SessionStore.Life, false), (s.EndsAt, s.SharedDevice)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_that_is_ended_is_over_at_once_and_its_live_line_too(Database database)
    {
        await using var app = CommsApp.Start(database);
        await using var second = app.StartSecondNode();
        using var desk = await app.SignIn(Liaison);
        using var phone = second.Anyone();
        await phone.Post("/api/session", new { userName = Liaison, password = CommsApp.Password });
        await using var line = await Device.Of(phone);
        await line.Follow("opgab");

        var lost = (await Sessions(desk)).Single(s => !s.Current);
        using (var answer = await desk.Send(HttpMethod.Delete, $"/api/sessions/{lost.Id}"))
            Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);

        Assert.Equal("sign_in_required", (await phone.Refused(HttpMethod.Get, "/api/me")).Code);
        await Device.Until(() => line.IsClosed, () => "The line of an ended session is open.");
        Assert.Equal("not_found", (await desk.Refused(HttpMethod.Delete, $"/api/sessions/{lost.Id}")).Code);
        await desk.Get<object>("/api/me");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task All_others_end_and_the_one_at_hand_stays(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        using var desk = await app.SignIn(Liaison);
        using var phone = await app.SignIn(Liaison);
        using var colleague = await app.SignIn("kepala.polresta");

        using (await desk.Send(HttpMethod.Delete, "/api/sessions"))
            Assert.True(Assert.Single(await Sessions(desk)).Current);

        Assert.Equal("sign_in_required", (await phone.Refused(HttpMethod.Get, "/api/me")).Code);
        await colleague.Get<object>("/api/me");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nobody_ends_anothers_session_or_learns_that_there_is_one(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        using var victim = await app.SignIn(Liaison);
        using var chief = await app.SignIn("kepala.polresta");
        var id = Assert.Single(await Sessions(victim)).Id;

        var (real, madeUp) = (await chief.Refused(HttpMethod.Delete, $"/api/sessions/{id}"), await chief.Refused(HttpMethod.Delete, $"/api/sessions/{Guid.CreateVersion7()}"));

        Assert.Equal((404, "not_found", madeUp.Detail), (real.Status, real.Code, real.Detail));
        await victim.Get<object>("/api/me");
    }

    /// <summary>NIST SP 800-63B: a session at rest ends by itself where others come to the same device.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task On_a_shared_device_a_session_ends_when_nobody_has_used_it_for_half_an_hour(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        using var shared = await SignsIn(app, Liaison, null, isShared: true);
        using var own = await app.SignIn(Liaison);
        for (var i = 0; i < 4; i++)
        {
            app.MinutesPassUnseen(29);
            await shared.Get<object>("/api/me");
        }

        Assert.Contains(await Sessions(shared), s => s is { SharedDevice: true, Current: true } && s.EndsAt == app.Now + SessionStore.SharedIdle);
        app.MinutesPassUnseen(31);

        Assert.Equal("sign_in_required", (await shared.Refused(HttpMethod.Get, "/api/me")).Code);
        Assert.True(Assert.Single(await Sessions(own)).Current);
    }

    [Fact]
    public async Task The_cookie_of_a_shared_device_goes_with_the_browser()
    {
        await using var app = CommsApp.Start();
        using var person = app.Anyone();
        foreach (var isShared in new[] { true, false })
        {
            using var answer = await person.Send(HttpMethod.Post, "/api/session", new { userName = Liaison, password = CommsApp.Password, sharedDevice = isShared });
            Assert.Equal(!isShared, answer.Headers.GetValues("Set-Cookie").Single().Contains("expires=", StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Being used is written down once in a while and not with every request.</summary>
    [Fact]
    public async Task Use_within_the_same_minute_is_written_once()
    {
        await using var app = CommsApp.StartInHand();
        using var person = await app.SignIn(Liaison);
        app.MinutesPassUnseen(0.9);
        await person.Get<object>("/api/me");
        Assert.Equal(0, Minutes(await LastUse(app)));
        app.MinutesPassUnseen(0.2);
        await person.Get<object>("/api/me");
        Assert.Equal(1.1, Minutes(await LastUse(app)), 3);
    }

    [Theory]
    [InlineData(Phone, "Chrome · Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari · iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15", "Safari · Mac")]
    [InlineData("bot/1.0 <script>", null)]
    [InlineData(null, null)]
    public void A_device_is_named_in_known_words_only(string? says, string? name) => Assert.Equal(name, DeviceName.Of(says));

    private static async Task<Person> SignsIn(CommsApp app, string userName, string? device, bool isShared = false)
    {
        var person = app.Anyone();
        person.Device = device;
        await person.Post("/api/session", new { userName, password = CommsApp.Password, sharedDevice = isShared });
        return person;
    }

    private static async Task<IReadOnlyList<ListSessions.Item>> Sessions(Person person) => (await person.Get<Page<ListSessions.Item>>("/api/sessions")).Items;

    private static Task<DateTimeOffset> LastUse(CommsApp app) => app.Read(db => db.Sessions.Select(s => s.LastUsedAt!.Value).SingleAsync());

    private static double Minutes(DateTimeOffset at) => (at - CommsApp.StartOfTime).TotalMinutes;
}
