using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Timpora.Comms.Access;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>The page's files as a stranger gets them: each as what it is, and nothing else of the machine.</summary>
public sealed class PageFilesTests : IAsyncLifetime
{
    private const string Secret = """{"password":"rahasia"}""", Page = "<!doctype html><p>the page";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private WebApplication? app;
    private HttpClient? anyone;

    public async ValueTask InitializeAsync()
    {
        var page = Directory.CreateDirectory(Path.Combine(folder, "wwwroot", "assets")).Parent!.FullName;
        foreach (var (name, text) in new[]
        {
            ("wwwroot/index.html", Page), ("wwwroot/assets/a.js", "export {}"), ("wwwroot/assets/a.css", "p {}"), ("wwwroot/sw.js", "export {}"), ("wwwroot/mark.svg", "<svg/>"),
            ("wwwroot/settings.json.bak", Secret), ("appsettings.json", Secret), (".git", Secret),
        })
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { WebRootPath = page, ContentRootPath = folder });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.UsePageFiles();
        await app.StartAsync();
        anyone = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        anyone?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/peringatan/1", "text/html; charset=utf-8")]
    [InlineData("/assets/a.js", "text/javascript; charset=utf-8")]
    [InlineData("/sw.js", "text/javascript; charset=utf-8")]
    [InlineData("/assets/a.css", "text/css; charset=utf-8")]
    [InlineData("/mark.svg", "image/svg+xml; charset=utf-8")]
    public async Task A_file_says_what_it_is_and_how_its_letters_are_written(string path, string type)
    {
        using var answer = await anyone!.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("/assets")]
    [InlineData("/assets/")]
    [InlineData("/.git")]
    [InlineData("/.git/HEAD")]
    [InlineData("/../appsettings.json")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/assets/..%2f..%2fappsettings.json")]
    [InlineData("/assets/..%5c..%5cappsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/settings.json.bak")]
    public async Task Nothing_beside_the_page_is_given_out_and_no_folder_is_listed(string path)
    {
        // By hand: a client would tidy the address up first.
        using var line = new System.Net.Sockets.TcpClient();
        await line.ConnectAsync(IPAddress.Loopback, anyone!.BaseAddress!.Port);
        await using var stream = line.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("a.js", answer, StringComparison.Ordinal);
        Assert.True(answer.Contains("404 Not Found", StringComparison.Ordinal) || answer.EndsWith(Page, StringComparison.Ordinal), answer);
    }
}
