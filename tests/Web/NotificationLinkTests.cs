using System.Globalization;
using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>From the letter in somebody's mailbox to the answer: the way a woken person goes.</summary>
public sealed class NotificationLinkTests(Browser browser)
{
    private const string Liaison = "penghubung.polresta";

    [Fact]
    public async Task Who_is_woken_by_email_signs_in_by_the_link_lands_on_the_alert_and_answers()
    {
        await using var mail = new MailServer();
        await using var app = CommsApp.Start(settings: [("Hub:PublicAddress", "https://timpora.example"), ("Notifications:Email:Host", "127.0.0.1"), ("Notifications:Email:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("Notifications:Email:Security", "None"), ("Notifications:Email:From", "hub@timpora.example")]);
        await using (var visitor = await browser.Open(app, Liaison))
        {
            await visitor.Page.GotoAsync("/lainnya");
            var form = visitor.At($"kontak-{await app.IdOf(Liaison)}");
            await form.Locator("input[type=email]").FillAsync("piket@polresta.example");
            await form.Locator("input[type=tel]").FillAsync("0812 3456 7890");
            await visitor.At("kontak-simpan").ClickAsync();
            await Expect(form.Locator("input[type=tel]")).ToHaveValueAsync("+6281234567890");
            await visitor.Shows("kontak");
            Assert.Empty(visitor.Errors);
        }

        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await Device.Until(() => mail.Letters.Count == 1);
        var letter = mail.Letters[0];
        Assert.Equal("piket@polresta.example", letter.To);
        var link = new Uri(letter.Link);
        Assert.Equal("https://timpora.example", link.GetLeftPart(UriPartial.Authority));

        await using var woken = await browser.OpenAnonymous(app, link.PathAndQuery + link.Fragment);
        List<string> asked = [];
        woken.Page.Request += (_, request) => asked.Add(request.Url);
        await woken.SignIn(Liaison, CommsApp.Password);
        await woken.ComesTo($"/peringatan/{alert}$");
        await Expect(woken.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Operasi gabungan malam ini" })).ToBeVisibleAsync();
        await woken.At("terima").ClickAsync();
        await woken.Sees("polresta", "Acknowledged");
        Assert.Equal("Acknowledged", (await app.Owes("polresta", alert)).State);
        Assert.DoesNotContain(asked, url => url.Contains(link.Fragment.Split('/')[^1], StringComparison.Ordinal));
        await woken.Shows("tautan-dijawab");
        Assert.Empty(woken.Errors);

        // A second time it leads nowhere, and says so.
        await using var again = await browser.OpenAnonymous(app, link.PathAndQuery + link.Fragment);
        await again.SignIn(Liaison, CommsApp.Password);
        await Expect(again.Page.GetByText("Tautan ini sudah dipakai atau tidak berlaku.")).ToBeVisibleAsync();
        await again.Shows("tautan-ditolak");
        await again.At("tautan-ditolak").GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
        await again.ComesTo("/peringatan$");
        Assert.Empty(again.Errors);
    }

    [Fact]
    public async Task The_poster_sees_first_who_was_not_reached()
    {
        await using var mail = new MailServer();
        await using var app = CommsApp.Start(settings: [("Hub:PublicAddress", "https://timpora.example"), ("Notifications:Email:Host", "127.0.0.1"), ("Notifications:Email:Port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("Notifications:Email:Security", "None"), ("Notifications:Email:From", "hub@timpora.example")]);
        mail.ToRecipient = _ => "550 no such person";
        await app.IsReachedAt(Liaison, "salah@polresta.example", null);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await Device.Until(() => mail.Connections > 0);
        await using var officer = await browser.Open(app, "petugas.kanim", width: 1280);
        await officer.Page.GotoAsync($"/peringatan/{alert}");
        await Expect(officer.At("tidak-terjangkau")).ToContainTextAsync("Polresta", new() { Timeout = 30_000 });
        await Expect(officer.At("tidak-terjangkau")).ToContainTextAsync("belum ada surel atau nomor ponsel");
        await officer.Shows("tidak-terjangkau");
        Assert.Empty(officer.Errors);
    }
}
