using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>What happens to an alert after it was posted, as people do it in the page.</summary>
public sealed class LifeTests(Browser browser)
{
    [Fact]
    public async Task An_obligation_that_is_passed_on_stays_where_it_is_until_it_is_taken_over()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        var posted = await officer.Post<Posted>("/api/alerts", Reports.HoldingHouse());
        await using var police = await browser.Open(app, "penghubung.polresta");
        await using var other = await browser.Open(app, "penghubung.bp3mi", width: 1280);
        await police.Page.GotoAsync($"/peringatan/{posted.Id}");
        await police.At("alihkan").ClickAsync();
        await police.At("alihkan-ke").SelectOptionAsync("bp3mi");
        await police.At("alihkan-alasan").FillAsync("Korban calon pekerja migran");
        await police.Shows("alihkan");
        await police.At("alihkan-kirim").ClickAsync();
        await Expect(police.At("tawaran-polresta")).ToContainTextAsync("tetap bertanggung jawab");
        await police.Sees("polresta", "Notified|Delivered|Seen");
        await police.Shows("ditawarkan");

        await other.Page.GotoAsync($"/peringatan/{posted.Id}");
        await Expect(other.At("tawaran")).ToContainTextAsync("Korban calon pekerja migran");
        await other.Shows("tawaran");
        await other.At("terima-alih").ClickAsync();
        await police.Sees("polresta", "Delegated");
        await police.Sees("bp3mi", "Acknowledged");
        await Expect(other.At("tawaran")).ToBeHiddenAsync();
        await other.Shows("diambil-alih");
        Assert.Empty(police.Errors);
        Assert.Empty(other.Errors);
    }

    [Fact]
    public async Task A_material_update_asks_everybody_again_and_a_correction_asks_nobody()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        var posted = await officer.Post<Posted>("/api/alerts", Reports.HoldingHouse());
        using var police = await app.SignIn("penghubung.polresta");
        await police.Post($"/api/alerts/{posted.Id}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });
        await using var poster = await browser.Open(app, "petugas.kanim");
        await using var liaison = await browser.Open(app, "penghubung.polresta", width: 1280);
        await liaison.Page.GotoAsync($"/peringatan/{posted.Id}");
        await liaison.Sees("polresta", "Acknowledged");

        await poster.Page.GotoAsync($"/peringatan/{posted.Id}");
        await poster.At("perbarui").ClickAsync();
        await poster.At("ubah-judul").FillAsync("Rumah penampungan di Rajabasa Raya");
        await poster.At("ubah-perbaikan").CheckAsync();
        await Expect(poster.At("ubah-akibat")).ToHaveAttributeAsync("data-material", "false");
        await poster.At("ubah-kirim").ClickAsync();
        await Expect(liaison.Page.Locator(".alert-head h2")).ToHaveTextAsync("Rumah penampungan di Rajabasa Raya");
        await liaison.Sees("polresta", "Acknowledged");

        await poster.At("perbarui").ClickAsync();
        await poster.At("ubah-wilayah").SelectOptionAsync("18.71.10");
        await Expect(poster.At("ubah-akibat")).ToHaveAttributeAsync("data-material", "true");
        await poster.Shows("perbarui");
        await poster.At("ubah-kirim").ClickAsync();
        await liaison.Sees("polresta", "Pending|Notified|Delivered|Seen");
        await Expect(liaison.At("isi-berubah")).ToContainTextAsync("versi 2");
        await Expect(liaison.At("terima")).ToBeVisibleAsync();
        await liaison.Shows("isi-berubah");
        await poster.Page.EvaluateAsync("window.scrollTo(0, 0)");
        await poster.Shows("isi-berubah");
        Assert.Empty(poster.Errors);
        Assert.Empty(liaison.Errors);
    }

    [Fact]
    public async Task The_secretariat_releases_an_agency_and_reopens_what_was_resolved()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        var posted = await officer.Post<Posted>("/api/alerts", Reports.HoldingHouse());
        await using var secretariat = await browser.Open(app, "sekretariat.timpora", width: 1280);
        await secretariat.Page.GotoAsync($"/peringatan/{posted.Id}");
        await secretariat.At("bebaskan-dinsos").ClickAsync();
        await secretariat.At("alasan").FillAsync("Sudah ikut dalam tim UPTD");
        await secretariat.Shows("bebaskan");
        await secretariat.At("alasan-kirim").ClickAsync();
        await secretariat.Sees("dinsos", "Waived");

        await secretariat.At("selesaikan").ClickAsync();
        await secretariat.At("hasil").SelectOptionAsync("TIDAK-TERBUKTI");
        await secretariat.At("penapisan").SelectOptionAsync("not-a-victim");
        await secretariat.Shows("selesaikan");
        await secretariat.At("selesaikan-kirim").ClickAsync();
        await secretariat.At("buka-kembali").ClickAsync();
        await secretariat.At("alasan").FillAsync("Korban muncul lagi di tempat lain");
        await secretariat.At("alasan-kirim").ClickAsync();
        await Expect(secretariat.At("isi-berubah")).ToContainTextAsync("Korban muncul lagi");
        await secretariat.Sees("polresta", "Pending|Notified|Delivered|Seen");
        await secretariat.Shows("dibuka-kembali");
        Assert.Empty(secretariat.Errors);
    }

    private sealed record Posted(Guid Id);
}
