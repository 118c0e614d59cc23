namespace Timpora.Comms.Access;

/// <summary>The headers every answer carries: pages run no foreign or inline script, nobody frames them, nothing leaks by referrer or cache.</summary>
public static class SecurityHeaders
{
    /// <summary>Checked against the real page: only own files, and no markup from strings (Trusted Types).</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; "
        + "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

    /// <summary>Adds the headers; outermost, so that no answer goes without.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, bool isDevelopment) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] =
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            headers.CacheControl = "no-store";
        // Also behind a proxy that ends TLS; over plain HTTP browsers ignore it.
        if (!isDevelopment)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return next(context);
    });
}
