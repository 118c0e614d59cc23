using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>The link of a notification: one person, one alert, one use, one day; and it lets nobody in.</summary>
public sealed class AlertLinkTests
{
    private const string Liaison = "penghubung.polresta";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_tells_whom_it_was_sent_to_which_alert_to_open_and_only_once(Database database)
    {
        await using var outside = await Outside.Start(database);
        var (alert, secret) = await Sent(outside);
        var liaison = await outside.App.As(Liaison);
        var key = Guid.CreateVersion7();

        Assert.Equal(alert, (await liaison.Post<OpenAlertLink.Response>("/api/alert-links", new { clientKey = key, secret })).Alert);
        // The answer may have been lost on its way: the same act gets the same answer.
        Assert.Equal(alert, (await liaison.Post<OpenAlertLink.Response>("/api/alert-links", new { clientKey = key, secret })).Alert);
        var again = await liaison.Refused(HttpMethod.Post, "/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret });
        Assert.Equal(("link_spent", 410, "Tautan ini sudah dipakai atau tidak berlaku."), (again.Code, again.Status, again.Detail));
        Assert.Equal(outside.App.Now, await outside.App.Read(db => db.AlertLinks.Select(l => l.UsedAt).SingleAsync()));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_that_open_it_at_the_same_time_one_does(Database database)
    {
        await using var outside = await Outside.Start(database);
        var (_, secret) = await Sent(outside);
        var liaison = await outside.App.As(Liaison);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => liaison.Send(HttpMethod.Post, "/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret })));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Gone));
    }

    [Fact]
    public async Task Another_member_opens_nothing_with_it_and_does_not_use_it_up()
    {
        await using var outside = await Outside.Start();
        var (alert, secret) = await Sent(outside);
        var problem = await (await outside.App.As("kepala.polresta")).Refused(HttpMethod.Post, "/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret });
        Assert.Equal(("link_not_yours", 403, "Tautan ini untuk anggota lain. Masuk dengan akun Anda sendiri."), (problem.Code, problem.Status, problem.Detail));
        Assert.Equal(alert, (await (await outside.App.As(Liaison)).Post<OpenAlertLink.Response>("/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret })).Alert);
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_learns_anything_by_it_or_becomes_anybody()
    {
        await using var outside = await Outside.Start();
        var (alert, secret) = await Sent(outside);
        using var anyone = outside.App.Anyone();
        foreach (var body in new object[] { new { clientKey = Guid.CreateVersion7(), secret }, new { clientKey = Guid.CreateVersion7(), secret = "x" }, new { } })
            Assert.Equal("sign_in_required", (await anyone.Refused(HttpMethod.Post, "/api/alert-links", body)).Code);
        Assert.Null(anyone.Cookie);
        Assert.Equal("sign_in_required", (await anyone.Refused(HttpMethod.Post, $"/api/alerts/{alert}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1, secret })).Code);
        Assert.Null(await outside.App.Read(db => db.AlertLinks.Select(l => l.UsedAt).SingleAsync()));
    }

    [Fact]
    public async Task It_expires_after_a_day()
    {
        await using var outside = await Outside.Start();
        var (_, secret) = await Sent(outside);
        outside.App.MinutesAreGone(AlertLink.Life.TotalMinutes);
        Assert.Equal("link_spent", (await (await outside.App.As(Liaison)).Refused(HttpMethod.Post, "/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret })).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_link_without_a_secret_is_refused_by_its_shape(string? secret)
    {
        await using var outside = await Outside.Start();
        Assert.Equal("validation_failed", (await (await outside.App.As(Liaison)).Refused(HttpMethod.Post, "/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret })).Code);
        Assert.Equal("link_spent", (await (await outside.App.As(Liaison)).Refused(HttpMethod.Post, "/api/alert-links", new { clientKey = Guid.CreateVersion7(), secret = "tidak-ada" })).Code);
    }

    private static async Task<(Guid Alert, string Secret)> Sent(Outside outside)
    {
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(2);
        return (alert, outside.Mail.Letters[^1].Link.Split('/')[^1]);
    }
}
