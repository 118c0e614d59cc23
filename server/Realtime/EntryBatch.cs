using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Consecutive entries that go out as one <c>entries</c> call. Serialised once per protocol for all connections that may see
/// the same of them: mostly two variants, everything and a stub.
/// </summary>
internal sealed class EntryBatch(Channel channel, IReadOnlyList<LiveEntry> entries)
{
    /// <summary>Most bytes of one message. Below the contract's 64 KB, so that a very slow line still finishes one within the send time-out.</summary>
    public const int MostBytes = 32 << 10;

    /// <summary>Most entries of one message: what fits into the bits that name a variant.</summary>
    public const int MostEntries = 64;

    private readonly ConcurrentDictionary<ulong, SerializedHubMessage> variants = new();

    /// <summary>Number of the first entry.</summary>
    public long First => entries[0].Seq;

    /// <summary>Number of the last entry.</summary>
    public long Last => entries[^1].Seq;

    /// <summary>Readers must be known to be at least as fresh as this.</summary>
    public long AclVersion { get; } = entries.Max(e => e.AclVersion);

    /// <summary>The message for this reader.</summary>
    public SerializedHubMessage For(Reader reader)
    {
        var visible = 0UL;
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].MayRead(reader, channel))
                visible |= 1UL << i;
        return variants.TryGetValue(visible, out var made) ? made : variants.GetOrAdd(visible, mask =>
            HubCall.Entries(channel.Slug, channel.Epoch, [.. entries.Select((e, i) => e.For((mask & (1UL << i)) != 0))]));
    }

    /// <summary>Cuts consecutive entries into messages.</summary>
    public static IEnumerable<EntryBatch> Cut(Channel channel, IReadOnlyList<LiveEntry> entries)
    {
        for (var start = 0; start < entries.Count;)
        {
            var count = Fitting(entries, start);
            yield return new EntryBatch(channel, [.. entries.Skip(start).Take(count)]);
            start += count;
        }
    }

    /// <summary>How many entries from <paramref name="start"/> on fit into one message; at least one.</summary>
    public static int Fitting(IReadOnlyList<LiveEntry> entries, int start)
    {
        var bytes = entries[start].Bytes;
        var count = 1;
        while (count < MostEntries && start + count < entries.Count && (bytes += entries[start + count].Bytes) <= MostBytes)
            count++;
        return count;
    }
}
