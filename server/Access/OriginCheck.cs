using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Access;

/// <summary>
/// Refuses what another site's page may have sent: every unsafe request and every way into the hub must say that it comes from
/// the hub's own origin. Cookies are SameSite=Strict besides; this also holds where a browser gets that wrong, and for web
/// sockets, which no same-origin rule covers.
/// </summary>
public static class OriginCheck
{
    /// <summary>Adds the check. Stands after authorization: who is not signed in is told that first.</summary>
    public static IApplicationBuilder UseOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
        !IsGuarded(context.Request) || IsOwn(context.Request) ? next(context) : throw new Rejection(Reasons.ForeignOrigin));

    /// <summary>
    /// Adds the check that stands before authentication: another site's page gets nowhere near the hub, and its visitor's session is not even looked up. A program that says
    /// nothing of an origin is asked who it is first.
    /// </summary>
    public static IApplicationBuilder UseHubOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
        IsHub(context.Request) && context.Request.Headers.Origin.Count > 0 && !IsOwn(context.Request) ? throw new Rejection(Reasons.ForeignOrigin) : next(context));

    private static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase);

    private static bool IsGuarded(HttpRequest request) =>
        IsHub(request) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    internal static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        var site = request.Headers["Sec-Fetch-Site"];
        // A foreign Origin refuses whatever else the request claims, and so does what the browser says of where the request comes from (Fetch Metadata). Only the absence
        // of an Origin leaves the word to the latter.
        if (site.Count > 0 && site != "same-origin")
            return false;
        if (origin.Count > 0)
            return origin.Count == 1 && IsOf(origin[0], $"{request.Scheme}://{request.Host.Value}");
        return site.Count > 0;
    }

    /// <summary>Whether an origin, as a browser states it, is that of an address: scheme, host and port.</summary>
    internal static bool IsOf(string? origin, string address) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && Uri.TryCreate(address, UriKind.Absolute, out var own)
        && Uri.Compare(from, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
