using System.Net;
using Timpora.Comms.Alerts;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Requests that are too many are refused, by member and by address, and an urgent one never is.</summary>
public sealed class RequestLimitsTests
{
    private static readonly (string, string?)[] narrow = [("Limits:Member:AtOnce", "3"), ("Limits:Member:PerSecond", "0.5"), ("Limits:Post:AtOnce", "2"), ("Limits:Post:PerSecond", "0")];

    [Theory]
    [InlineData("id", "Terlalu banyak permintaan dalam waktu singkat. Coba lagi sebentar lagi.")]
    [InlineData("en", "Too many requests in a short time. Try again in a moment.")]
    public async Task What_is_too_much_is_refused_in_the_readers_language_and_told_when_to_come_again(string language, string sentence)
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: narrow);
        using var officer = await app.SignIn("petugas.kanim");
        officer.Language = language;
        for (var i = 0; i < 3; i++)
            await officer.Get<object>("/api/me");
        using (var answer = await officer.Send(HttpMethod.Get, "/api/me"))
        {
            var problem = await Person.ProblemOf(answer);
            Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_requests", true, sentence), (answer.StatusCode, problem.Code, problem.Retryable, problem.Detail));
            Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
            DoorTests.HasStrictHeaders(answer);
        }

        await app.TimePasses(TimeSpan.FromSeconds(2));
        await officer.Get<object>("/api/me");
        Assert.Equal(1, app.Counted("timpora_requests_refused_total"));
    }

    [Fact]
    public async Task One_members_flood_takes_nothing_from_another_and_follows_the_member_to_every_device()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: narrow);
        using var officer = await app.SignIn("petugas.kanim");
        using var phone = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await Flood(officer);
        Assert.Equal("too_many_requests", (await phone.Refused(HttpMethod.Get, "/api/me")).Code);
        for (var i = 0; i < 3; i++)
            await liaison.Get<object>("/api/me");
    }

    [Fact]
    public async Task Whose_page_runs_wild_still_posts_and_acknowledges_at_once()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: narrow);
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await Flood(officer);
        await Flood(liaison);
        var posted = await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse());
        await liaison.Post($"/api/alerts/{posted.Id}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });
    }

    [Fact]
    public async Task Posting_has_its_own_limit_which_never_closes_and_takes_nothing_from_the_rest()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: narrow);
        using var officer = await app.SignIn("petugas.kanim");
        for (var i = 0; i < 2; i++)
            await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse());
        Assert.Equal("too_many_requests", (await officer.Refused(HttpMethod.Post, "/api/alerts", Reports.HoldingHouse())).Code);
        for (var i = 0; i < 3; i++)
            await officer.Get<object>("/api/me");
        // None a second was asked for, and still there is one.
        await app.TimePasses(TimeSpan.FromSeconds(5));
        await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse());
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_counted_by_address_also_behind_the_proxy_and_with_anothers_session()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Proxy:Known", "127.0.0.1"), ("Limits:Address:AtOnce", "2"), ("Limits:Address:PerSecond", "0.1")]);
        using var officer = await app.SignIn("petugas.kanim");
        Assert.Equal([401, 401, 429, 429], await Guesses("198.51.100.1", 4));
        Assert.Equal([401], await Guesses("198.51.100.2", 1));
        // Without a forwarded address it is the proxy's own, which one sign-in has used.
        Assert.Equal([401, 429], await Guesses(null, 2));
        Assert.Equal([429], await Guesses("198.51.100.1", 1, officer.Cookie));
        // Who has a session is asked nothing about the address.
        await officer.Get<object>("/api/me");

        async Task<List<int>> Guesses(string? from, int count, string? cookie = null)
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = app.Address };
            List<int> codes = [];
            for (var i = 0; i < count; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = System.Net.Http.Json.JsonContent.Create(new { userName = "nobody.known", password = "wrong" }) };
                request.Headers.Add("Origin", app.Origin);
                if (from is not null)
                    request.Headers.Add("X-Forwarded-For", from);
                if (cookie is not null)
                    request.Headers.Add("Cookie", cookie);
                using var answer = await http.SendAsync(request);
                codes.Add((int)answer.StatusCode);
            }

            return codes;
        }
    }

    [Fact]
    public async Task Strangers_are_told_to_sign_in_and_probes_and_pages_are_not_counted()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Limits:Address:AtOnce", "1"), ("Limits:Address:PerSecond", "0.1"), .. narrow]);
        using var anyone = app.Anyone();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("sign_in_required", (await anyone.Refused(HttpMethod.Get, "/api/me")).Code);
            foreach (var path in new[] { "/healthz/live", "/openapi/v1.json", "/metrics" })
                using (var answer = await anyone.Send(HttpMethod.Get, path))
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var officer = await app.SignIn("petugas.kanim");
        Assert.Equal("too_many_requests", (await anyone.Refused(HttpMethod.Post, "/api/first-administrator", new { token = "x" })).Code);
    }

    private static async Task Flood(Person person)
    {
        RejectionMapping.Problem? refused = null;
        while (refused is null)
        {
            using var answer = await person.Send(HttpMethod.Get, "/api/me");
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? await Person.ProblemOf(answer) : null;
        }
    }
}
