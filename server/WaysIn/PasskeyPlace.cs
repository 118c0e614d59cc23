using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;
using Timpora.Comms.Notifications;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// The address passkeys are made for and used at (WebAuthn level 3: relying party and origin). It is the hub's public address; without one, in the demo, it is this
/// machine under the name <c>localhost</c>. It never comes from what a request says of itself.
/// </summary>
public sealed class PasskeyPlace(IConfiguration configuration)
{
    private readonly Uri? address = configuration[NotificationOptions.AddressKey] is { Length: > 0 } set && Uri.TryCreate(set, UriKind.Absolute, out var uri) ? uri : null;

    /// <summary>The domain keys belong to.</summary>
    public string Domain => address?.Host ?? "localhost";

    /// <summary>Whether the page was reached at that domain: elsewhere browsers refuse every key.</summary>
    public bool IsAt(HttpRequest request) => request.Host.Host.Equals(Domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the page that used the key is the hub's own and stands in no frame of another site.</summary>
    public bool IsOrigin(PasskeyOriginValidationContext context)
    {
        var request = context.HttpContext.Request;
        return !context.CrossOrigin && (address is not null ? OriginCheck.IsOf(context.Origin, address.OriginalString) : IsAt(request) && OriginCheck.IsOf(context.Origin, $"{request.Scheme}://{request.Host.Value}"));
    }
}
