using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class FreshSignInTests
{
    /// <summary>Whatever lets somebody in, or takes a way in away.</summary>
    private static readonly string[] asks =
    [
        "DELETE /api/authenticator", "DELETE /api/passkeys/{id}", "POST /api/authenticator", "POST /api/invitations", "POST /api/passkeys", "POST /api/passkeys/options", "POST /api/recovery-codes",
        "PUT /api/authenticator", "PUT /api/password",
    ];

    [Fact]
    public async Task Changing_who_can_come_in_asks_for_a_fresh_sign_in()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var admin = await app.SignIn("admin.kanim");
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<AsksFreshSignIn>() is not null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Method: m, Path: "/" + e.RoutePattern.RawText!.Trim('/')))).ToList();
        Assert.Equal(asks, endpoints.Select(e => $"{e.Method} {e.Path}").Order(StringComparer.Ordinal));

        await app.TimePasses(TimeSpan.FromMinutes(14));
        await admin.Post("/api/recovery-codes", new { });
        await app.TimePasses(TimeSpan.FromMinutes(2));
        foreach (var (method, path) in endpoints)
            Assert.Equal("fresh_sign_in_required", (await admin.Refused(new HttpMethod(method), path.Replace("{id}", "abc", StringComparison.Ordinal), method == "DELETE" ? null : new { })).Code);
        Assert.True((await admin.Get<GetWaysIn.Response>("/api/ways-in")).FreshUntil < app.Now);
        await admin.Post("/api/session", new { userName = "admin.kanim", password = CommsApp.Password });
        await admin.Post("/api/recovery-codes", new { });
    }
}
