using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;

namespace Timpora.Comms.WaysIn;

/// <summary>A member signs out: the session's row goes, so the cookie is worth nothing wherever it was copied to.</summary>
public static class SignOut
{
    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/session", async (HttpContext context) =>
    {
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.NoContent();
    }).WithMetadata(new OpenToUnfinished(), new OpenToScreens());
}
