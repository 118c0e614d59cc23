namespace Timpora.Comms.Pipeline;

/// <summary>The first answer to a client key, kept so that a retry gets the same one.</summary>
public sealed class CommandResult
{
    /// <summary>Who acted.</summary>
    public required Guid Member { get; init; }

    /// <summary>Made once per act by the client.</summary>
    public required Guid ClientKey { get; init; }

    /// <summary>SHA-256 of the command: the same key with another body is refused.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The answer as JSON.</summary>
    public required string Response { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset At { get; init; }
}
