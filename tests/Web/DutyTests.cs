using System.Globalization;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>Duty as people live it: handing over, filling gaps, standing in; and the figures.</summary>
public sealed class DutyTests(Browser browser)
{
    [Fact]
    public async Task Who_comes_on_duty_sees_what_is_open_and_until_they_accept_the_other_stays_answerable()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        var posted = await officer.Post<Posted>("/api/alerts", Reports.HoldingHouse());
        var next = await app.Hires("kepala2.polresta", "polresta", Roles.Chief);
        await app.Assigns("kepala.polresta", "chief", (await app.IdOf("kepala.polresta"), Clock(10), Clock(-0.2)), (next, Clock(-0.2), Clock(10)));

        await using var outgoing = await browser.Open(app, "kepala.polresta", width: 1280);
        await Expect(outgoing.Page.Locator(".duty")).ToContainTextAsync("masih bertanggung jawab");
        await outgoing.Shows("jaga-keluar");
        await using var incoming = await browser.Open(app, "kepala2.polresta");
        await Expect(incoming.At("serah-terima")).ToContainTextAsync("Rumah penampungan di Rajabasa");
        await Expect(incoming.At("serah-terima").Locator($"a[href$='{posted.Id}']")).ToBeVisibleAsync();
        await incoming.Shows("serah-terima");
        await incoming.At("terima-jaga").ClickAsync();
        await Expect(incoming.At("serah-terima")).ToBeHiddenAsync();
        await Expect(outgoing.Page.Locator(".duty")).Not.ToContainTextAsync("masih bertanggung jawab");
        Assert.Empty(outgoing.Errors);
        Assert.Empty(incoming.Errors);
    }

    [Fact]
    public async Task A_gap_ahead_is_red_until_the_roster_is_filled()
    {
        await using var app = CommsApp.Start();
        var second = await app.Hires("penghubung2.dinsos", "dinsos", Roles.Liaison);
        await app.Assigns("kepala.dinsos", "liaison", (second, Clock(-1), Clock(3)));
        await using var chief = await browser.Open(app, "kepala.dinsos");
        await chief.Page.GotoAsync("/lainnya");
        await chief.At("ke-jaga").ClickAsync();
        await Expect(chief.At("jaga-celah")).ToContainTextAsync("penghubung");
        await chief.Shows("jaga-celah");
        await chief.At("jadwal-ubah-liaison").ClickAsync();
        await chief.At("giliran-tambah").ClickAsync();
        await chief.Shows("jadwal-ubah");
        await chief.At("jadwal-simpan").ClickAsync();
        await Expect(chief.At("jaga-tanpa-celah")).ToBeVisibleAsync();

        await chief.At("pengganti-tambah").ClickAsync();
        await chief.At("pengganti-siapa").SelectOptionAsync(second.ToString());
        await chief.Shows("pengganti");
        await chief.At("pengganti-simpan").ClickAsync();
        await Expect(chief.At("pengganti")).ToContainTextAsync("penghubung2.dinsos");
        await using var desktop = await browser.Open(app, "penghubung.dinsos", width: 1280);
        await desktop.Page.GotoAsync("/lainnya/jaga");
        await Expect(desktop.At("pengganti")).ToContainTextAsync("penghubung2.dinsos");
        await desktop.Shows("jaga");
        Assert.Empty(chief.Errors);
        Assert.Empty(desktop.Errors);
    }

    // A team's hour on the roster, some hours from now.
    private static string Clock(double hours) => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(7)).AddHours(hours).ToString("HH:mm", CultureInfo.InvariantCulture);

    private sealed record Posted(Guid Id);
}
