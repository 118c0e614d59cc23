using Timpora.Comms.Access;

namespace Timpora.Comms.Realtime;

/// <summary>
/// What a tail last read about its alerts, so that it asks once for each, and only what is news is taken to all entries of its ring. Forgetting costs time
/// and never a fact. Used by one thread at a time: the tail's pump.
/// </summary>
internal sealed class KnownFacts
{
    private const int Most = 1000;

    private readonly Dictionary<Guid, AlertAccess> known = [];

    /// <summary>What is known of an alert; null when it has to be asked for.</summary>
    public AlertAccess? Of(Guid alert) => known.GetValueOrDefault(alert);

    /// <summary>Whether anything of this differs from what was read before; remembers it.</summary>
    public bool AreNews(IReadOnlyDictionary<Guid, AlertAccess> read)
    {
        var areNews = false;
        foreach (var (alert, facts) in read)
        {
            if (known.TryGetValue(alert, out var before) && IsSame(before, facts))
                continue;
            if (known.Count >= Most)
                known.Clear();
            known[alert] = facts;
            areNews = true;
        }

        return areNews;
    }

    /// <summary>Nothing counts any more that was read before.</summary>
    public void Forget() => known.Clear();

    private static bool IsSame(AlertAccess a, AlertAccess b) =>
        a.Tlp == b.Tlp && a.Poster == b.Poster && a.PosterAgency == b.PosterAgency && a.Recipients.SequenceEqual(b.Recipients)
        && a.RequiredAgencies.SequenceEqual(b.RequiredAgencies) && a.ExcludedAgencies.SequenceEqual(b.ExcludedAgencies)
        && a.ExcludedMembers.SequenceEqual(b.ExcludedMembers) && a.OfferedAgencies.SequenceEqual(b.OfferedAgencies);
}
