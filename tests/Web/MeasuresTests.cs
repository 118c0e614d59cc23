using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>The figures as people read them.</summary>
public sealed class MeasuresTests(Browser browser)
{
    [Fact]
    public async Task Figures_are_read_by_agency_and_level_and_a_drill_is_not_among_them()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        var posted = await officer.Post<Posted>("/api/alerts", Reports.HoldingHouse());
        using var police = await app.SignIn("penghubung.polresta");
        await police.Post($"/api/alerts/{posted.Id}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });

        await using var phone = await browser.Open(app, "petugas.kanim");
        await phone.Page.GotoAsync("/lainnya");
        await phone.At("ke-ukuran").ClickAsync();
        await Expect(phone.At("ukuran-polresta")).ToContainTextAsync("dijawab 1×");
        await phone.Shows("ukuran");
        await phone.At("ukuran-latihan").ClickAsync();
        await Expect(phone.At("ukuran-polresta")).ToBeHiddenAsync();

        await using var desktop = await browser.Open(app, "sekretariat.timpora", width: 1280);
        await desktop.Page.GotoAsync("/lainnya/ukuran?per=tingkat");
        await Expect(desktop.At("ukuran-Mendesak")).ToContainTextAsync("1 peringatan");
        await desktop.Shows("ukuran");
        Assert.Empty(phone.Errors);
        Assert.Empty(desktop.Errors);
    }

    private sealed record Posted(Guid Id);
}
