namespace Timpora.Comms.Replay;

/// <summary>An entry as far as order goes.</summary>
public sealed record SeenEntry(long Seq, string Kind, string PrevHash, string Hash);

/// <summary>
/// What one device has of one channel, and what was wrong on the way. Follows the client's rule: the next number is applied, a
/// known one dropped, a later one means that something is missing.
/// </summary>
public sealed class ChannelCursor(string channel, string epoch, long start)
{
    private readonly Lock turn = new();
    private readonly List<SeenEntry> seen = [];
    private readonly List<string> faults = [];

    /// <summary>The channel.</summary>
    public string Channel => channel;

    /// <summary>Which life of the database the numbers belong to.</summary>
    public string Epoch => epoch;

    /// <summary>Where the device began.</summary>
    public long Start => start;

    /// <summary>The last number it has.</summary>
    public long Last => start + seen.Count;

    /// <summary>Entries it was sent although it had them; dropped, as clients do.</summary>
    public int Repeats { get; private set; }

    /// <summary>What was wrong, as sentences.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>How many entries it has shown.</summary>
    public int Count => seen.Count;

    /// <summary>Takes what the hub sent. False when something is missing and must be asked for.</summary>
    public bool Apply(string ofEpoch, IReadOnlyList<SeenEntry> entries)
    {
        using var entered = turn.EnterScope();
        if (ofEpoch != epoch)
            faults.Add($"{channel}: entries of epoch {ofEpoch} instead of {epoch}");
        foreach (var entry in entries)
        {
            if (entry.Seq <= Last)
            {
                Repeats++;
                continue;
            }

            if (entry.Seq > Last + 1)
            {
                faults.Add($"{channel}: entry {entry.Seq} came after {Last}");
                return false;
            }

            if (seen.Count > 0 && seen[^1].Hash != entry.PrevHash)
                faults.Add($"{channel}: entry {entry.Seq} does not follow the one before it in the chain");
            seen.Add(entry);
        }

        return true;
    }

    /// <summary>Something the hub should not have said.</summary>
    public void Complain(string what) => faults.Add($"{channel}: {what}");

    /// <summary>Compares what the device has with the log itself, after <see cref="Start"/> and up to where the device must be.</summary>
    public void CompareWith(IReadOnlyList<SeenEntry> log)
    {
        using var entered = turn.EnterScope();
        if (log.Count > seen.Count)
            faults.Add($"{channel}: has entries up to {Last}, the log goes on to {start + log.Count}");
        for (var i = 0; i < Math.Min(log.Count, seen.Count); i++)
        {
            if (log[i].Hash == seen[i].Hash)
                continue;
            faults.Add($"{channel}: entry {seen[i].Seq} is not the log's");
            return;
        }
    }
}
