using Timpora.Comms.Tests.Support;
using Timpora.Comms.Tests.WaysIn;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Timpora.Comms.Tests.Web;

/// <summary>Passkeys, apps, links and walls as people meet them, with a virtual key in a real browser.</summary>
public sealed class WaysInTests(Browser browser)
{
    [Fact]
    public async Task A_chief_makes_a_key_and_comes_in_with_it()
    {
        await using var app = CommsApp.Start();
        await using var chief = await browser.Open(app, "kepala.kanim", through: Localhost(app));
        await HasKey(chief);
        await chief.Page.GotoAsync("/lainnya");
        await chief.At("kunci-tambah").ClickAsync();
        await chief.At("kunci-nama").FillAsync("Ponsel dinas");
        await chief.At("kunci-buat").ClickAsync();
        await chief.At("kode-pemulihan").ScrollIntoViewIfNeededAsync();
        await chief.Shows("kode-pemulihan");
        await chief.At("kode-disimpan").CheckAsync();
        await chief.At("kode-lanjut").ClickAsync();
        await Expect(chief.At("keamanan")).ToContainTextAsync("Ponsel dinas");
        await chief.At("keamanan").ScrollIntoViewIfNeededAsync();
        await chief.Shows("keamanan");
        await chief.At("keluar").First.ClickAsync();
        await chief.ComesTo("/masuk");
        await chief.Shows("masuk");
        await chief.At("masuk-kunci").ClickAsync();
        await chief.IsConnected();
        Assert.Empty(chief.Errors);
    }

    [Fact]
    public async Task Somebody_new_comes_in_with_the_admins_link_and_secures_the_account_first()
    {
        await using var app = CommsApp.Start();
        await using var admin = await browser.Open(app, "admin.kanim", width: 1280, Localhost(app));
        await admin.Page.GotoAsync("/lainnya/undangan");
        await admin.At("undang-member").ClickAsync();
        await admin.At("undang-nama").FillAsync("Tirta Adiwangsa");
        await admin.At("undang-jabatan").FillAsync("Petugas Inteldakim");
        await admin.At("undang-pilih-officer").CheckAsync();
        await admin.Shows("undangan-buat");
        await admin.At("undang-buat").ClickAsync();
        await Expect(admin.At("tautan")).ToBeVisibleAsync();
        await admin.Shows("undangan-tautan");
        var link = await admin.At("tautan").EvaluateAsync<string>("e => e.value ?? e.textContent");

        await using var person = await browser.OpenAnonymous(app, new Uri(link.Trim()).PathAndQuery + new Uri(link.Trim()).Fragment, through: Localhost(app));
        List<string> asked = [];
        person.Page.Request += (_, request) => asked.Add(request.Url);
        await HasKey(person);
        await Expect(person.At("undangan-akun")).ToBeVisibleAsync();
        await person.Shows("undangan");
        await person.At("undangan-akun").FillAsync("tirta.adiwangsa");
        await person.At("undangan-terima").ClickAsync();
        await Expect(person.At("amankan")).ToBeVisibleAsync();
        await Expect(person.At("amankan")).ToContainTextAsync("Tirta Adiwangsa");
        await person.Shows("amankan");
        await person.At("kunci-nama").FillAsync("Ponsel saya");
        await person.At("kunci-buat").ClickAsync();
        await person.At("kode-disimpan").CheckAsync();
        await person.At("kode-lanjut").ClickAsync();
        await person.IsConnected();
        Assert.DoesNotContain(asked, url => url.Contains(link[^20..], StringComparison.Ordinal));
        Assert.DoesNotContain(link[^20..], person.Page.Url, StringComparison.Ordinal);
        Assert.Empty(admin.Errors);
        Assert.Empty(person.Errors);
    }

    [Fact]
    public async Task Without_keys_a_password_and_an_app_do_and_the_app_is_asked_for_at_the_next_sign_in()
    {
        await using var app = CommsApp.Start(production: true);
        var secret = await app.FirstAdministratorSecret();
        using (var anyone = app.Anyone())
            await anyone.Post("/api/first-administrator", new { token = secret, userName = "admin.timpora", name = "Tirta Adiwangsa", password = "Hutan-Way-Kambas-71" });
        // By its number the page is at no name that keys could belong to.
        await using var admin = await browser.OpenAnonymous(app, "/");
        await admin.SignIn("admin.timpora", "Hutan-Way-Kambas-71");
        await Expect(admin.At("amankan")).ToContainTextAsync("Tirta Adiwangsa");
        await admin.At("autentikator-pasang").ClickAsync();
        var app1 = OtpNet.Base32Encoding.ToBytes(await admin.At("autentikator-rahasia").InnerTextAsync());
        await admin.At("kode").FillAsync("000000");
        await admin.At("autentikator-simpan").ClickAsync();
        await Expect(admin.Page.GetByText("Kode ini tidak cocok.")).ToBeVisibleAsync();
        await admin.Shows("autentikator");
        await admin.At("kode").FillAsync(Keys.Code(app1, app.Now));
        await admin.At("autentikator-simpan").ClickAsync();
        var paper = await admin.At("kode-pemulihan").Locator("code").First.InnerTextAsync();
        await admin.At("kode-disimpan").CheckAsync();
        await admin.At("kode-lanjut").ClickAsync();
        await admin.IsConnected();

        await using var elsewhere = await browser.OpenAnonymous(app, "/", width: 1280);
        await elsewhere.SignIn("admin.timpora", "Hutan-Way-Kambas-71");
        await Expect(elsewhere.At("kode")).ToBeFocusedAsync();
        await elsewhere.Shows("masuk-kode");
        await elsewhere.At("kode").FillAsync(paper);
        await elsewhere.At("masuk").ClickAsync();
        await elsewhere.IsConnected();
        Assert.Empty(admin.Errors);
        Assert.Empty(elsewhere.Errors);
    }

    [Fact]
    public async Task Who_has_lost_the_key_makes_another_with_a_code_on_paper()
    {
        await using var app = CommsApp.Start();
        using var owner = await app.Invited("tirta.adiwangsa");
        using var lost = new SoftKey();
        var paper = (await owner.Makes(lost)).RecoveryCodes!;
        await using var person = await browser.OpenAnonymous(app, "/", through: Localhost(app));
        await HasKey(person);
        await person.At("masuk-pulih").ClickAsync();
        await person.At("pulih-form").Locator("input").First.FillAsync("tirta.adiwangsa");
        await person.At("pulih-kode").FillAsync(paper[0]);
        await person.Shows("pulih");
        await person.At("pulih").ClickAsync();
        await Expect(person.At("amankan")).ToBeVisibleAsync();
        await person.At("kunci-buat").ClickAsync();
        await person.IsConnected();
        Assert.Empty(person.Errors);
    }

    [Fact]
    public async Task A_screen_in_the_duty_room_shows_what_runs()
    {
        await using var app = CommsApp.Start();
        var link = await (await app.As("admin.kanim")).Post<Timpora.Comms.WaysIn.Invite.Response>("/api/invitations", new { roles = new[] { "wall" }, name = "Layar ruang jaga", position = "Lantai 2" });
        await using var wall = await browser.OpenAnonymous(app, $"/#/undangan/{link.Secret}", width: 1920, through: Localhost(app));
        await wall.At("undangan-terima").ClickAsync();
        await Expect(wall.At("dinding")).ToBeVisibleAsync();
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(("headline", "KENARI di layar")));
        await app.OfficerPosts(Reports.Operation());
        // It asks every five seconds.
        await Expect(wall.At($"dinding-{posted.Id}")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await wall.Shows("dinding");
        Assert.DoesNotContain("KENARI", await wall.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(wall.Errors);
    }

    private static Uri Localhost(CommsApp app) => new UriBuilder(app.Address) { Host = "localhost" }.Uri;

    // As a phone has one: inside the device, unlocked by its owner.
    private static async Task HasKey(Visitor visitor)
    {
        var devtools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
