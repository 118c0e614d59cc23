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

    private static bool IsGuarded(HttpRequest request) =>
        request.Path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase)
        || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    internal static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        // A foreign Origin refuses whatever else the request claims; only its absence leaves the word to Sec-Fetch-Site.
        if (origin.Count > 0)
            return origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var from)
                && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
                && Uri.Compare(from, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        return request.Headers["Sec-Fetch-Site"] == "same-origin";
    }
}
