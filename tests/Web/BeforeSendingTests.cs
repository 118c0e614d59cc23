using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>What an officer learns before sending, and how people find what was sent.</summary>
public sealed class BeforeSendingTests(Browser browser)
{
    [Fact]
    public async Task An_officer_sees_who_is_on_duty_where_nobody_is_and_what_resembles_it()
    {
        await using var app = CommsApp.Start();
        using var colleague = await app.SignIn("petugas.kanim");
        await colleague.Post("/api/alerts", Reports.HoldingHouse().But(("regionCode", "18.71.10")));
        await app.NobodyIsOnDuty("dinsos", "liaison");
        await using var officer = await browser.Open(app, "petugas.polresta");
        await officer.At("lapor-jenis-TPPO").ClickAsync();
        await officer.At("lapor-wilayah").SelectOptionAsync("18.71.10");
        await officer.At("lapor-judul").FillAsync("Perempuan disekap di Rajabasa");
        await officer.At("lapor-cerita").FillAsync("Terdengar teriakan dari rumah berpagar hijau.");
        await officer.At("lapor-lanjut").ClickAsync();

        await Expect(officer.At("pratinjau-dinsos")).ToHaveAttributeAsync("data-gap", "true");
        await Expect(officer.At("pratinjau-polresta")).ToContainTextAsync("Intan Puspitasari");
        await Expect(officer.At("serupa").GetByRole(Microsoft.Playwright.AriaRole.Link).First).ToHaveTextAsync("Rumah penampungan di Rajabasa");
        await officer.Shows("lapor-pratinjau");
        await officer.At("lapor-kirim").ClickAsync();
        await officer.ComesTo("/peringatan/[^/]+$");

        await using var desktop = await browser.Open(app, "petugas.polresta", width: 1280);
        await desktop.At("lapor-jenis-TPPO").ClickAsync();
        await desktop.At("lapor-wilayah").SelectOptionAsync("18.71.10");
        await desktop.At("lapor-judul").FillAsync("Perempuan disekap di Rajabasa");
        await desktop.At("lapor-cerita").FillAsync("Terdengar teriakan dari rumah berpagar hijau.");
        await Expect(desktop.At("pratinjau-dinsos")).ToHaveAttributeAsync("data-gap", "true");
        await desktop.Shows("lapor-pratinjau");
        Assert.Empty(officer.Errors);
        Assert.Empty(desktop.Errors);
    }

    [Fact]
    public async Task Words_find_an_alert_and_stand_in_no_address()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        await officer.Post("/api/alerts", Reports.HoldingHouse().But(("headline", "Kapal kayu di dermaga lama")));
        await officer.Post("/api/alerts", Reports.HoldingHouse());
        await using var liaison = await browser.Open(app, "penghubung.polresta");
        List<string> asked = [];
        liaison.Page.Request += (_, request) => asked.Add(request.Url);
        await Expect(liaison.Page.Locator(".alert-row")).ToHaveCountAsync(2);
        await liaison.At("cari").FillAsync("dermaga");
        await Expect(liaison.Page.Locator(".alert-row")).ToHaveCountAsync(1);
        await liaison.Shows("cari");
        await liaison.Page.Locator(".alert-row").ClickAsync();
        await liaison.ComesTo("/peringatan/[^/?]+$");
        await liaison.Page.GoBackAsync();
        await Expect(liaison.At("cari")).ToHaveValueAsync("dermaga");
        await Expect(liaison.Page.Locator(".alert-row-headline")).ToHaveTextAsync("Kapal kayu di dermaga lama");
        Assert.Contains(asked, url => url.EndsWith("/api/alerts/search", StringComparison.Ordinal));
        Assert.DoesNotContain(asked.Append(liaison.Page.Url), url => url.Contains("dermaga", StringComparison.Ordinal));
        await liaison.Page.ReloadAsync();
        await Expect(liaison.Page.Locator(".alert-row")).ToHaveCountAsync(2);
        await liaison.Page.GotoAsync("/peringatan?cari=dermaga");
        await Expect(liaison.Page.Locator(".alert-row")).ToHaveCountAsync(1);
        await liaison.ComesTo("/peringatan$");
        await liaison.At("saring").ClickAsync();
        await liaison.At("saring-agency").SelectOptionAsync("kua");
        await Expect(liaison.Page.Locator(".alert-row")).ToHaveCountAsync(0);
        await liaison.Shows("saring");
        Assert.Empty(liaison.Errors);
    }
}
