using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Timpora.Comms.Access;

namespace Timpora.Comms.Realtime;

/// <summary>
/// A line is one request that lasts for hours. It is let in like every other, but served only when the door has come to its end: what
/// the door needed for a moment is then held by nobody. Measured in kilobytes per line (docs/measuring.md).
/// </summary>
internal sealed class Line(RequestDelegate serve)
{
    private RequestDelegate Serve => serve;

    /// <summary>Holds what will come over a line to its limit. Stands before web sockets.</summary>
    public static Task Limit(HttpContext http, RequestDelegate next)
    {
        if (IsLine(http) && IsForHub(http))
            LimitedLine.Measure(http);
        return next(http);
    }

    /// <summary>Serves the lines that the door behind it has let in.</summary>
    public static async Task ServeOnceAdmitted(HttpContext http, RequestDelegate door)
    {
        try
        {
            // What is no line may take long behind the door, and takes no seat.
            using (IsLine(http) && IsForHub(http) ? await http.RequestServices.GetRequiredService<Admission>().Enter(http.RequestAborted) : null)
                await door(http);
            if (http.Features.Get<Line>() is not { } line || http.Response.HasStarted)
                return;
            http.Features.Set<Line>(null);
            await GiveBack(http);
            if (http.Features.Get<IHttpWebSocketFeature>() is { } handshake)
                http.Features.Set<IHttpWebSocketFeature>(new LineSocket.Opening(http, handshake));
            await line.Serve(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // It was hung up while it was being opened.
        }
        finally
        {
            http.Features.Get<MemberLines.Place>()?.Dispose();
        }
    }

    /// <summary>Makes of the hub's endpoint one that only lets in. What is no line (a negotiation, a poll) is answered at once.</summary>
    public static void Admit(EndpointBuilder endpoint)
    {
        var line = new Line(endpoint.RequestDelegate ?? throw new InvalidOperationException("The hub has nothing to serve."));
        endpoint.RequestDelegate = async http =>
        {
            var lines = http.RequestServices.GetRequiredService<MemberLines>();
            if (IsLine(http))
            {
                http.Features.Set(lines.Enter(http.User.MemberId()));
                http.Features.Set(line);
                return;
            }

            // Who negotiates comes back to connect, and takes a place then.
            if (http.Request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase))
                lines.RequireRoom(http.User.MemberId());
            await GiveBack(http);
            await line.Serve(http);
        };
    }

    /// <summary>Lets go of what only opening the line needed, once nobody asks for it any more: the headers, the cookie and all that was made of it.</summary>
    public static void Forget(HttpContext http)
    {
        // One by one: Kestrel's Clear keeps the values for a next request.
        foreach (var name in http.Request.Headers.Keys.ToArray())
            http.Request.Headers.Remove(name);
        http.Features.Set<IRequestCookiesFeature>(null);
        http.Features.Set<IQueryFeature>(null);
        http.Features.Set<IItemsFeature>(null);
        http.Features.Set<IAuthenticateResultFeature>(null);
        // The request keeps the old ones until it is asked again.
        _ = http.Request.Cookies;
    }

    // What it took to let it in, a database connection among it, is given back first; whatever asks for a service later gets it from a fresh
    // scope. The member's principal is made anew, because the one out of the session brings its whole ticket along.
    private static async Task GiveBack(HttpContext http)
    {
        if (http.Features.Get<IServiceProvidersFeature>() is IAsyncDisposable before)
        {
            var scopes = http.RequestServices.GetRequiredService<IServiceScopeFactory>();
            await before.DisposeAsync();
            http.Features.Set<IServiceProvidersFeature>(new RequestServicesFeature(http, scopes));
        }

        http.Features.Set<IHttpAuthenticationFeature>(new HttpAuthenticationFeature { User = Principals.Of(http.User.MemberId()) });
    }

    private static bool IsForHub(HttpContext http) => http.Request.Path.StartsWithSegments(RealtimeSetup.Path, StringComparison.OrdinalIgnoreCase);

    private static bool IsLine(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
