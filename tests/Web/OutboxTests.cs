using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>What an officer writes without a line: it stays on the phone, and the hub gets it once and in order.</summary>
public sealed class OutboxTests(Browser browser)
{
    // Once the line is back the page may still wait half a minute before it tries again.
    private const float Slow = 60_000;

    private static readonly LocatorAssertionsToHaveCountOptions Patient = new() { Timeout = 60_000 };

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task An_alert_and_messages_written_offline_outlive_a_reload_and_arrive_once_and_in_order(int width)
    {
        await using var app = CommsApp.Start();
        await using var line = new CuttableProxy(app.Address);
        await using var officer = await browser.Open(app, "petugas.kanim", width, through: line.Address);
        await officer.KeepsThePage();
        await line.Cut();

        // The page opens without a line, for whoever was signed in.
        await officer.Page.ReloadAsync();
        await Expect(officer.At("lapor-jenis-TPPO")).ToBeVisibleAsync();
        await Report(officer, "Rumah penampungan di Rajabasa");
        await officer.Shows("belum-siap-kirim");
        await officer.At("lapor-kirim").ClickAsync();
        await officer.ComesTo("/peringatan/kirim-[0-9]+");
        await Say(officer, "Pintu dikunci dari luar.", "Tiga mobil pergi.");
        await Expect(officer.At("pesan-belum")).ToHaveCountAsync(2);
        await officer.Shows("belum-terkirim");

        await officer.Page.ReloadAsync();
        await Expect(officer.At("pesan-belum")).ToHaveCountAsync(2);
        await Expect(officer.At("tidak-terkirim")).ToContainTextAsync("TIDAK TERKIRIM (3)");
        await officer.Page.GotoAsync("/tidak-terkirim");
        await Expect(officer.At("pesan-belum")).ToHaveCountAsync(2);
        await officer.Shows("tidak-terkirim");
        await officer.Page.GoBackAsync();
        Assert.Equal(0, await app.Read(db => db.Alerts.CountAsync()));

        line.Mend();
        await officer.ComesTo("/peringatan/[0-9a-f-]{36}$", Slow);
        await Expect(officer.Page.Locator(".speech")).ToHaveCountAsync(2, Patient);
        await Expect(officer.Page.Locator(".unsent")).ToHaveCountAsync(0, Patient);
        await Expect(officer.At("tidak-terkirim")).ToBeHiddenAsync();
        Assert.Equal(["Pintu dikunci dari luar.", "Tiga mobil pergi."], await officer.Page.Locator(".speech .speech-text").AllInnerTextsAsync());
        var alert = officer.Page.Url.Split('/')[^1];
        using var other = await app.SignIn("penghubung.polresta");
        var entries = (await other.Get<Log>("/api/channels/tppo/entries?after=0&limit=500")).Entries.Where(e => e.Kind is "alert.posted" or "message.posted").ToList();
        Assert.Equal(["alert.posted", "message.posted", "message.posted"], entries.Select(e => e.Kind));
        Assert.All(entries, e => Assert.Equal(alert, e.AlertId));
        Assert.Equal("Tiga mobil pergi.", entries[2].Reveal!["text"].Value);
        await officer.Shows("belum-lalu-terkirim");
        Assert.Empty(officer.Errors);
    }

    [Fact]
    public async Task What_the_hub_refuses_later_is_set_aside_mended_and_sent_and_holds_up_nothing()
    {
        await using var app = CommsApp.Start();
        await using var line = new CuttableProxy(app.Address);
        await using var officer = await browser.Open(app, "petugas.kanim", through: line.Address);
        await officer.KeepsThePage();
        await line.Cut();
        await officer.IsOffline();
        await Report(officer, "Orang dengan NIK 1871012304850001");
        await officer.At("lapor-kirim").ClickAsync();
        await officer.ComesTo("/peringatan/kirim-[0-9]+");
        await Say(officer, "Pintu dikunci dari luar.");
        await officer.Page.GotoAsync("/lapor");
        await Report(officer, "Laporan kedua");
        await officer.At("lapor-kirim").ClickAsync();
        await officer.ComesTo("/peringatan/kirim-[0-9]+");

        line.Mend();
        await officer.ComesTo("/peringatan/[0-9a-f-]{36}$", Slow);
        await Expect(officer.At("tidak-terkirim")).ToContainTextAsync("1 ditolak server");
        await officer.At("tidak-terkirim").GetByRole(AriaRole.Link).ClickAsync();
        await officer.Shows("ditolak");
        await officer.Page.Locator("[data-testid^=peringatan-kirim-]").ClickAsync();
        await officer.Shows("ditolak-peringatan");
        await officer.At("peringatan-ubah").ClickAsync();
        await Expect(officer.At("lapor-judul")).ToHaveValueAsync("Orang dengan NIK 1871012304850001");
        await officer.At("lapor-judul").FillAsync("Orang tanpa nomor");
        await officer.At("lapor-lanjut").ClickAsync();
        await officer.At("lapor-kirim").ClickAsync();
        await officer.ComesTo("/peringatan/[0-9a-f-]{36}$", Slow);
        await Expect(officer.Page.Locator(".speech .speech-text")).ToHaveTextAsync(["Pintu dikunci dari luar."], new() { Timeout = 30_000 });
        await Expect(officer.At("tidak-terkirim")).ToBeHiddenAsync();
        Assert.Equal(2, await app.Read(db => db.Alerts.CountAsync()));
        Assert.Empty(officer.Errors);
    }

    [Fact]
    public async Task Another_member_at_the_same_phone_neither_sees_nor_sends_what_waits_on_it()
    {
        await using var app = CommsApp.Start();
        await using var line = new CuttableProxy(app.Address);
        await using var officer = await browser.Open(app, "petugas.kanim", through: line.Address);
        using var liaison = await app.SignIn("penghubung.polresta");
        var alert = (await liaison.Post<Posted>("/api/alerts", Reports.HoldingHouse())).Id;
        await officer.Page.GotoAsync($"/peringatan/{alert}");
        await Expect(officer.At("pesan")).ToBeVisibleAsync();
        await line.Cut();
        await officer.IsOffline();
        await Say(officer, "Saksi di warung sebelah.");
        await Expect(officer.At("pesan-belum")).ToHaveCountAsync(1);
        await officer.Page.GotoAsync("/lainnya");

        // The line comes back for the way out only: what waits is kept, as the officer chose.
        await officer.CannotReach("/messages");
        line.Mend();
        await officer.IsConnected();
        await officer.At("keluar").ClickAsync();
        await officer.Shows("keluar-tanya");
        await officer.At("keluar-simpan").ClickAsync();
        await Expect(officer.At("menunggu-masuk")).ToBeVisibleAsync();
        await officer.Shows("menunggu-masuk");
        await officer.Page.ReloadAsync();
        await officer.SignIn("petugas.polresta", CommsApp.Password);
        await officer.IsConnected();
        await Expect(officer.At("tidak-terkirim")).ToBeHiddenAsync();
        await officer.Page.GotoAsync("/tidak-terkirim");
        await Expect(officer.Page.GetByText("Saksi di warung sebelah.")).ToBeHiddenAsync();
        await officer.Page.GotoAsync("/lainnya");
        await officer.At("keluar").ClickAsync();

        await officer.SignIn("petugas.kanim", CommsApp.Password);
        await officer.IsConnected();
        await officer.Page.GotoAsync($"/peringatan/{alert}");
        await Expect(officer.Page.Locator(".speech:not(.unsent) .speech-text")).ToHaveTextAsync(["Saksi di warung sebelah."], new() { Timeout = 60_000 });
        var entry = Assert.Single((await liaison.Get<Log>("/api/channels/tppo/entries?after=0&limit=500")).Entries, e => e.Kind == "message.posted");
        Assert.Equal(await app.Read(db => db.Users.Where(m => m.UserName == "petugas.kanim").Select(m => m.Id).SingleAsync()), Guid.Parse(entry.Actor!));
        Assert.Empty(officer.Errors);
    }

    private static async Task Report(Visitor officer, string headline)
    {
        await officer.At("lapor-jenis-TPPO").ClickAsync();
        await officer.At("lapor-wilayah").SelectOptionAsync("18.71.10");
        await officer.At("lapor-judul").FillAsync(headline);
        await officer.At("lapor-cerita").FillAsync("Sekitar 24 perempuan, pintu dikunci dari luar.");
        if (await officer.At("lapor-lanjut").IsVisibleAsync())
            await officer.At("lapor-lanjut").ClickAsync();
    }

    private static async Task Say(Visitor officer, params string[] texts)
    {
        foreach (var text in texts)
        {
            await officer.At("pesan").FillAsync(text);
            await officer.At("pesan-kirim").ClickAsync();
            await Expect(officer.Page.Locator(".speech-text").GetByText(text, new() { Exact = true })).ToBeVisibleAsync();
            await Expect(officer.At("pesan")).ToBeEmptyAsync();
        }
    }

    private sealed record Posted(Guid Id);

    private sealed record Log(IReadOnlyList<Line> Entries);

    private sealed record Line(string Kind, string? Actor, string? AlertId, Dictionary<string, Revealed>? Reveal);

    private sealed record Revealed(string Value);
}
