using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Timpora.Comms.Access;

/// <summary>What a session says about a person: the id and nothing else. Every right is read from the database when it is needed.</summary>
public static class Principals
{
    /// <summary>The principal of a member.</summary>
    public static ClaimsPrincipal Of(Guid member) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, member.ToString("D"))], IdentityConstants.ApplicationScheme));

    /// <summary>The signed-in member's id, or <see cref="Guid.Empty"/> for nobody.</summary>
    public static Guid MemberId(this ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;
}
