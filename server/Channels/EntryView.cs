using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Channels;

/// <summary>How an entry looks to somebody: in full, or withheld. Every door that hands out entries goes through here.</summary>
public static class EntryView
{
    /// <summary>The entry as this reader of the channel may see it.</summary>
    public static WireEntry For(StoredEntry entry, AlertAccess? alert, Reader reader, Channel channel) =>
        MayRead(entry, alert, reader, channel) ? Full(entry) : Withheld(entry);

    /// <summary>Whether a reader of the channel may see the entry in full. An entry of an alert whose facts are unknown stays withheld.</summary>
    public static bool MayRead(StoredEntry entry, AlertAccess? alert, Reader reader, Channel channel) =>
        entry.AlertId is null || (alert is not null && Permissions.MayRead(reader, alert, channel.Admits));

    /// <summary>Everything that may go out.</summary>
    public static WireEntry Full(StoredEntry entry) => new()
    {
        Seq = entry.Seq,
        Kind = entry.Kind,
        At = entry.At,
        Actor = entry.Actor,
        AlertId = entry.AlertId?.ToString("D"),
        Data = Plain.Read(entry.Data),
        Reveal = entry.Reveals.Count == 0
            ? null
            : entry.Reveals.ToDictionary(r => r.Field, r => new WireReveal(Canonical.Base64(r.Salt), r.Value), StringComparer.Ordinal),
        PrevHash = Canonical.Base64(entry.PrevHash),
        Hash = Canonical.Base64(entry.Hash),
    };

    /// <summary>That there is an entry, and the hashes that keep the chain verifiable.</summary>
    public static WireEntry Withheld(StoredEntry entry) => new()
    {
        Seq = entry.Seq,
        Kind = WireEntry.Withheld,
        PrevHash = Canonical.Base64(entry.PrevHash),
        Hash = Canonical.Base64(entry.Hash),
    };
}
