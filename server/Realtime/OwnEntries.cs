using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>Entries of a channel that this node has committed itself: its tail takes them from here instead of reading them. Losing one costs a reading.</summary>
internal sealed class OwnEntries
{
    private const int Most = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<long, StoredEntry> waiting = [];

    /// <summary>Takes them in; called after their commit, in any order.</summary>
    public void Add(IEnumerable<StoredEntry> entries)
    {
        lock (gate)
            foreach (var entry in entries)
            {
                if (waiting.Count == Most)
                    waiting.Clear();
                // As a reading gives them: without the openings that never go out.
                waiting[entry.Seq] = entry.Reveals.TrueForAll(r => r.InFeed) ? entry : entry with { Reveals = entry.Reveals.FindAll(r => r.InFeed) };
            }
    }

    /// <summary>Gives out those that follow a number without a gap. What is older is of no use any more.</summary>
    public IReadOnlyList<StoredEntry> TakeAfter(long seq, int limit)
    {
        lock (gate)
        {
            if (waiting.Count == 0)
                return [];
            foreach (var old in waiting.Keys.Where(s => s <= seq).ToList())
                waiting.Remove(old);
            var next = new List<StoredEntry>();
            while (next.Count < limit && waiting.Remove(seq + next.Count + 1, out var entry))
                next.Add(entry);
            return next;
        }
    }
}
