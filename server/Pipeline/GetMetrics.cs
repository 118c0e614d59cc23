using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Timpora.Comms.Access;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// <c>GET /metrics</c>: sums for an operator's Prometheus on the same machine or in the networks of <c>Metrics:From</c>, and for anybody signed in. Not
/// for the world: how busy a hub is tells something, too.
/// </summary>
public static class GetMetrics
{
    // The last two are what is left of the first when a trusted proxy was believed.
    private static readonly string[] proxied = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", ForwardedHeadersDefaults.XOriginalForHeaderName, ForwardedHeadersDefaults.XOriginalProtoHeaderName];

    /// <summary>Adds the instruments and what writes them.</summary>
    public static IServiceCollection AddHubMetrics(this IServiceCollection services) =>
        services.AddMetrics().AddSingleton<HubMeter>().AddSingleton<MetricsText>().AddSingleton<HubCounts>();

    /// <summary>Maps the address. It is open only to the door's own machine and to those networks, and not through a proxy that stands there.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Made now, so that nothing is missed that happens before somebody asks.
        var text = app.ServiceProvider.GetRequiredService<MetricsText>();
        var from = Networks.Of(app.ServiceProvider.GetRequiredService<IConfiguration>(), "Metrics:From");
        app.MapGet("/metrics", async (HttpContext http, HubCounts counts, CancellationToken ct) =>
        {
            if (http.User.Identity?.IsAuthenticated != true && !IsNear(http, from))
                throw new Rejection(Reasons.SignInRequired);
            await counts.Refresh(ct);
            return Results.Text(text.Write(), "text/plain; version=0.0.4; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whether who asks is this machine or in one of those networks, and brings nobody else along.</summary>
    internal static bool IsNear(HttpContext http, IReadOnlyList<System.Net.IPNetwork> from) =>
        http.Connection.RemoteIpAddress is { } address && (IPAddress.IsLoopback(address) || from.Hold(address)) && !Array.Exists(proxied, http.Request.Headers.ContainsKey);
}
