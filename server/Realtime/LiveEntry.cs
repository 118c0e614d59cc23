using System.Text;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>An entry on its way to connections, with the facts that decide who gets it in full.</summary>
internal sealed class LiveEntry(StoredEntry stored, AlertAccess? alert)
{
    // What the members' names, hashes and punctuation of an entry take.
    private const int Frame = 320;

    private readonly Lazy<WireEntry> full = new(() => EntryView.Full(stored));
    private readonly Lazy<WireEntry> withheld = new(() => EntryView.Withheld(stored));
    private volatile AlertAccess? alert = alert;

    public long Seq => stored.Seq;

    public long AclVersion => stored.AclVersion;

    public StoredEntry Stored => stored;

    /// <summary>Size on the wire, roughly and in full.</summary>
    public int Bytes { get; } = Frame + Encoding.UTF8.GetByteCount(stored.Data) + stored.Reveals.Sum(r => Encoding.UTF8.GetByteCount(r.Value) + r.Field.Length + 70);

    /// <summary>What a reader gets of it.</summary>
    public WireEntry For(bool isFull) => isFull ? full.Value : withheld.Value;

    /// <summary>Whether a reader of the channel gets it in full.</summary>
    public bool MayRead(Reader reader, Channel channel) => EntryView.MayRead(stored, alert, reader, channel);

    /// <summary>Takes newer facts about its alert.</summary>
    public void Learn(Func<Guid, AlertAccess?> known)
    {
        if (stored.AlertId is { } id && known(id) is { } facts)
            alert = facts;
    }
}
