using System.Security.Cryptography;
using System.Text;

namespace Timpora.Comms.Access;

/// <summary>A signed-in browser or program: the cookie is only a reference to this row, so deleting the row ends it at once.</summary>
public sealed class Session
{
    /// <summary>Random 256-bit key, base64url; the cookie holds it encrypted.</summary>
    public required string Key { get; init; }

    /// <summary>Who is signed in.</summary>
    public required Guid Member { get; init; }

    /// <summary>The serialised authentication ticket.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends whatever happens.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>What it runs on, in words a person knows their devices by (<see cref="DeviceName"/>); null for a session of an earlier server.</summary>
    public string? Device { get; init; }

    /// <summary>When it was last used, to within <see cref="SessionStore.Freshness"/>; null for a session of an earlier server.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>On a device that several people use: when it ends if nobody uses it until then.</summary>
    public DateTimeOffset? IdleAt { get; set; }

    /// <summary>How its member came in: a word of <see cref="SignInWay"/>; null for a session of an earlier server, and then it was a password.</summary>
    public string? Way { get; init; }

    /// <summary>Nothing but securing the account can be done with it: who came in has shown too little (<see cref="OpenToUnfinished"/>).</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>What the session with this key is called where people see it: it tells nothing of the key, which is a secret.</summary>
    public static Guid IdOf(string key) => new(SHA256.HashData(Encoding.ASCII.GetBytes(key)).AsSpan(0, 16), bigEndian: true);
}

/// <summary>A one-time link for the first administrator; only its hash is stored.</summary>
public sealed class FirstAdministratorLink
{
    /// <summary>SHA-256 of the secret in the link's fragment.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>When it was printed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was used.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
