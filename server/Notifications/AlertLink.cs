using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Timpora.Comms.Notifications;

/// <summary>
/// A link in an e-mail or text message: brings one member to one alert, once, until it expires. It lets nobody in; whoever opens it signs in first. The secret
/// stands in its fragment, which no browser sends anywhere; only the secret's hash is stored.
/// </summary>
public sealed class AlertLink
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>The alert it leads to.</summary>
    public required Guid AlertId { get; init; }

    /// <summary>Whom it was sent to.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>Until when it is good.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>A new secret: 128 bits, short enough for a text message.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What is stored of a secret.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>The link as it is sent.</summary>
    public static Uri To(Uri publicAddress, string secret) => new(publicAddress, "/#/buka/" + secret);
}
