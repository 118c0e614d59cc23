using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>What the hub calls on a client; on the wire the names begin with a small letter.</summary>
public interface ICommsClient
{
    /// <summary>Entries of one channel, in order: replay and live alike.</summary>
    Task Entries(string channel, string epoch, IReadOnlyList<WireEntry> entries);

    /// <summary>Where the subscribed channels end, every 15 seconds: how a lost last entry is noticed.</summary>
    Task Heads(IReadOnlyDictionary<string, WireHead> heads);

    /// <summary>The hub cannot continue from the client's cursor; read the channel anew and subscribe again.</summary>
    Task Resync(string channel);

    /// <summary>The channel is closed to this member, or there is none.</summary>
    Task Revoked(string channel);
}
