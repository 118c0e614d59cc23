using Microsoft.AspNetCore.HttpOverrides;

namespace Timpora.Comms.Access;

/// <summary>
/// Behind a proxy that ends TLS the hub sees plain HTTP from the proxy's address. Who it really was, and that it came by HTTPS, is believed from the
/// proxies in <c>Proxy:Known</c> and from nobody else; without that setting from nobody at all.
/// </summary>
public static class TrustedProxies
{
    private const string Key = "Proxy:Known";

    /// <summary>Adds the check. Stands before everything that asks for the scheme or the caller's address.</summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        // The framework takes an empty list for "everybody".
        if (Networks.Of(app.Configuration, Key) is not { Count: > 0 } known)
            return app;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in known)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
        return app;
    }
}
