using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>Notifications leave the hub: who is woken, how, when, and who is not any more.</summary>
public sealed class NotificationSenderTests
{
    private const string Liaison = "penghubung.polresta", Chief = "kepala.polresta";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_unanswered_alert_goes_out_by_email_at_once_by_text_message_a_minute_later_and_to_the_chief_by_both(Database database)
    {
        await using var outside = await Outside.Start(database);
        var (app, posted) = (outside.App, outside.App.Now);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;

        await outside.SecondsPass(2);
        Assert.Equal(["email penghubung.polresta r1 L1 Sent sent", "sms penghubung.polresta r1 L1 Queued"], await outside.Left(alert));
        var letter = Assert.Single(outside.Mail.Letters);
        Assert.Equal((Liaison + "@uji.example", "hub@timpora.example"), (letter.To, letter.From));
        Assert.Empty(outside.Sms.Requests);
        await outside.SecondsPass(60);
        var message = Assert.Single(outside.Sms.Requests);
        Assert.Equal("+628111000001", message.To);
        Assert.StartsWith("Timpora.Comms: ada peringatan menunggu jawaban Anda. Buka: https://timpora.example/#/buka/", message.Text, StringComparison.Ordinal);
        Assert.InRange(message.Text.Length, 1, 160);
        await app.MinutesPass(4);
        await outside.SecondsPass(2);

        Assert.Equal(["email penghubung.polresta r1 L1 Sent sent", "sms penghubung.polresta r1 L1 Sent sent", "email kepala.polresta r1 L2 Sent sent", "sms kepala.polresta r1 L2 Sent sent"], await outside.Left(alert));
        Assert.Equal([Liaison + "@uji.example", Chief + "@uji.example"], outside.Mail.Letters.Select(l => l.To));
        Assert.Equal(["+628111000001", "+628111000002"], outside.Sms.Requests.Select(r => r.To));
        var rows = await app.Read(db => db.Notifications.AsNoTracking().Where(n => n.Transport != "desk").ToListAsync());
        Assert.All(rows, n => Assert.Equal((1, 1, null), (n.Attempts, n.Claim, n.DueAt)));
        Assert.Equal(posted + WakeUp.Hold, rows.Single(n => n is { Transport: "email", Level: 1 }).SentAt);
        Assert.Empty(await app.Verify());
    }

    [Fact]
    public async Task The_email_is_fixed_and_carries_the_notifications_id()
    {
        await using var outside = await Outside.Start();
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(2);

        var letter = Assert.Single(outside.Mail.Letters);
        var row = await outside.Row("email");
        Assert.Equal($"<{row.Id:N}@timpora.example>", letter.Header("Message-Id"));
        Assert.Equal("Timpora.Comms: peringatan menunggu jawaban Anda / an alert awaits your answer", letter.Header("Subject"));
        Assert.Equal("auto-generated", letter.Header("Auto-Submitted"));
        Assert.StartsWith("https://timpora.example/#/buka/", letter.Link, StringComparison.Ordinal);
        // Only the hash of what the link carries is kept.
        var secret = letter.Link.Split('/')[^1];
        var link = await outside.App.Read(db => db.AlertLinks.AsNoTracking().SingleAsync());
        Assert.Equal(AlertLink.Hash(secret), link.SecretHash);
        Assert.Equal((alert, row.Recipient, null), (link.AlertId, link.Recipient, link.UsedAt));
    }

    [Fact]
    public async Task The_text_message_is_signed_over_its_time_and_body_and_carries_the_notifications_id()
    {
        await using var outside = await Outside.Start();
        await outside.App.OfficerPosts(Reports.Operation());
        await outside.SecondsPass(61);

        var request = Assert.Single(outside.Sms.Requests);
        Assert.Equal((await outside.Row("sms")).Id.ToString(), request.Id);
        Assert.InRange(outside.App.Now.ToUnixTimeSeconds() - long.Parse(request.Timestamp, CultureInfo.InvariantCulture), 0, 2);
        var signed = (byte[])[.. System.Text.Encoding.UTF8.GetBytes(request.Timestamp + "."), .. request.Body];
        Assert.Equal("v1=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Outside.Secret), signed)), request.Signature);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_device_that_has_the_alert_spares_the_text_message_of_the_first_notice(Database database)
    {
        await using var outside = await Outside.Start(database);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(30);
        await (await outside.App.As(Liaison)).Post($"/api/alerts/{alert}/seen", new { clientKey = Guid.CreateVersion7(), version = 1 });
        await outside.SecondsPass(60);

        Assert.Equal(["email penghubung.polresta r1 L1 Sent sent", "sms penghubung.polresta r1 L1 Cancelled received"], await outside.Left(alert));
        // Seen is not answered: the chief is woken all the same.
        await outside.App.MinutesPass(4);
        await outside.SecondsPass(2);
        Assert.Contains("sms kepala.polresta r1 L2 Sent sent", await outside.Left(alert));
    }

    [Fact]
    public async Task Routine_alerts_and_people_without_contacts_wake_nobody_outside()
    {
        await using var outside = await Outside.Start();
        var routine = (await outside.App.OfficerPosts(Reports.Operation().But(("level", "Rutin"), ("clientKey", Guid.CreateVersion7())))).Id;
        var unknown = (await outside.App.OfficerPosts(Reports.Operation("dinsos"))).Id;
        await outside.SecondsPass(120);
        Assert.Empty(await outside.Left(routine));
        Assert.Empty(await outside.Left(unknown));
        Assert.Equal((0, 0), (outside.Mail.Connections, outside.Sms.Requests.Count));
    }

    [Fact]
    public async Task The_loop_itself_sends_without_anybody_looking()
    {
        await using var mail = new MailServer();
        await using var app = CommsApp.Start(settings: [("Hub:PublicAddress", "https://timpora.example"), ("Notifications:Email:Host", "127.0.0.1"), ("Notifications:Email:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("Notifications:Email:Security", "None"), ("Notifications:Email:From", "hub@timpora.example")]);
        await app.IsReachedAt(Liaison, "piket@uji.example", null);
        var began = TimeProvider.System.GetTimestamp();
        await app.OfficerPosts(Reports.Operation());
        await Device.Until(() => mail.Letters.Count == 1);
        // Not before the poster could take it back.
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(1));
        await Device.Until(() => Metrics(app).Contains("timpora_notification_attempts_total{transport=\"email\",result=\"Sent\"} 1", StringComparison.Ordinal), () => Metrics(app));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_metrics_tell_how_many_wait_and_how_long_the_first_has(Database database)
    {
        await using var outside = await Outside.Start(database);
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.5);
        using var scraper = outside.App.Anyone();
        var text = await (await scraper.Send(HttpMethod.Get, "/metrics")).Content.ReadAsStringAsync();
        foreach (var line in new[] { "timpora_notifications_waiting{transport=\"email\"} 1", "timpora_notifications_waiting{transport=\"sms\"} 1", "timpora_notifications_lag_seconds{transport=\"email\"} 28.5", "timpora_notifications_lag_seconds{transport=\"sms\"} 0" })
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
    }

    private static string Metrics(CommsApp app) => app.Services.GetRequiredService<Timpora.Comms.Pipeline.MetricsText>().Write();
}
