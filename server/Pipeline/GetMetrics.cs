using System.Net;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// <c>GET /metrics</c>: sums for an operator's Prometheus on the same machine, and for anybody signed in. Not for the world: how busy a hub
/// is tells something, too.
/// </summary>
public static class GetMetrics
{
    private static readonly string[] proxied = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>Adds the instruments and what writes them.</summary>
    public static IServiceCollection AddHubMetrics(this IServiceCollection services) =>
        services.AddMetrics().AddSingleton<HubMeter>().AddSingleton<MetricsText>().AddSingleton<HubCounts>();

    /// <summary>Maps the address. It is open only to the door's own machine, and not through a proxy that stands there.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Made now, so that nothing is missed that happens before somebody asks.
        var text = app.ServiceProvider.GetRequiredService<MetricsText>();
        app.MapGet("/metrics", async (HttpContext http, HubCounts counts, CancellationToken ct) =>
        {
            if (http.User.Identity?.IsAuthenticated != true && !IsFromThisMachine(http))
                throw new Rejection(Reasons.SignInRequired);
            await counts.Refresh(ct);
            return Results.Text(text.Write(), "text/plain; version=0.0.4; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static bool IsFromThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !Array.Exists(proxied, http.Request.Headers.ContainsKey);
}
