using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What happens before any use case is reached.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private readonly CommsApp app = CommsApp.Start();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("/api/me")]
    [InlineData("/api/no-such-thing")]
    [InlineData("/")]
    [InlineData("/no-such-file.txt")]
    public async Task Every_answer_carries_the_strict_headers(string path)
    {
        using var anyone = app.Anyone();
        using var answer = await anyone.Send(HttpMethod.Get, path);

        HasStrictHeaders(answer);
        Assert.Equal(path.StartsWith("/api", StringComparison.Ordinal), answer.Headers.CacheControl?.NoStore ?? false);
    }

    /// <summary>What no answer goes without, whatever was asked and whoever asked.</summary>
    internal static void HasStrictHeaders(HttpResponseMessage answer)
    {
        Assert.Equal([SecurityHeaders.ContentSecurityPolicy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Opener-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.Contains("geolocation=(self)", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    /// <summary>The policy for whatever says nothing about who may come, asked about something that is no request.</summary>
    [Fact]
    public async Task What_is_no_request_is_let_in_for_members_only()
    {
        using var scope = app.Services.CreateScope();
        var policy = (await scope.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync())!;
        var door = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        Assert.False((await door.AuthorizeAsync(new ClaimsPrincipal(new ClaimsIdentity()), new object(), policy)).Succeeded);
        Assert.True((await door.AuthorizeAsync(Principals.Of(Guid.CreateVersion7()), new object(), policy)).Succeeded);
    }

    [Fact]
    public async Task Outside_development_browsers_are_told_to_insist_on_TLS()
    {
        await using var production = CommsApp.Start(production: true);
        using var there = production.Anyone();
        using var here = app.Anyone();
        using var strict = await there.Send(HttpMethod.Get, "/");
        using var plain = await here.Send(HttpMethod.Get, "/");
        Assert.StartsWith("max-age=31536000", strict.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_stranger_is_told_to_sign_in_before_anything_is_looked_at()
    {
        using var anyone = app.Anyone();
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Get, "/api/me", null),
            (HttpMethod.Get, "/api/no-such-thing", null),
            (HttpMethod.Get, "/hub/no-such-thing", null),
            (HttpMethod.Post, "/api/alerts", Text("{", "application/json")),
            (HttpMethod.Post, "/api/me", Text(new string(' ', 100_000), "application/json")),
            (HttpMethod.Delete, "/api/members/not-an-id", Text("<a/>", "text/xml")),
        })
            Assert.Equal("sign_in_required", (await anyone.Refused(method, path, body)).Code);
    }

    [Theory]
    [InlineData("{\"userName\":", "malformed_request")]
    [InlineData("[]", "malformed_request")]
    [InlineData("null", "malformed_request")]
    [InlineData("", "malformed_request")]
    [InlineData("{\"userName\":1,\"password\":\"x\"}", "malformed_request", "userName")]
    [InlineData("{\"userName\":\"x\",\"password\":{}}", "malformed_request", "password")]
    [InlineData("{\"userName\":\"\\ud800\",\"password\":\"x\"}", "malformed_request", "userName")]
    [InlineData("{\"userName\":\"a\\u0000b\",\"password\":\"x\"}", "malformed_request", "userName")]
    public async Task A_body_of_the_wrong_form_is_refused_by_name(string body, string code, string? field = null)
    {
        using var anyone = app.Anyone();
        var problem = await anyone.Refused(HttpMethod.Post, "/api/session", Text(body, "application/json"));

        Assert.Equal((code, 400, false), (problem.Code, problem.Status, problem.Retryable));
        if (field is not null)
            Assert.Equal([field], problem.Errors!.Keys);
    }

    [Fact]
    public async Task What_was_refused_never_comes_back()
    {
        using var anyone = app.Anyone();
        using var answer = await anyone.Send(HttpMethod.Post, "/api/session",
            Text("""{"userName":"<script>1871012345678901","password":17,"1871012345678901":[}""", "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("1871012345678901", text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_64_KiB_is_too_large_and_one_that_is_no_JSON_is_unsupported()
    {
        using var anyone = app.Anyone();
        var large = await anyone.Refused(HttpMethod.Post, "/api/session", Text(new string(' ', 65_537), "application/json"));
        var text = await anyone.Refused(HttpMethod.Post, "/api/session", Text("userName=x", "text/plain"));
        var none = await anyone.Refused(HttpMethod.Post, "/api/session", new ByteArrayContent([1]));
        Assert.Equal(("too_large", 413), (large.Code, large.Status));
        Assert.Equal(("unsupported_media_type", 415), (text.Code, text.Status));
        Assert.Equal(("unsupported_media_type", 415), (none.Code, none.Status));
    }

    [Fact]
    public async Task A_body_that_hides_its_length_is_counted_while_it_is_read()
    {
        using var anyone = app.Anyone();
        using var endless = new StreamContent(new Unsized(Encoding.UTF8.GetBytes("{\"userName\":\"" + new string('a', 70_000) + "\"}")));
        endless.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.Equal("too_large", (await anyone.Refused(HttpMethod.Post, "/api/session", endless)).Code);
    }

    [Fact]
    public async Task A_fault_of_the_hub_says_nothing_about_its_inside()
    {
        using var person = await app.SignIn("petugas.kanim");
        await app.Read(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE duty_shifts RENAME TO secret_inside"));
        using var answer = await person.Send(HttpMethod.Get, "/api/duty");

        var text = await answer.Content.ReadAsStringAsync();
        var problem = await Person.ProblemOf(answer);
        Assert.Equal(("internal_failure", 500, true), (problem.Code, problem.Status, problem.Retryable));
        Assert.Equal(["type", "title", "status", "detail", "code", "retryable"], JsonDocument.Parse(text).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain("duty", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sqlite", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_hub_gives_the_same_body_as_text()
    {
        var problem = JsonSerializer.Deserialize<RejectionMapping.Problem>(RejectionMapping.Body(new Rejection(Reasons.VersionChanged)), Json.Options)!;
        Assert.Equal(("version_changed", 409, false), (problem.Code, problem.Status, problem.Retryable));
        Assert.DoesNotContain("inside", RejectionMapping.Body(new InvalidOperationException("inside")), StringComparison.Ordinal);
    }

    /// <summary>Kestrel cannot go on with such a connection ("Reading is already in progress"): a client that is not told sends its next request into it.</summary>
    [Fact]
    public async Task A_body_that_broke_off_ends_its_connection_and_says_so()
    {
        using var anyone = app.Anyone();
        using var answer = await anyone.Send(HttpMethod.Post, "/api/session", Text("{\"userName\":1,\"password\":\"x\"}", "application/json"));
        Assert.True(answer.Headers.ConnectionClose);
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_told_to_who_is_signed_in()
    {
        using var person = await app.SignIn("petugas.kanim");
        Assert.Equal("not_found", (await person.Refused(HttpMethod.Get, "/api/no-such-thing")).Code);
        Assert.Equal("method_not_allowed", (await person.Refused(HttpMethod.Put, "/api/me", new { })).Code);
    }

    [Theory]
    [InlineData(null, "Silakan masuk terlebih dahulu.")]
    [InlineData("fr,de;q=0.5", "Silakan masuk terlebih dahulu.")]
    [InlineData("id-ID", "Silakan masuk terlebih dahulu.")]
    [InlineData("en-US,en;q=0.9,id;q=0.8", "Please sign in first.")]
    public async Task Refusals_speak_the_readers_language_and_Indonesian_otherwise(string? language, string sentence)
    {
        using var anyone = app.Anyone();
        anyone.Language = language;
        Assert.Equal(sentence, (await anyone.Refused(HttpMethod.Get, "/api/me")).Detail);
    }

    private static StringContent Text(string text, string type) => new(text, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
