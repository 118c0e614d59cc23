using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Timpora.Comms.Access;

/// <summary>Makes a session that was good for securing the account only a whole one, under a new key: the old cookie is worth nothing from then on.</summary>
public sealed class SessionFinish(SessionStore store, IOptionsMonitor<CookieAuthenticationOptions> cookies)
{
    /// <summary>ASP.NET Core's name for the store's key inside the protected cookie; CookieAuthenticationHandler keeps the constant to itself.</summary>
    public const string KeyClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    /// <summary>Does so for the session at hand, whose member has now shown enough.</summary>
    public async Task IfUnfinished(HttpContext http, Guid member, string way)
    {
        if (http.Features.Get<CurrentSession>() is not { IsUnfinished: true } session)
            return;
        // Not by signing in once more: the handler would renew the session that the request came with, under its old key.
        var scheme = IdentityConstants.ApplicationScheme;
        var options = cookies.Get(scheme);
        var key = await store.Replace(session, new AuthenticationTicket(Principals.Of(member), SessionStore.Begin(way, isShared: session.IsShared), scheme), http);
        var cookie = options.TicketDataFormat.Protect(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(KeyClaim, key)], scheme)), null, scheme));
        var build = options.Cookie.Build(http);
        if (!session.IsShared)
            build.Expires = options.TimeProvider!.GetUtcNow() + options.ExpireTimeSpan;
        options.CookieManager.AppendResponseCookie(http, options.Cookie.Name!, cookie, build);
    }
}
