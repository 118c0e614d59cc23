using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>
/// The log of all channels, and the only place that takes a sequence number. Numbers are gapless per channel, taken under
/// the channel row's lock as the transaction's last step, so a reader never sees number n+1 before n.
/// </summary>
public sealed partial class ChannelLog(HubDb db, HubClock clock, CommandTurns? turns = null, SharedAppends? appends = null)
{
    private readonly List<EntryDraft> staged = [];
    private readonly HashSet<string> raised = new(StringComparer.Ordinal);

    /// <summary>What this scope's transaction has appended and nobody has announced yet; announced after the commit.</summary>
    public List<Hint> Appended { get; } = [];

    /// <summary>How many entries were appended.</summary>
    public int EntriesAppended { get; private set; }

    /// <summary>Keeps an entry for the command's one <see cref="Append"/>. Takes no lock.</summary>
    public void Stage(EntryDraft draft) => staged.Add(draft);

    /// <summary>
    /// Keeps for <see cref="Append"/> that this command changes who may read something of these channels. Their access version rises
    /// under the same lock that entries take: an entry written with or after the change carries the newer version, and no node
    /// delivers it before it has learned the change. Takes no lock.
    /// </summary>
    public void StageAccessChange(IEnumerable<string> channels) => raised.UnionWith(channels);

    /// <summary>
    /// Writes the given and all staged entries. Must be the command's last write: it locks all channels concerned, in the
    /// order of their slugs, and holds them until the commit. Called once per transaction.
    /// </summary>
    public async Task<IReadOnlyList<StoredEntry>> Append(CancellationToken ct, params EntryDraft[] drafts)
    {
        List<EntryDraft> all = [.. drafts, .. staged];
        staged.Clear();
        if (all.Count == 0 && raised.Count == 0)
            return [];
        if (turns?.Part is { } part && appends is not null)
            return await AppendShared(appends, part, all, ct);
        // EF's pending rows go first: nothing slow may happen once the channels are locked.
        await db.SaveChangesAsync(ct);
        var heads = await Lock(SlugsOf(all.Select(d => d.Channel).Union(raised)), ct);
        foreach (var slug in raised.Where(heads.ContainsKey))
            heads[slug] = heads[slug] with { AclVersion = heads[slug].AclVersion + 1 };
        raised.Clear();
        if (all.Exists(draft => !IsAllowed(draft, heads)))
            throw new Rejection(Reasons.WriteConflict);
        var entries = Number(all, heads);
        await using var journey = new Journey(db);
        await Write(entries, heads, journey, ct);
        await journey.End(ct);
        EntriesAppended += entries.Count;
        Appended.AddRange(HintsOf(heads));
        return entries;
    }

    /// <summary>Forgets what this scope has appended and staged: the command that did runs again from the beginning.</summary>
    public void Forget()
    {
        staged.Clear();
        raised.Clear();
        Appended.Clear();
        EntriesAppended = 0;
    }

    // Numbered, written and announced by whoever writes for all that wait.
    private async Task<IReadOnlyList<StoredEntry>> AppendShared(SharedAppends appends, SharedPart part, IReadOnlyList<EntryDraft> all, CancellationToken ct)
    {
        if (raised.Count > 0 || db.ChangeTracker.HasChanges())
            throw new InvalidOperationException("A command that only appends has changed something else.");
        // Many may wait, and whoever writes for them needs a connection, too.
        await db.Database.CloseConnectionAsync();
        var entries = await appends.Append(part, all, ct);
        EntriesAppended += entries.Count;
        return entries;
    }

    // Whoever wrote a draft was allowed to as the channel's access stood then; asked under the lock, which every change of access takes.
    internal static bool IsAllowed(EntryDraft draft, IReadOnlyDictionary<string, HeadRow> heads) =>
        draft.AllowedAs is not { } version || (heads.TryGetValue(draft.Channel, out var head) && head.AclVersion <= version);

    internal static IReadOnlyList<string> SlugsOf(IEnumerable<string> channels) => [.. channels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    internal static IEnumerable<Hint> HintsOf(IReadOnlyDictionary<string, HeadRow> heads) => heads.Select(h => new Hint(h.Key, h.Value.Epoch, h.Value.Seq, h.Value.AclVersion));

    // Gives the drafts their numbers and hashes, and the heads with them; nothing is written yet. The channels are locked.
    internal IReadOnlyList<StoredEntry> Number(IReadOnlyList<EntryDraft> all, Dictionary<string, HeadRow> heads)
    {
        var now = Canonical.Time(clock.Now());
        var entries = new List<StoredEntry>(all.Count);
        foreach (var draft in all)
        {
            if (!heads.TryGetValue(draft.Channel, out var head))
                throw new InvalidOperationException($"There is no channel {draft.Channel}.");
            // A clock that steps back must not turn the order of the log around (R17).
            var at = string.CompareOrdinal(now, head.At) > 0 ? now : head.At;
            var seq = head.Seq + 1;
            var data = Canonical.Write(draft.Data);
            var hash = Canonical.Hash(head.Hash, Canonical.Entry(draft.Actor, draft.AlertId, at, draft.Channel, data, head.Epoch, draft.Kind, seq));
            entries.Add(new StoredEntry(draft.Channel, seq, draft.Kind, at, draft.Actor, draft.AlertId, data, head.Hash, hash, head.AclVersion, head.Epoch)
            {
                Reveals = [.. draft.Reveals],
            });
            heads[draft.Channel] = head with { Seq = seq, Hash = hash, At = at };
        }

        return entries;
    }
}
