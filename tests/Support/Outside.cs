using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Notifications;
using Xunit;

namespace Timpora.Comms.Tests.Support;

/// <summary>A hub in hand with a mail server and an SMS gateway outside it, all of them real; the sender moves only when <see cref="SenderLooks"/>.</summary>
public sealed class Outside : IAsyncDisposable
{
    private Outside(CommsApp app, MailServer mail, SmsGateway sms) => (App, Mail, Sms) = (app, mail, sms);

    /// <summary>The hub.</summary>
    public CommsApp App { get; }

    /// <summary>Where its e-mails go.</summary>
    public MailServer Mail { get; }

    /// <summary>Where its text messages go.</summary>
    public SmsGateway Sms { get; }

    /// <summary>The secret that its text messages are signed with.</summary>
    public const string Secret = "rahasia-gateway-untuk-uji";

    /// <summary>Starts all three. Polresta's liaison and chief can be reached both ways: <c>penghubung.polresta@uji.example</c>.</summary>
    public static async Task<Outside> Start(Database database = Database.Sqlite, bool withEmail = true, bool withSms = true, params (string Key, string? Value)[] settings)
    {
        var (mail, sms) = (new MailServer(), await SmsGateway.Start());
        List<(string, string?)> all = [("Hub:PublicAddress", "https://timpora.example")];
        if (withEmail)
            all.AddRange([("Notifications:Email:Host", "127.0.0.1"), ("Notifications:Email:Port", mail.Port.ToString()), ("Notifications:Email:Security", "None"), ("Notifications:Email:From", "hub@timpora.example")]);
        if (withSms)
            all.AddRange([("Notifications:Sms:Url", sms.Address.ToString()), ("Notifications:Sms:Secret", Secret)]);
        all.RemoveAll(set => settings.Any(other => other.Key == set.Item1));
        var outside = new Outside(CommsApp.StartInHand(database, [.. all, .. settings]), mail, sms);
        await outside.Reaches("penghubung.polresta", "+628111000001");
        await outside.Reaches("kepala.polresta", "+628111000002");
        return outside;
    }

    /// <summary>Somebody says where they are reached; the e-mail address is their account's name.</summary>
    public Task Reaches(string who, string? mobile) => App.IsReachedAt(who, who + "@uji.example", mobile);

    /// <summary>The sender looks once and tries all that is due.</summary>
    public Task<int> SenderLooks() => App.SenderLooks();

    /// <summary>Seconds pass and the sender looks, at the instant each notification falls due, while the ladders stand still.</summary>
    public async Task SecondsPass(double seconds)
    {
        var until = App.Now + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            await SenderLooks();
            var next = await App.Read(db => db.Notifications.AsNoTracking().Where(n => n.DueAt != null).MinAsync(n => n.DueAt));
            if (next is not { } at || at > until)
                break;
            Assert.True(at > App.Now, "The sender left something due.");
            App.MinutesPassUnseen((at - App.Now).TotalMinutes);
        }

        if (until > App.Now)
            App.MinutesPassUnseen((until - App.Now).TotalMinutes);
        await SenderLooks();
    }

    /// <summary>What left or is to leave the hub for an alert: <c>email penghubung.polresta r1 L1 Sent sent</c>.</summary>
    public async Task<List<string>> Left(Guid alert) => [.. (await App.Read(db => db.Notifications.AsNoTracking().Where(n => n.AlertId == alert && n.Transport != "desk")
        .Join(db.Users, n => n.Recipient, m => m.Id, (n, m) => new { Row = n, m.UserName }).ToListAsync()))
        .OrderBy(n => n.Row.Round).ThenBy(n => n.Row.Level).ThenBy(n => n.UserName, StringComparer.Ordinal).ThenBy(n => n.Row.Transport, StringComparer.Ordinal)
        .Select(n => $"{n.Row.Transport} {n.UserName} r{n.Row.Round} L{n.Row.Level} {n.Row.State} {n.Row.Result}".TrimEnd())];

    /// <summary>The one row of a transport, of the first notice.</summary>
    public Task<Notification> Row(string transport) => App.Read(db => db.Notifications.AsNoTracking().SingleAsync(n => n.Transport == transport && n.Level == 1));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Mail.DisposeAsync();
        await Sms.DisposeAsync();
    }
}
