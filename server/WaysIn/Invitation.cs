using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.WaysIn;

/// <summary>A link with which somebody becomes a member, a member gets into their account again, or a screen is set up. It works once, for 72 hours.</summary>
public sealed class Invitation
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(72);

    /// <summary>The invitation; its secret is something else.</summary>
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the secret in the link's fragment.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Code of the agency, or the guest organisation (<see cref="GuestOrganisations"/>).</summary>
    public required string Agency { get; init; }

    /// <summary>What the person will be.</summary>
    public required Roles Roles { get; init; }

    /// <summary>The person's name, or the screen's, as colleagues will read it.</summary>
    public required string Name { get; init; }

    /// <summary>The post the person holds.</summary>
    public required string Position { get; init; }

    /// <summary>For a guest: the channels that admit the organisation once the guest has come.</summary>
    public List<string> Channels { get; init; } = [];

    /// <summary>The member who gets into their account again; null where a new one is made.</summary>
    public Guid? Member { get; init; }

    /// <summary>Who invites.</summary>
    public required Guid InvitedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the link stops working.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used or withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>A secret nobody guesses: 256 random bits.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of a secret.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>A code on paper with which a member gets into their account when the key or the phone is gone; it works once.</summary>
public sealed class RecoveryCode
{
    /// <summary>SHA-256 of the code: 80 random bits need no slow hash.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid Member { get; init; }
}
