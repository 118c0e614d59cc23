namespace Timpora.Comms.Realtime;

/// <summary>
/// The newest entries of a channel, consecutive, bounded by number and bytes. Its lock is held for moments and nothing else is
/// locked under it.
/// </summary>
internal sealed class EntryRing(int capacity = EntryRing.Entries, long mostBytes = EntryRing.MostBytes)
{
    /// <summary>Entries that a tail keeps.</summary>
    public const int Entries = 1000;

    private const long MostBytes = 4 << 20;

    private readonly Lock gate = new();
    private readonly LiveEntry[] slots = new LiveEntry[capacity];
    private readonly long[] endsAt = new long[capacity];
    private long floor;
    private long head;
    private long floorBytes;
    private long headBytes;

    /// <summary>Newest number in the ring; where the tail has read to.</summary>
    public long Head => Volatile.Read(ref head);

    /// <summary>The number before the oldest entry: a cursor below it is off the ring.</summary>
    public long Floor => Volatile.Read(ref floor);

    /// <summary>Starts empty after a number.</summary>
    public void StartAfter(long seq)
    {
        lock (gate)
        {
            Volatile.Write(ref floor, seq);
            Volatile.Write(ref head, seq);
            floorBytes = headBytes;
        }
    }

    /// <summary>Adds the entries that follow the head; the oldest make room.</summary>
    public void Append(IReadOnlyList<LiveEntry> entries)
    {
        lock (gate)
        {
            var last = head;
            foreach (var entry in entries)
            {
                if (entry.Seq != last + 1)
                    throw new InvalidOperationException($"Entry {entry.Seq} does not follow {last}.");
                if (last - floor == capacity)
                    DropOldest();
                headBytes += entry.Bytes;
                slots[entry.Seq % capacity] = entry;
                endsAt[entry.Seq % capacity] = headBytes;
                last = entry.Seq;
            }

            Volatile.Write(ref head, last);
            while (headBytes - floorBytes > mostBytes && head - floor > 1)
                DropOldest();
        }
    }

    /// <summary>One message's worth of entries after a cursor; null when the cursor is off the ring, empty when nothing follows.</summary>
    public IReadOnlyList<LiveEntry>? After(long seq)
    {
        lock (gate)
        {
            if (seq < floor)
                return null;
            var entries = new List<LiveEntry>();
            var bytes = 0;
            for (var next = seq + 1; next <= head && entries.Count < EntryBatch.MostEntries; next++)
            {
                var entry = slots[next % capacity];
                bytes += entry.Bytes;
                if (entries.Count > 0 && bytes > EntryBatch.MostBytes)
                    break;
                entries.Add(entry);
            }

            return entries;
        }
    }

    /// <summary>How many bytes follow a cursor.</summary>
    public long BytesAfter(long seq)
    {
        lock (gate)
            return seq >= head ? 0 : headBytes - (seq <= floor ? floorBytes : endsAt[seq % capacity]);
    }

    /// <summary>All entries at this moment.</summary>
    public IReadOnlyList<LiveEntry> All()
    {
        lock (gate)
        {
            var entries = new List<LiveEntry>((int)(head - floor));
            for (var seq = floor + 1; seq <= head; seq++)
                entries.Add(slots[seq % capacity]);
            return entries;
        }
    }

    private void DropOldest()
    {
        floorBytes = endsAt[(floor + 1) % capacity];
        Volatile.Write(ref floor, floor + 1);
    }
}
