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
