using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>Servers that fail, refuse and hang (F19, F29).</summary>
public sealed class FailingTransportTests
{
    private const string Address = "penghubung.polresta@uji.example";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_fails_is_tried_five_times_with_growing_pauses_and_then_given_up(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        List<DateTimeOffset> tried = [];
        outside.Mail.ToRecipient = to =>
        {
            // When it is given up, the chief is next, whose address works no better.
            if (to == Address)
                tried.Add(outside.App.Now);
            return "451 4.3.0 try later " + Address;
        };
        await outside.App.OfficerPosts(Reports.Operation());
        await outside.SecondsPass(1200);

        Assert.Equal(5, tried.Count);
        Assert.All(tried.Zip(tried.Skip(1), (a, b) => (b - a).TotalSeconds).Zip([5d, 20, 60, 180]), pause => Assert.InRange(pause.First, pause.Second, pause.Second * 1.2));
        var row = await outside.Row("email");
        Assert.Equal((NotificationState.Quarantined, 5, "smtp-451", null, null), (row.State, row.Attempts, row.Result, row.DueAt, row.SentAt));
    }

    [Theory]
    [InlineData("550 5.1.1 no such person", null, "smtp-550")]
    [InlineData(null, "554 5.7.1 spam", "smtp-554")]
    public async Task A_recipient_or_letter_that_is_refused_for_good_is_given_up_at_once(string? toRecipient, string? toLetter, string result)
    {
        await using var outside = await Outside.Start(withSms: false);
        (outside.Mail.ToRecipient, outside.Mail.ToLetter) = (_ => toRecipient, _ => toLetter);
        await outside.App.OfficerPosts(Reports.Operation());
        await outside.SecondsPass(2);
        var row = await outside.Row("email");
        Assert.Equal((NotificationState.Quarantined, 1, result), (row.State, row.Attempts, row.Result));
    }

    [Theory]
    [InlineData(400, NotificationState.Quarantined)]
    [InlineData(401, NotificationState.Quarantined)]
    [InlineData(302, NotificationState.Quarantined)]
    [InlineData(408, NotificationState.Queued)]
    [InlineData(429, NotificationState.Queued)]
    [InlineData(500, NotificationState.Queued)]
    [InlineData(503, NotificationState.Queued)]
    [InlineData(200, NotificationState.Sent)]
    [InlineData(204, NotificationState.Sent)]
    public async Task A_gateways_answer_decides_whether_it_is_tried_again(int status, NotificationState state)
    {
        await using var outside = await Outside.Start(withEmail: false);
        outside.Sms.Answers = _ => status;
        await outside.App.OfficerPosts(Reports.Operation());
        await outside.SecondsPass(60);
        var row = await outside.Row("sms");
        Assert.Equal((state, state == NotificationState.Sent ? "sent" : $"http-{status}"), (row.State, row.Result));
        // A redirect is not followed.
        Assert.Equal("/send", Assert.Single(outside.Sms.Requests).Path);
    }

    [Fact]
    public async Task Servers_that_are_not_there_are_tried_again()
    {
        await using var outside = await Outside.Start(settings: [("Notifications:Email:Port", "1"), ("Notifications:Sms:Url", "http://127.0.0.1:1/")]);
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(1.1);
        await outside.SenderLooks();
        foreach (var transport in new[] { "email", "sms" })
            Assert.Equal((NotificationState.Queued, "unreachable"), ((await outside.Row(transport)).State, (await outside.Row(transport)).Result));
    }

    /// <summary>One row that always fails, and one whose server says nothing more: the others go out meanwhile.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_that_cannot_work_holds_up_no_other(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        foreach (var agency in new[] { "dinsos", "uptdppa", "kanim" })
            await outside.Reaches("penghubung." + agency, null);
        outside.Mail.ToRecipient = to => to.Contains("polresta", StringComparison.Ordinal) ? MailServer.Silence : to.Contains("dinsos", StringComparison.Ordinal) ? "451 later" : null;
        await outside.App.OfficerPosts();
        outside.App.MinutesPassUnseen(0.1);
        var looking = outside.SenderLooks();

        await Device.Until(() => outside.Mail.Letters.Count == 2);
        await Device.Until(() => outside.Mail.Heard.Any(l => l.Contains("polresta", StringComparison.Ordinal)));
        Assert.False(looking.IsCompleted);
        // Its refusal is kept before the time of the silent one runs out; passing time would run out for both.
        for (var tries = 0; tries < 2_000 && !await outside.App.Read(db => db.Notifications.AnyAsync(n => n.Result == "smtp-451")); tries++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        outside.App.MinutesPassUnseen(Sending.Patience.TotalMinutes);
        await looking;
        var rows = await outside.App.Read(db => db.Notifications.AsNoTracking().Where(n => n.Transport == "email").Select(n => n.Result).ToListAsync());
        Assert.Equal(["sent", "sent", "smtp-451", "timeout"], rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mail_server_that_hangs_delays_no_text_message()
    {
        await using var mail = new MailServer { IsSilent = true };
        await using var sms = await SmsGateway.Start();
        await using var app = CommsApp.Start(settings: [("Hub:PublicAddress", "https://timpora.example"), ("Notifications:Email:Host", "127.0.0.1"), ("Notifications:Email:Port", mail.Port.ToString(CultureInfo.InvariantCulture)),
            ("Notifications:Email:Security", "None"), ("Notifications:Email:From", "hub@timpora.example"), ("Notifications:Sms:Url", sms.Address.ToString()), ("Notifications:Sms:Secret", Outside.Secret), ("Escalation:MinuteLength", "00:00:01")]);
        await app.IsReachedAt("penghubung.polresta", Address, "08111000001");
        var began = TimeProvider.System.GetTimestamp();
        await app.OfficerPosts(Reports.Operation());
        await Device.Until(() => mail.Connections > 0);
        await Device.Until(() => sms.Requests.Count > 0);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Sending.Patience);
    }

    /// <summary>An unreachable step never waits: it is recorded, the secretariat is warned, and the chief is asked now and not in five minutes.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task F29_a_step_that_nothing_reaches_is_passed_at_once(Database database)
    {
        await using var outside = await Outside.Start(database);
        outside.Mail.ToRecipient = to => to == Address ? "550 no such person" : null;
        outside.Sms.Answers = request => request.To == "+628111000001" ? 400 : 202;
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(30);
        // The text message is still to come.
        Assert.DoesNotContain(await outside.App.Words(alert, "opgab"), w => w.StartsWith("escalation.unreached", StringComparison.Ordinal));
        await outside.SecondsPass(30);

        var fired = new[] { "escalation.fired polresta r1 L1", "escalation.unreached polresta r1 L1", "escalation.fired polresta r1 L2" };
        Assert.Equal(fired, (await outside.App.Words(alert, "opgab")).Where(w => w.StartsWith("escalation.", StringComparison.Ordinal)));
        Assert.Equal(fired, (await outside.App.Words(alert, "meja-polresta")).Where(w => w.StartsWith("escalation.", StringComparison.Ordinal)));
        Assert.Contains("escalation.unreached polresta r1 L1", await outside.App.Words(alert, "meja-timpora"));
        Assert.Contains("sekretariat.timpora r1 L0", await outside.App.Woken(alert));
        Assert.Equal(outside.App.Now.AddMinutes(5), (await outside.App.Owes("polresta", alert)).NextStepAt);
        await outside.SecondsPass(2);
        Assert.Contains("email kepala.polresta r1 L2 Sent sent", await outside.Left(alert));
        Assert.Empty(await outside.App.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_step_whose_people_have_the_alert_keeps_its_time_although_nothing_else_reaches_them(Database database)
    {
        await using var outside = await Outside.Start(database);
        (outside.Mail.ToRecipient, outside.Sms.Answers) = (_ => "550 no such person", _ => 400);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await (await outside.App.As("penghubung.polresta")).Post($"/api/alerts/{alert}/seen", new { clientKey = Guid.CreateVersion7(), version = 1 });
        await outside.SecondsPass(62);
        Assert.DoesNotContain(await outside.App.Words(alert, "opgab"), w => w.StartsWith("escalation.unreached", StringComparison.Ordinal) || w.EndsWith("L2", StringComparison.Ordinal));
    }
}
