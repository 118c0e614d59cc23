using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// The two talks with a passkey (WebAuthn level 3, section 7), checked by ASP.NET Core Identity. What was asked travels in a protected cookie of its own that is good
/// for five minutes and is taken away with the first answer.
/// </summary>
public sealed class PasskeyCeremony(IPasskeyHandler<Member> keys, PasskeyPlace place, IDataProtectionProvider protection)
{
    /// <summary>The cookie that holds the challenge.</summary>
    public const string CookieName = "__Host-timpora-passkey";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly CookieOptions Cookie = new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = Patience };

    /// <summary>Asks a browser to make a key for this member.</summary>
    public async Task<string> AskToMake(HttpContext http, Member member)
    {
        Require(http);
        // The browser shows these when somebody chooses a key, on a device of their own.
        var asked = await keys.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = member.Id.ToString("D"), Name = member.UserName!, DisplayName = member.Name }, http);
        return Keep(http, "make", asked.AttestationState, asked.CreationOptionsJson);
    }

    /// <summary>The key that the browser has made for this member.</summary>
    public async Task<UserPasskeyInfo> Made(HttpContext http, Guid member, JsonElement credential)
    {
        var made = Asked(http, "make", credential) is { } state
            ? await keys.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential.GetRawText(), AttestationState = state }) : null;
        return made is { Succeeded: true } && made.UserEntity.Id == member.ToString("D") && made.Passkey.IsUserVerified ? made.Passkey : throw new Rejection(Reasons.PasskeyRefused);
    }

    /// <summary>Asks a browser for any key of this hub: the key itself says whose it is.</summary>
    public async Task<string> AskToUse(HttpContext http)
    {
        Require(http);
        var asked = await keys.MakeRequestOptionsAsync(null, http);
        return Keep(http, "use", asked.AssertionState, asked.RequestOptionsJson);
    }

    /// <summary>Whose key was used, and what is to be kept of its use.</summary>
    public async Task<(Member Member, UserPasskeyInfo Passkey)> Used(HttpContext http, JsonElement credential)
    {
        var used = Asked(http, "use", credential) is { } state
            ? await keys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential.GetRawText(), AssertionState = state }) : null;
        return used is { Succeeded: true } ? (used.User, used.Passkey) : throw new Rejection(Reasons.PasskeyRefused);
    }

    private void Require(HttpContext http)
    {
        if (!place.IsAt(http.Request))
            throw new Rejection(Reasons.NotFound);
    }

    private string Keep(HttpContext http, string what, string? state, string options)
    {
        http.Response.Cookies.Append(CookieName, Protector(what).Protect(state ?? "", Patience), Cookie);
        return options;
    }

    // What this answers; null when nothing was asked, or it is no answer.
    private string? Asked(HttpContext http, string what, JsonElement answer)
    {
        if (http.Request.Cookies[CookieName] is not { } kept)
            return null;
        http.Response.Cookies.Delete(CookieName, Cookie);
        try
        {
            return answer.ValueKind == JsonValueKind.Object ? Protector(what).Unprotect(kept) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Too old, or of another talk.
            return null;
        }
    }

    // By what was asked: the answer to one talk is none to the other.
    private ITimeLimitedDataProtector Protector(string what) => protection.CreateProtector("timpora.passkey", what).ToTimeLimitedDataProtector();
}
