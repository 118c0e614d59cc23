using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Web;

/// <summary>One person in a browser of their own. Keeps every error the page writes to its console: there must be none.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly int width;
    private readonly List<string> errors = [];

    private Visitor(IBrowserContext context, IPage page, int width)
    {
        (this.context, Page, this.width) = (context, page, width);
        page.Console += (_, message) =>
        {
            // Refusals are part of life, and a browser reports each of them; what the page itself throws or the policy blocks is not.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && !message.Text.Contains("WebSocket", StringComparison.Ordinal))
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
    }

    /// <summary>The page in front of the person.</summary>
    public IPage Page { get; }

    /// <summary>What the page complained about so far.</summary>
    public IReadOnlyList<string> Errors => errors;

    internal static async Task<Visitor> At(IBrowserContext context, string path, int width)
    {
        var page = await context.NewPageAsync();
        var visitor = new Visitor(context, page, width);
        await page.GotoAsync(path);
        return visitor;
    }

    internal static async Task<Visitor> SignIn(IBrowserContext context, string userName, int width)
    {
        var visitor = await At(context, "/", width);
        await visitor.SignIn(userName, CommsApp.Password);
        await visitor.IsConnected();
        return visitor;
    }

    /// <summary>Fills the sign-in page and sends it.</summary>
    public async Task SignIn(string userName, string password)
    {
        var form = At("masuk-form");
        await form.Locator("input").First.FillAsync(userName);
        await form.Locator("input[type=password]").FillAsync(password);
        await At("masuk").ClickAsync();
    }

    /// <summary>Something on the page, by its name for tests.</summary>
    public ILocator At(string testId) => Page.GetByTestId(testId);

    /// <summary>Waits until the page says that its line stands.</summary>
    public Task IsConnected() => Assertions.Expect(At("koneksi").First).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 30_000 });

    /// <summary>Waits until the page says that its line is dead.</summary>
    public Task IsOffline() => Assertions.Expect(At("koneksi").First).ToHaveAttributeAsync("data-state", "disconnected", new() { Timeout = 40_000 });

    /// <summary>Waits until the device keeps the page itself, so that it opens without a line.</summary>
    public Task KeepsThePage() => Page.WaitForFunctionAsync("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");

    /// <summary>
    /// Waits until the address matches. Not with WaitForURLAsync: it misses an address that changes between its first look and its
    /// listening, and then waits for a change that never comes (microsoft/playwright-dotnet#3364); an expectation looks again and again.
    /// </summary>
    public Task ComesTo([StringSyntax(StringSyntaxAttribute.Regex)] string address, float timeout = 20_000) =>
        Assertions.Expect(Page).ToHaveURLAsync(new Regex(address), new() { Timeout = timeout });

    /// <summary>
    /// Has what this page asks of such addresses fail, until it is loaded anew. Not a route of Playwright's: where a service worker
    /// looks after the page, a route may see none of its requests (microsoft/playwright#7588), and they reach the hub.
    /// </summary>
    public Task CannotReach(string ending) => Page.EvaluateAsync(
        "ending => { const reach = fetch; globalThis.fetch = (to, how) => String(to).endsWith(ending) ? Promise.reject(new TypeError('cut')) : reach(to, how) }", ending);

    /// <summary>Waits until an agency's row of the grid stands in one of the states.</summary>
    public Task Sees(string agency, string state) => Assertions.Expect(At($"grid-{agency}")).ToHaveAttributeAsync("data-state", new Regex($"^({state})$"), new() { Timeout = 30_000 });

    /// <summary>Keeps a picture as test output and lets axe look at the page: no serious fault.</summary>
    public async Task Shows(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Results, "screens")).FullName;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png") });
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") });
        Assert.Empty(result.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{name}: {v.Id} {v.Help} at {string.Join(", ", v.Nodes.Select(n => n.Target))}"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
