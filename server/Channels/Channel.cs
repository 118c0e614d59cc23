using Timpora.Comms.Agencies;

namespace Timpora.Comms.Channels;

/// <summary>An ordered log that agencies join. Its slug is its id everywhere: in the contract, in the database and in the hash.</summary>
public sealed class Channel
{
    /// <summary>Public name in addresses, e.g. <c>tppo</c> or <c>meja-kanim</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>Name that people read.</summary>
    public required string Name { get; set; }

    /// <summary>What the channel is for: a word of <see cref="ChannelKind"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Codes of the agencies whose members may read and post; a desk admits its own agency only.</summary>
    public List<string> Admits { get; set; } = [];

    /// <summary>Newest sequence number; 0 while the channel is empty. Taken only by <see cref="ChannelLog"/>.</summary>
    public long Head { get; init; }

    /// <summary>Hash of the newest entry; 32 zero bytes while the channel is empty.</summary>
    public byte[] HeadHash { get; init; } = new byte[32];

    /// <summary>Time of the newest entry as written in the log; entries never go back before it.</summary>
    public string HeadAt { get; init; } = "";

    /// <summary>Changes when the database is restored, so that old cursors are noticed.</summary>
    public required string Epoch { get; init; }

    /// <summary>Rises with every change of who may read; an entry is not delivered by a node that knows an older one.</summary>
    public long AclVersion { get; init; }

    /// <summary>An epoch that no channel has had.</summary>
    public static string NewEpoch() => Guid.CreateVersion7().ToString("N");

    /// <summary>The desk of an agency.</summary>
    public static string DeskOf(string agency) => DeskPrefix + agency;

    /// <summary>The agencies whose desks are among these channels.</summary>
    public static IEnumerable<string> AgenciesOf(IEnumerable<string> channels) =>
        channels.Where(c => c.StartsWith(DeskPrefix, StringComparison.Ordinal)).Select(c => c[DeskPrefix.Length..]);

    private const string DeskPrefix = "meja-";
}

/// <summary>A member's tie to a channel: joined or not, and how far it was read.</summary>
public sealed class ChannelMember
{
    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The member.</summary>
    public required Guid Member { get; init; }

    /// <summary>Joined channels are live, counted as unread and notified.</summary>
    public bool Joined { get; set; }

    /// <summary>Last sequence the member has read.</summary>
    public long Read { get; set; }

    /// <summary>Last sequence a device of the member has reported as received.</summary>
    public long Received { get; set; }
}
