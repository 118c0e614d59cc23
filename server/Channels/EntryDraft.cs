using System.Security.Cryptography;

namespace Timpora.Comms.Channels;

/// <summary>An entry before it has its number: what happened, in which channel, who did it.</summary>
public sealed class EntryDraft(string channel, string kind, string actor, Guid? alertId = null)
{
    // Few kinds say more.
    private readonly Dictionary<string, object> data = new(11);
    private readonly List<Reveal> reveals = [];

    /// <summary>The actor of what the hub does by itself.</summary>
    public const string System = "system";

    /// <summary>The channel it will stand in.</summary>
    public string Channel { get; } = channel;

    /// <summary>Dotted past-tense word, e.g. <c>alert.posted</c>.</summary>
    public string Kind { get; } = kind;

    /// <summary>Member id, or <see cref="System"/>.</summary>
    public string Actor { get; } = actor;

    /// <summary>The alert it belongs to; decides who may read it in full.</summary>
    public Guid? AlertId { get; } = alertId;

    /// <summary>The channel's access version as it stood when it was decided that the actor may write this; null when that was decided under a lock.</summary>
    public long? AllowedAs { get; init; }

    /// <summary>What will be hashed.</summary>
    public IReadOnlyDictionary<string, object> Data => data;

    /// <summary>Committed values that will stand beside the entry, not in it.</summary>
    public IReadOnlyList<Reveal> Reveals => reveals;

    /// <summary>Adds a plain fact: string, whole number, boolean or a list of these. Null is left out.</summary>
    public EntryDraft With(string field, object? value)
    {
        if (value is not null)
            data[field] = value;
        return this;
    }

    /// <summary>
    /// Adds free text, or whatever may have to be erased, as a salted commitment. With <paramref name="inFeed"/> false the
    /// value is proved by the log but never sent with the entry.
    /// </summary>
    public EntryDraft Commit(string field, string? value, bool inFeed = true)
    {
        if (value is null)
            return this;
        var salt = RandomNumberGenerator.GetBytes(32);
        data[field] = new Dictionary<string, object> { ["commit"] = Canonical.Commit(salt, value) };
        reveals.Add(new Reveal(field, salt, value, inFeed));
        return this;
    }
}

/// <summary>The opening of one committed field: erasing it leaves the chain verifiable.</summary>
public sealed record Reveal(string Field, byte[] Salt, string Value, bool InFeed);

/// <summary>An entry as stored, before it is decided who may see it.</summary>
public sealed record StoredEntry(
    string Channel, long Seq, string Kind, string At, string Actor, Guid? AlertId, string Data, byte[] PrevHash, byte[] Hash, long AclVersion, string Epoch)
{
    /// <summary>Openings that go with the entry to those who may read it.</summary>
    public List<Reveal> Reveals { get; init; } = [];

    /// <summary>The canonical text the hash was made of.</summary>
    public string CanonicalText() => Canonical.Entry(Actor, AlertId, At, Channel, Data, Epoch, Kind, Seq);
}

/// <summary>One fact of an alert's course as the log proves it: what, when and the entry's canonical data.</summary>
public readonly record struct Happening(Guid Alert, string Kind, DateTimeOffset At, string Data);

/// <summary>The newest state of a channel, and all that Redis or an announcement ever carries.</summary>
public readonly record struct Hint(string Channel, string Epoch, long Head, long AclVersion, string? Trace = null);
