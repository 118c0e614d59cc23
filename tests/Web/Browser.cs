using Microsoft.Playwright;
using Timpora.Comms.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Timpora.Comms.Tests.Web.Browser))]

namespace Timpora.Comms.Tests.Web;

/// <summary>One headless Chromium for all browser tests, started by the first that needs it. The test script says where it is.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("TIMPORA_TEST_CHROMIUM") is { Length: > 0 } set
        ? set : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);

    private readonly SemaphoreSlim starting = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A person's browser with nothing in it, in Bahasa Indonesia, as wide as a phone (390) or a desktop (1280).</summary>
    public async Task<Visitor> Open(CommsApp app, string userName, int width = 390, Uri? through = null, string locale = "id-ID")
    {
        var context = await (await Start()).NewContextAsync(new()
        {
            BaseURL = (through ?? app.Address).ToString(), Locale = locale, TimezoneId = "Asia/Jakarta",
            ViewportSize = new() { Width = width, Height = width < 700 ? 844 : 860 },
        });
        context.SetDefaultTimeout(20_000);
        return await Visitor.SignIn(context, userName, width);
    }

    /// <summary>A browser at an address of the hub, with nobody signed in.</summary>
    public async Task<Visitor> OpenAnonymous(CommsApp app, string path, int width = 390, Uri? through = null)
    {
        var context = await (await Start()).NewContextAsync(new()
        {
            BaseURL = (through ?? app.Address).ToString(), Locale = "id-ID", ViewportSize = new() { Width = width, Height = width < 1500 ? 844 : 1080 },
        });
        context.SetDefaultTimeout(20_000);
        return await Visitor.At(context, path, width);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        starting.Dispose();
    }

    private async Task<IBrowser> Start()
    {
        await starting.WaitAsync();
        try
        {
            if (Path is null && Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("CI must have Chromium; ./test gets it.");
            Assert.SkipWhen(Path is null, "Chromium was not found; ./test gets it.");
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Path,
                Args = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally
        {
            starting.Release();
        }
    }
}
