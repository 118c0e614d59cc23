using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Timpora.Comms.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>Accounts as people meet them in the page.</summary>
public sealed class AccountTests(Browser browser)
{
    [Fact]
    public async Task The_first_administrator_makes_an_account_with_the_printed_link()
    {
        await using var app = CommsApp.Start(production: true);
        var secret = await app.FirstAdministratorSecret();
        await using var visitor = await browser.OpenAnonymous(app, $"/#/admin-pertama/{secret}");
        List<string> asked = [];
        visitor.Page.Request += (_, request) => asked.Add(request.Url);
        var form = visitor.At("admin-pertama-form");
        await visitor.Shows("admin-pertama");
        await form.Locator("input[autocomplete=name]").FillAsync("Tirta Adiwangsa");
        await form.Locator("input[autocomplete=username]").FillAsync("admin.timpora");
        await form.Locator("input[type=password]").FillAsync("pendek");
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(form.GetByText("Sedikitnya 12 karakter.")).ToBeVisibleAsync();
        await form.Locator("input[type=password]").FillAsync("Hutan-Way-Kambas-71");
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(form).ToBeHiddenAsync();
        await visitor.Page.GetByRole(AriaRole.Button).ClickAsync();
        await visitor.ComesTo("/masuk$");
        await visitor.SignIn("admin.timpora", "Hutan-Way-Kambas-71");
        // Nothing else is open before the account is secured (WaysInTests).
        await Expect(visitor.At("amankan")).ToContainTextAsync("Tirta Adiwangsa");
        await visitor.Shows("amankan");
        Assert.DoesNotContain(asked, url => url.Contains(secret!, StringComparison.Ordinal));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_plain_words()
    {
        await using var app = CommsApp.Start();
        await using var visitor = await browser.OpenAnonymous(app, "/", width: 1280);
        await visitor.SignIn("petugas.kanim", "salah");
        await Expect(visitor.Page.GetByText("Nama akun atau kata sandi salah.")).ToBeVisibleAsync();
        await visitor.Shows("masuk-salah");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_session_on_a_lost_device_is_ended_from_another()
    {
        await using var app = CommsApp.Start();
        await using var lost = await browser.OpenAnonymous(app, "/");
        await lost.At("masuk-bersama").CheckAsync();
        await lost.Shows("masuk-bersama");
        await lost.SignIn("penghubung.polresta", CommsApp.Password);
        await lost.ComesTo("/peringatan");
        await lost.Page.GotoAsync("/lainnya");
        await lost.At("perangkat-ini").ScrollIntoViewIfNeededAsync();
        await lost.Shows("perangkat");
        await using var desk = await browser.Open(app, "penghubung.polresta", width: 1280);
        await desk.Page.GotoAsync("/lainnya");
        var row = desk.At("perangkat-lain");
        await Expect(row).ToContainTextAsync("dipakai bersama");
        await row.ScrollIntoViewIfNeededAsync();
        await desk.Shows("perangkat");

        await row.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(row).ToBeHiddenAsync();
        await lost.ComesTo("/masuk");
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task Who_is_removed_by_the_admin_is_put_out_of_the_page_at_once()
    {
        await using var app = CommsApp.Start();
        await using var officer = await browser.Open(app, "petugas.kanim");
        await using var admin = await browser.Open(app, "admin.kanim", width: 1280);
        var id = await app.Read(db => db.Users.Where(m => m.UserName == "petugas.kanim").Select(m => m.Id).SingleAsync());
        await admin.Page.GotoAsync("/lainnya");
        var row = admin.At($"anggota-{id}");
        await row.Locator("button").First.ClickAsync();
        await admin.Shows("anggota-keluarkan");
        await row.GetByTestId("anggota-keluarkan").ClickAsync();
        await Expect(row).ToBeHiddenAsync();
        await Expect(officer.At("masuk-form")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }
}
