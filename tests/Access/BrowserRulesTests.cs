using System.Net;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What the hub's answers let a browser do, said once more in words of its own: a changed constant must be seen.</summary>
public sealed class BrowserRulesTests : IAsyncLifetime
{
    private readonly CommsApp app = CommsApp.Start();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Without <c>object-src</c> plugins fall under <c>default-src</c>.</summary>
    [Fact]
    public void The_policy_lets_in_own_files_only_and_nobody_frames_the_page()
    {
        var policy = SecurityHeaders.ContentSecurityPolicy.Split("; ").Select(d => d.Split(' ', 2)).ToDictionary(d => d[0], d => d.Length > 1 ? d[1] : "");
        foreach (var (directive, allows) in new[]
        {
            ("default-src", "'none'"), ("script-src", "'self'"), ("style-src", "'self'"), ("connect-src", "'self'"), ("worker-src", "'self'"), ("base-uri", "'none'"), ("form-action", "'self'"),
            ("frame-ancestors", "'none'"), ("require-trusted-types-for", "'script'"),
        })
            Assert.Equal(allows, policy[directive]);
        Assert.Empty(policy.Keys.Intersect(["object-src", "frame-src", "child-src", "script-src-elem", "script-src-attr", "media-src"]));
        Assert.All(policy.Values, allows => Assert.DoesNotMatch(@"\*|https?:|unsafe", allows));
    }

    [Theory]
    [InlineData("GET", "/api/me", true)]
    [InlineData("GET", "/api/me", false)]
    [InlineData("GET", "/openapi/v1.json", false)]
    [InlineData("POST", "/api/session", false)]
    [InlineData("POST", "/hub/negotiate?negotiateVersion=1", true)]
    [InlineData("OPTIONS", "/api/alerts", true)]
    [InlineData("OPTIONS", "/api/session", false)]
    [InlineData("OPTIONS", "/hub", false)]
    public async Task No_other_site_is_told_that_it_may_read_an_answer(string method, string path, bool isSignedIn)
    {
        using var person = isSignedIn ? await app.SignIn("petugas.kanim") : app.Anyone();
        person.Origin = "https://evil.example";
        using var answer = await person.Send(new HttpMethod(method), path, method == "POST" ? new { } : null);

        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        if (method == "OPTIONS")
            Assert.False(answer.IsSuccessStatusCode);
    }

    /// <summary>The probes answer every method alike, with their one word.</summary>
    [Theory]
    [InlineData("/", true)]
    [InlineData("/api/me", true)]
    [InlineData("/healthz/live", false)]
    public async Task A_request_is_never_sent_back(string path, bool isRefused)
    {
        using var person = await app.SignIn("petugas.kanim");
        person.Device = "kenari";
        using var answer = await person.Send(HttpMethod.Trace, path);

        Assert.Equal(isRefused, answer.StatusCode >= HttpStatusCode.BadRequest);
        Assert.DoesNotContain("kenari", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sessions_key_is_256_bits_of_chance()
    {
        foreach (var _ in Enumerable.Range(0, 8))
            (await app.SignIn("petugas.kanim")).Dispose();
        var keys = (await app.Read(db => Task.FromResult(db.Sessions.Select(s => s.Key).ToList()))).ConvertAll(key => System.Buffers.Text.Base64Url.DecodeFromChars(key));

        Assert.Equal(8, keys.Count);
        Assert.All(keys, key => Assert.Equal(32, key.Length));
        // No byte is the same in all of them: a clock, a counter or a name in the key would be.
        Assert.DoesNotContain(Enumerable.Range(0, 32), i => keys.Select(key => key[i]).Distinct().Count() == 1);
    }

    /// <summary>The key ring names the algorithm that new cookies are made with.</summary>
    [Fact]
    public async Task Cookies_are_encrypted_by_AES_256_GCM()
    {
        var keys = await app.Read(db => Task.FromResult(db.DataProtectionKeys.Select(k => k.Xml).ToList()));
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("encryption algorithm=\"AES_256_GCM\"", key, StringComparison.Ordinal));
    }
}
