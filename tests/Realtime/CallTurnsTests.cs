using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Calls over the hub that are too many wait for their turn, each in its order, and urgent ones go past.</summary>
public sealed class CallTurnsTests
{
    // Opening a line by negotiation is two requests of the member.
    private static readonly (string, string?)[] byConnection = [("Limits:Calls:AtOnce", "3"), ("Limits:Calls:PerSecond", "1")];
    private static readonly (string, string?)[] byMember = [("Limits:Member:AtOnce", "7"), ("Limits:Member:PerSecond", "1")];

    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task Calls_beyond_the_limit_of_their_connection_wait_and_are_served_one_after_the_other(Protocol protocol)
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: byConnection);
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer, protocol);
        await using var other = await Device.Of(officer, protocol);
        var calls = Calls(device, 6);
        for (var served = 3; served < 6; served++)
        {
            await Delayed(app, served - 2);
            await Device.Until(() => calls.Count(c => c.IsCompleted) == served);
            Assert.All(calls[..served], c => Assert.True(c.IsCompletedSuccessfully));
            // A line of the same member that asks little does not wait.
            if (served == 3)
                await Task.WhenAll(Calls(other, 3));
            await app.TimePasses(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(calls);
        Assert.Equal(0, app.Counted("timpora_calls_refused_total"));
    }

    [Fact]
    public async Task A_member_has_one_limit_over_all_lines_and_requests_and_others_have_theirs()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: byMember);
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await using var one = await Device.Of(officer);
        await using var other = await Device.Of(officer);
        await using var others = await Device.Of(liaison);
        await Task.WhenAll(Calls(one, 3));
        var waiting = Calls(other, 1);
        await Delayed(app, 1);
        Assert.False(waiting[0].IsCompleted);
        Assert.Equal("too_many_requests", (await officer.Refused(HttpMethod.Get, "/api/me")).Code);
        await Task.WhenAll(Calls(others, 3));
        await app.TimePasses(TimeSpan.FromSeconds(1));
        await waiting[0];
    }

    [Fact]
    public async Task Whose_turn_would_come_too_late_is_refused_with_what_the_hub_says_over_HTTP_too()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Limits:Calls:AtOnce", "1"), ("Limits:Calls:PerSecond", "0.1"), ("Limits:LongestWait", "00:00:03")]);
        using var officer = await app.SignIn("petugas.kanim");
        officer.Language = "en";
        await using var device = await Device.Of(officer);
        var calls = Calls(device, 2);
        await calls[0];
        await Device.Until(() => app.Counted("timpora_calls_refused_total") == 1);
        Assert.False(calls[1].IsCompleted);
        await app.TimePasses(TimeSpan.FromSeconds(3));
        var refused = await Assert.ThrowsAsync<HubException>(() => calls[1]);
        Assert.Contains("\"code\":\"too_many_requests\",\"retryable\":true", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Too many requests in a short time.", refused.Message, StringComparison.Ordinal);
        // Nothing was taken by the refusal.
        await app.TimePasses(TimeSpan.FromSeconds(7));
        await Calls(device, 1)[0];
    }

    [Fact]
    public async Task A_replay_is_whole_and_who_asks_for_it_again_and_again_waits_longer_the_longer_it_was()
    {
        await using var app = CommsApp.StartInHand(settings: [("Limits:Replay:AtOnce", "1"), ("Limits:Replay:PerSecond", "10"), ("Limits:LongestWait", "00:01:00")]);
        using var officer = await app.SignIn("petugas.kanim");
        using var other = await app.SignIn("penghubung.kanim");
        for (var i = 0; i < 4; i++)
            await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse());
        var head = await app.Read(db => db.Channels.Where(c => c.Slug == "tppo").Select(c => c.Head).SingleAsync());
        await using var device = await Device.Of(officer);
        await using var second = await Device.Of(officer);
        await using var others = await Device.Of(other);
        await device.Follow("tppo", "", 0);
        Assert.Equal(head, (await device.Has("tppo", head)).Count);
        var again = second.Follow("tppo", "", 0);
        await Delayed(app, 1);
        await others.Follow("tppo", "", 0);
        // Asking itself weighs, too.
        await app.TimePasses(TimeSpan.FromSeconds((head + Limits.SubscribeEntries - 1) / 10.0));
        Assert.False(again.IsCompleted);
        await app.TimePasses(TimeSpan.FromSeconds(.1));
        await again;
        Assert.Equal(head, (await second.Has("tppo", head)).Count);
    }

    [Fact]
    public async Task Whose_calls_wait_still_posts_and_acknowledges_at_once()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Limits:Member:AtOnce", "5"), ("Limits:Member:PerSecond", "0.02"), ("Limits:Calls:AtOnce", "1"), ("Limits:Calls:PerSecond", "0.02")]);
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await using var wild = await Device.Of(officer);
        await using var device = await Device.Of(officer);
        await using var answering = await Device.Of(liaison);
        var waiting = Calls(wild, 3);
        await waiting[0];
        await Calls(answering, 1)[0];
        var posted = await device.Ask<PostAlert.Response>("PostAlert", Reports.HoldingHouse());
        await answering.Invoke("Acknowledge", new { alert = posted.Id, clientKey = Guid.CreateVersion7(), version = 1 });
        Assert.False(waiting[1].IsCompleted);
        Assert.Equal("too_many_requests", (await officer.Refused(HttpMethod.Get, "/api/me")).Code);
    }

    // A call that asks nothing of the database but who calls.
    private static List<Task> Calls(Device device, int count) => [.. Enumerable.Range(0, count).Select(_ => device.Invoke("Unsubscribe", (object)Array.Empty<string>()))];

    private static Task Delayed(CommsApp app, long calls) => Device.Until(() => app.Counted("timpora_calls_delayed_total") >= calls);
}
