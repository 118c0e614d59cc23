using MessagePack;

namespace Timpora.Comms.Channels;

/// <summary>
/// An entry as the contract writes it, in JSON and in MessagePack; members that are null are absent. For who may not read it
/// only number, kind <c>withheld</c> and hashes remain.
/// </summary>
[MessagePackObject]
[MessagePackFormatter(typeof(WireEntryFormatter))]
public sealed class WireEntry
{
    /// <summary>The kind of an entry that the reader may not see.</summary>
    public const string Withheld = "withheld";

    /// <summary>Gapless number within the channel.</summary>
    [Key("seq")]
    public required long Seq { get; init; }

    /// <summary>Dotted past-tense word.</summary>
    [Key("kind")]
    public required string Kind { get; init; }

    /// <summary>When, as it was hashed.</summary>
    [Key("at")]
    public string? At { get; init; }

    /// <summary>Member id, or <c>system</c>.</summary>
    [Key("actor")]
    public string? Actor { get; init; }

    /// <summary>The alert it belongs to.</summary>
    [Key("alertId")]
    public string? AlertId { get; init; }

    /// <summary>What was hashed, as plain objects.</summary>
    [Key("data")]
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    /// <summary>Openings of committed fields that still exist.</summary>
    [Key("reveal")]
    public IReadOnlyDictionary<string, WireReveal>? Reveal { get; init; }

    /// <summary>Hash of the entry before, base64url.</summary>
    [Key("prevHash")]
    public required string PrevHash { get; init; }

    /// <summary>SHA-256(prevHash ‖ canonical), base64url.</summary>
    [Key("hash")]
    public required string Hash { get; init; }
}

/// <summary>Salt and value of a committed field: <c>commit = base64url(SHA-256(salt ‖ utf8(value)))</c>.</summary>
[MessagePackObject]
public sealed record WireReveal([property: Key("salt")] string Salt, [property: Key("value")] string Value);
