using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Timpora.Comms.Access;

namespace Timpora.Comms.Realtime;

/// <summary>Finds the session a connection was opened with, so that the connection can end with it.</summary>
internal sealed class SessionKeys(IOptionsMonitor<CookieAuthenticationOptions> cookies)
{
    /// <summary>The session's key; null when there is none, and then the connection cannot be kept.</summary>
    public string? Of(HubConnectionContext connection)
    {
        var options = cookies.Get(IdentityConstants.ApplicationScheme);
        return connection.GetHttpContext() is { } http && options.CookieManager.GetRequestCookie(http, options.Cookie.Name!) is { } cookie
            ? options.TicketDataFormat.Unprotect(cookie)?.Principal.FindFirstValue(SessionFinish.KeyClaim)
            : null;
    }
}
