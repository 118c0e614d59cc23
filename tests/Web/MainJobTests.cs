using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>The main job as people do it: an officer's phone, a liaison's desktop, a chief's phone, one real hub.</summary>
public sealed class MainJobTests(Browser browser)
{
    private static readonly (string, string?) Seconds = ("Escalation:MinuteLength", "00:00:01");

    [Fact]
    public async Task Three_people_live_through_an_alert()
    {
        await using var app = CommsApp.Start(settings: Seconds);
        await using var officer = await browser.Open(app, "petugas.kanim");
        await using var liaison = await browser.Open(app, "penghubung.polresta", width: 1280);
        await using var chief = await browser.Open(app, "kepala.uptdppa");
        await officer.Shows("lapor-jenis");
        await liaison.Shows("peringatan-kosong");
        await chief.Shows("meja-kosong");

        // Tap one: what. Then where and typing. Taps two and three: on, and send.
        await officer.At("lapor-jenis-TPPO").ClickAsync();
        await officer.At("lapor-wilayah").SelectOptionAsync("18.71.10");
        await officer.At("lapor-judul").FillAsync("Rumah penampungan di Rajabasa");
        await officer.At("lapor-cerita").FillAsync("Sekitar 24 perempuan, pintu dikunci dari luar. <img src=x onerror=alert(1)>");
        await officer.Shows("lapor-isi");
        await officer.At("lapor-lanjut").ClickAsync();
        await Expect(officer.At("lapor-kirim")).ToContainTextAsync("4");
        await officer.Shows("lapor-kirim");
        await officer.At("lapor-kirim").ClickAsync();
        await officer.ComesTo("/peringatan/[0-9a-f-]{36}");
        var alert = officer.Page.Url.Split('/')[^1];
        await officer.Sees("polresta", "Notified|Delivered|Seen");

        // The liaison's list shows it without a reload; opening it is seen by the officer, answering too.
        await liaison.At($"peringatan-{alert}").First.ClickAsync();
        await officer.Sees("polresta", "Seen");
        await liaison.Shows("peringatan-diminta");
        await liaison.At("terima").ClickAsync();
        await officer.Sees("polresta", "Acknowledged");
        await Expect(liaison.At("batalkan-terima")).ToBeVisibleAsync();

        // A message arrives as the text it is.
        await liaison.At("pesan").FillAsync("Tim PPA berangkat. <b>15 menit</b> & \"tenang\"");
        await liaison.At("pesan-kirim").ClickAsync();
        await Expect(officer.Page.GetByText("Tim PPA berangkat. <b>15 menit</b> & \"tenang\"", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(0, await officer.Page.Locator("main img").CountAsync());

        // uptdppa's liaison stays silent: the ladder asks the chief, whose desk shows it, and one tap answers.
        await Expect(officer.Page.Locator("[data-testid=grid-uptdppa]")).ToHaveAttributeAsync("data-mark", "late", new() { Timeout = 30_000 });
        await Expect(chief.At($"meja-terima-{alert}")).ToBeVisibleAsync();
        await chief.Shows("meja-terlambat");
        await chief.At($"meja-terima-{alert}").ClickAsync();
        await officer.Sees("uptdppa", "Acknowledged");
        await officer.Shows("peringatan-petugas");
        await liaison.Shows("peringatan-penghubung");

        Assert.Empty(officer.Errors);
        Assert.Empty(liaison.Errors);
        Assert.Empty(chief.Errors);
    }

    [Fact]
    public async Task A_liaison_joins_a_channel_and_sees_what_is_unread_in_it()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        await using var liaison = await browser.Open(app, "penghubung.polresta", width: 1280);
        await liaison.Page.GotoAsync("/kanal/tppo");
        await liaison.At("gabung-kanal").ClickAsync();
        await Expect(liaison.At("keluar-kanal")).ToBeVisibleAsync();
        await liaison.Page.GotoAsync("/kanal");
        await officer.Post("/api/alerts", Reports.HoldingHouse());
        await Expect(liaison.At("kanal-tppo")).ToHaveAttributeAsync("data-unread", "1");
        await liaison.Shows("kanal-belum-dibaca");
        await liaison.At("kanal-tppo").ClickAsync();
        await Expect(liaison.Page.Locator("ol.log").GetByText("Rumah penampungan di Rajabasa").First).ToBeVisibleAsync();
        await liaison.Shows("kanal-isi");
        await liaison.Page.GotoAsync("/kanal");
        await Expect(liaison.At("kanal-tppo")).ToHaveAttributeAsync("data-unread", "0");
        Assert.Empty(liaison.Errors);
    }

    [Fact]
    public async Task Nobody_answering_ends_in_a_red_field_with_the_call_list()
    {
        await using var app = CommsApp.Start(settings: ("Escalation:MinuteLength", "00:00:00.1"));
        using var officer = await app.SignIn("petugas.kanim");
        await using var secretariat = await browser.Open(app, "sekretariat.timpora", width: 1280);
        var report = Reports.HoldingHouse();
        report["level"] = "Kritis";
        var posted = await officer.Post<Posted>("/api/alerts", report);
        await secretariat.Page.GotoAsync($"/peringatan/{posted.Id}");
        await secretariat.Sees("dinsos", "Exhausted");
        await secretariat.Page.GotoAsync("/meja");
        await Expect(secretariat.Page.Locator("[data-testid^=tidak-terjangkau-]").First).ToBeVisibleAsync();
        await secretariat.Shows("meja-tidak-terjangkau");
        Assert.Empty(secretariat.Errors);
    }

    [Fact]
    public async Task After_a_cut_the_page_catches_up_by_itself()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        await using var line = new CuttableProxy(app.Address);
        await using var liaison = await browser.Open(app, "penghubung.polresta", through: line.Address);
        await line.Cut();
        await Expect(liaison.At("koneksi").First).Not.ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 40_000 });
        var posted = await officer.Post<Posted>("/api/alerts", Reports.HoldingHouse());
        line.Mend();
        await Expect(liaison.At($"peringatan-{posted.Id}").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await liaison.IsConnected();
    }

    [Fact]
    public async Task The_page_speaks_Indonesian_first_and_English_when_asked()
    {
        await using var app = CommsApp.Start();
        await using var liaison = await browser.Open(app, "penghubung.dinsos", locale: "en-GB");
        await Expect(liaison.Page.Locator("html")).ToHaveAttributeAsync("lang", "id");
        await Expect(liaison.Page.GetByText("Kanal").First).ToBeVisibleAsync();
        await liaison.Page.GotoAsync("/lainnya");
        await liaison.At("bahasa").GetByText("English").ClickAsync();
        await Expect(liaison.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(liaison.Page.GetByText("Channels").First).ToBeVisibleAsync();
        await liaison.Page.ReloadAsync();
        await Expect(liaison.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await liaison.IsConnected();
        await liaison.Shows("more-en");
        await liaison.Page.GotoAsync("/kanal");
        await liaison.At("kanal-tppo").ClickAsync();
        await liaison.At("gabung-kanal").ClickAsync();
        await Expect(liaison.At("keluar-kanal")).ToBeVisibleAsync();
        await liaison.Shows("channel-en");
        Assert.Empty(liaison.Errors);
    }

    private sealed record Posted(Guid Id);
}
