using System.Net;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Demo accounts have a password everybody knows: they work where nobody else can reach the hub, and nowhere else.</summary>
public sealed class DemoAccountTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5099")]
    [InlineData("http://*:5099")]
    [InlineData("http://[::]:5099")]
    [InlineData("http://timpora.example:5099")]
    [InlineData("http://localhost:5098;http://192.0.2.7:5099")]
    public async Task A_hub_that_others_can_reach_locks_the_accounts_an_earlier_start_has_made(string urls)
    {
        await using var app = CommsApp.Start(settings: ("urls", urls));
        using var anyone = app.Anyone();
        var refused = await anyone.Refused(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = CommsApp.Password });
        Assert.Equal(Reasons.LockedOut.Code, refused.Code);
    }

    [Theory]
    [InlineData("http://localhost:5099")]
    [InlineData("http://127.0.0.1:5099;http://[::1]:5099")]
    public async Task On_this_machine_alone_they_work(string urls)
    {
        await using var app = CommsApp.Start(settings: ("urls", urls));
        using var officer = await app.SignIn("petugas.kanim");
        using var answer = await officer.Send(HttpMethod.Get, "/api/me");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Outside_Development_there_are_none()
    {
        await using var app = CommsApp.Start(production: true);
        using var anyone = app.Anyone();
        var refused = await anyone.Refused(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = CommsApp.Password });
        Assert.Equal(Reasons.SignInFailed.Code, refused.Code);
    }
}
