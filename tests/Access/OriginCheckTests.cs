using System.Net;
using Microsoft.AspNetCore.Http;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

public sealed class OriginCheckTests : IAsyncLifetime
{
    private readonly CommsApp app = CommsApp.Start();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("own", null, true)]
    [InlineData("own", "same-origin", true)]
    [InlineData("own", "cross-site", false)]
    [InlineData("own", "same-site", false)]
    [InlineData(null, "same-origin", true)]
    [InlineData(null, null, false)]
    [InlineData(null, "same-site", false)]
    [InlineData(null, "none", false)]
    [InlineData("https://evil.example", null, false)]
    [InlineData("https://evil.example", "same-origin", false)]
    [InlineData("null", "same-origin", false)]
    [InlineData("own-https", null, false)]
    [InlineData("own-port", null, false)]
    [InlineData("", null, false)]
    public async Task An_unsafe_request_must_come_from_the_hubs_own_page(string? origin, string? site, bool accepted)
    {
        using var person = await app.SignIn("petugas.kanim");
        person.Origin = origin switch
        {
            "own" => app.Origin,
            "own-https" => app.Origin.Replace("http:", "https:", StringComparison.Ordinal),
            "own-port" => "http://127.0.0.1:1",
            _ => origin,
        };
        person.FetchSite = site;

        using var answer = await person.Send(HttpMethod.Delete, "/api/session");

        if (accepted)
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        else
            Assert.Equal("foreign_origin", (await Person.ProblemOf(answer)).Code);
    }

    [Fact]
    public async Task Reading_needs_no_origin_and_signing_in_does()
    {
        using var person = await app.SignIn("petugas.kanim");
        person.Origin = null;
        await person.Get<object>("/api/me");
        Assert.Equal("foreign_origin", (await person.Refused(HttpMethod.Post, "/api/session", new { userName = "a", password = "b" })).Code);
    }

    [Theory]
    [InlineData("POST", "/hub/negotiate")]
    [InlineData("GET", "/hub")]
    public async Task The_hub_tells_foreign_pages_to_go_before_it_asks_who_is_there(string method, string path)
    {
        using var anyone = app.Anyone();
        Assert.Equal("sign_in_required", (await anyone.Refused(new HttpMethod(method), path)).Code);
        anyone.Origin = null;
        Assert.Equal("sign_in_required", (await anyone.Refused(new HttpMethod(method), path)).Code);
        anyone.Origin = "https://evil.example";
        Assert.Equal("foreign_origin", (await anyone.Refused(new HttpMethod(method), path)).Code);

        using var person = await app.SignIn("petugas.kanim");
        person.Origin = "https://evil.example";
        Assert.Equal("foreign_origin", (await person.Refused(new HttpMethod(method), path)).Code);
    }

    /// <summary>A program that has a session and says nothing of where it comes from gets no line: what reads by GET is not a line.</summary>
    [Fact]
    public async Task A_line_needs_an_origin_even_where_reading_needs_none()
    {
        using var person = await app.SignIn("petugas.kanim");
        person.Origin = null;
        Assert.Equal("foreign_origin", (await person.Refused(HttpMethod.Get, "/hub")).Code);
    }

    [Theory]
    [InlineData(true, "http://hub.example")]
    [InlineData(false, "http://hub.example", "https://evil.example")]
    [InlineData(false, "https://evil.example", "http://hub.example")]
    public void Of_two_origins_none_is_believed(bool isOwn, params string[] origins)
    {
        var http = new DefaultHttpContext();
        (http.Request.Scheme, http.Request.Host, http.Request.Headers.Origin) = ("http", new HostString("hub.example"), origins);
        Assert.Equal(isOwn, OriginCheck.IsOwn(http.Request));
    }
}
