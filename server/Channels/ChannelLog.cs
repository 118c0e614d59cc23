using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Storage;
using static Timpora.Comms.Storage.Statements;

namespace Timpora.Comms.Channels;

/// <summary>
/// The log of all channels, and the only place that takes a sequence number. Numbers are gapless per channel, taken under
/// the channel row's lock as the transaction's last step, so a reader never sees number n+1 before n.
/// </summary>
public sealed class ChannelLog(HubDb db, HubClock clock, CommandTurns? turns = null, SharedAppends? appends = null)
{
    private static readonly ConcurrentDictionary<string, string> OneRow = new(StringComparer.Ordinal);

    private readonly List<EntryDraft> staged = [];
    private readonly HashSet<string> raised = new(StringComparer.Ordinal);
    private Dictionary<string, HeadRow> numberedHeads = [];
    private List<StoredEntry> numbered = [];

    /// <summary>What this scope's transaction has appended; announced after the commit.</summary>
    public List<Hint> Appended { get; } = [];

    /// <summary>How many entries that was.</summary>
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
        var entries = await Number(all, ct);
        await WriteNumbered(ct);
        EntriesAppended += entries.Count;
        foreach (var (slug, head) in numberedHeads)
            Appended.Add(new Hint(slug, head.Epoch, head.Seq, head.AclVersion));
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

    private async Task<IReadOnlyList<StoredEntry>> AppendShared(SharedAppends appends, SharedPart part, IReadOnlyList<EntryDraft> all, CancellationToken ct)
    {
        if (raised.Count > 0 || db.ChangeTracker.HasChanges())
            throw new InvalidOperationException("A command that only appends has changed something else.");
        // Many may wait, and whoever writes for them needs a connection, too.
        await db.Database.CloseConnectionAsync();
        var entries = await appends.Append(part, all, ct);
        EntriesAppended += entries.Count;
        foreach (var last in entries.GroupBy(e => e.Channel).Select(g => g.Last()))
            Appended.Add(new Hint(last.Channel, last.Epoch, last.Seq, last.AclVersion));
        return entries;
    }

    // Locks the channels and gives the drafts their numbers and hashes; nothing is written yet.
    internal async Task<IReadOnlyList<StoredEntry>> Number(IReadOnlyList<EntryDraft> all, CancellationToken ct = default)
    {
        var heads = await Lock([.. all.Select(d => d.Channel).Union(raised).Order(StringComparer.Ordinal)], ct);
        foreach (var slug in raised.Where(heads.ContainsKey))
            heads[slug] = heads[slug] with { AclVersion = heads[slug].AclVersion + 1 };
        raised.Clear();
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

        (numberedHeads, numbered) = (heads, entries);
        return entries;
    }

    // Writes what has been numbered; from here to the commit nothing slow may happen.
    internal async Task WriteNumbered(CancellationToken ct = default)
    {
        await Insert(numbered, ct);
        await Raise(numberedHeads, ct);
    }

    /// <summary>
    /// Entries of a channel after a sequence number, oldest first, with the openings that may go out; with
    /// <paramref name="withHidden"/>, which is for proof only, with all of them.
    /// </summary>
    public async Task<IReadOnlyList<StoredEntry>> ReadAfter(string channel, long after, int limit, CancellationToken ct, bool withHidden = false)
    {
        await using var command = await db.Statement(
            """
            SELECT e.seq, e.kind, e.at, e.actor, e.alert_id, e.data, e.prev_hash, e.hash, e.acl_version, e.epoch, r.field, r.salt, r.value
            FROM (SELECT * FROM entries WHERE channel = @channel AND seq > @after ORDER BY seq LIMIT @limit) e
            LEFT JOIN reveals r ON r.channel = @channel AND r.seq = e.seq AND (r.in_feed OR @all)
            ORDER BY e.seq
            """, ct);
        command.With("@channel", channel);
        command.With("@after", after);
        command.With("@limit", limit);
        command.With("@all", withHidden);
        return await Read(command, channel, ct);
    }

    /// <summary>The entries of one alert in one channel, oldest first.</summary>
    public async Task<IReadOnlyList<StoredEntry>> ReadAlert(string channel, Guid alert, CancellationToken ct)
    {
        await using var command = await db.Statement(
            """
            SELECT e.seq, e.kind, e.at, e.actor, e.alert_id, e.data, e.prev_hash, e.hash, e.acl_version, e.epoch, r.field, r.salt, r.value
            FROM entries e LEFT JOIN reveals r ON r.channel = e.channel AND r.seq = e.seq AND r.in_feed
            WHERE e.channel = @channel AND e.alert_id = @alert
            ORDER BY e.seq
            """, ct);
        command.With("@channel", channel);
        command.With("@alert", alert);
        return await Read(command, channel, ct);
    }

    /// <summary>What happened to alerts, each told in its own channel, alert by alert and oldest first; without the talk between.</summary>
    public async Task<IReadOnlyList<Happening>> ReadCourses(IReadOnlyList<Guid> alerts, CancellationToken ct)
    {
        var happenings = new List<Happening>();
        if (alerts.Count == 0)
            return happenings;
        await using var command = await db.Statement(
            $"""
            SELECT e.alert_id, e.kind, e.at, e.data FROM entries e JOIN alerts a ON a.id = e.alert_id AND a.channel = e.channel
            WHERE e.alert_id IN ({Places(alerts.Count)}) AND e.kind <> 'message.posted' ORDER BY e.alert_id, e.seq
            """, ct);
        await using var reader = await command.WithEach(alerts).Read(ct);
        while (await reader.ReadAsync(ct))
            happenings.Add(new Happening(reader.GetGuid(0), reader.GetString(1), Canonical.TimeOf(reader.GetString(2)), reader.GetString(3)));
        return happenings;
    }

    /// <summary>Ids of the alerts that entries of a channel in (<paramref name="after"/>, <paramref name="upTo"/>] belong to, in the order of their ids: the order locks are taken in.</summary>
    public async Task<IReadOnlyList<Guid>> AlertsBetween(string channel, long after, long upTo, CancellationToken ct)
    {
        await using var command = await db.Statement(
            "SELECT DISTINCT alert_id FROM entries WHERE channel = @channel AND seq > @after AND seq <= @upto AND alert_id IS NOT NULL ORDER BY alert_id", ct);
        command.With("@channel", channel);
        command.With("@after", after);
        command.With("@upto", upTo);
        var ids = new List<Guid>();
        await using var reader = await command.Read(ct);
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>The channels that hold an entry of an alert; with <paramref name="agency"/>, one about what that agency owes.</summary>
    public async Task<IReadOnlyList<string>> ChannelsTold(Guid alert, CancellationToken ct, string? agency = null)
    {
        await using var command = await db.Statement("SELECT DISTINCT channel FROM entries WHERE alert_id = @alert AND data LIKE @about ORDER BY channel", ct);
        command.With("@alert", alert);
        // Data is canonical, so the member looks like this and in no other way; codes hold no wildcard.
        command.With("@about", agency is null ? "%" : $"%\"agency\":\"{agency}\"%");
        var channels = new List<string>();
        await using var reader = await command.Read(ct);
        while (await reader.ReadAsync(ct))
            channels.Add(reader.GetString(0));
        return channels;
    }

    /// <summary>Newest state of the given channels.</summary>
    public async Task<IReadOnlyList<Hint>> Heads(IReadOnlyList<string> channels, CancellationToken ct)
    {
        var hints = new List<Hint>(channels.Count);
        if (channels.Count == 0)
            return hints;
        await using var command = await db.Statement($"SELECT slug, epoch, head, acl_version FROM channels WHERE slug IN ({Places(channels.Count)})", ct);
        await using var reader = await command.WithEach(channels).Read(ct);
        while (await reader.ReadAsync(ct))
            hints.Add(new Hint(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)));
        return hints;
    }

    private sealed record HeadRow(long Seq, byte[] Hash, string At, string Epoch, long AclVersion);

    private async Task<Dictionary<string, HeadRow>> Lock(IReadOnlyList<string> slugs, CancellationToken ct)
    {
        await using var command = await db.Statement(
            $"SELECT slug, head, head_hash, head_at, epoch, acl_version FROM channels WHERE slug IN ({Places(slugs.Count)}) ORDER BY slug{db.ForUpdate}", ct);
        var heads = new Dictionary<string, HeadRow>(slugs.Count);
        await using var reader = await command.WithEach(slugs).Read(ct);
        while (await reader.ReadAsync(ct))
            heads[reader.GetString(0)] = new HeadRow(reader.GetInt64(1), (byte[])reader.GetValue(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5));
        return heads;
    }

    private async Task Insert(List<StoredEntry> entries, CancellationToken ct)
    {
        foreach (var some in entries.Chunk(db.RowsAtOnce))
        {
            await using var command = await db.Statement(Values("entries (channel, seq, kind, at, actor, alert_id, data, prev_hash, hash, acl_version, epoch)", 11, some.Length), ct);
            for (var i = 0; i < some.Length; i++)
            {
                var (e, at) = (some[i], i * 11);
                command.With(Place(at), e.Channel).With(Place(at + 1), e.Seq).With(Place(at + 2), e.Kind).With(Place(at + 3), e.At).With(Place(at + 4), e.Actor)
                    .WithId(Place(at + 5), e.AlertId).With(Place(at + 6), e.Data).With(Place(at + 7), e.PrevHash).With(Place(at + 8), e.Hash)
                    .With(Place(at + 9), e.AclVersion).With(Place(at + 10), e.Epoch);
            }

            await command.Run(ct);
        }

        foreach (var some in entries.SelectMany(e => e.Reveals.Select(r => (Entry: e, Reveal: r))).Chunk(db.RowsAtOnce))
        {
            await using var command = await db.Statement(Values("reveals (channel, seq, field, salt, value, in_feed)", 6, some.Length), ct);
            for (var i = 0; i < some.Length; i++)
            {
                var ((e, r), at) = (some[i], i * 6);
                command.With(Place(at), e.Channel).With(Place(at + 1), e.Seq).With(Place(at + 2), r.Field).With(Place(at + 3), r.Salt).With(Place(at + 4), r.Value)
                    .With(Place(at + 5), r.InFeed);
            }

            await command.Run(ct);
        }
    }

    private static string Values(string into, int columns, int rows) =>
        rows == 1 ? OneRow.GetOrAdd(into, _ => Text(into, columns, 1)) : Text(into, columns, rows);

    private static string Text(string into, int columns, int rows) =>
        $"INSERT INTO {into} VALUES " + string.Join(',', Enumerable.Range(0, rows).Select(row => "(" + string.Join(',', Enumerable.Range(0, columns).Select(c => Place((row * columns) + c))) + ")"));

    private async Task Raise(Dictionary<string, HeadRow> heads, CancellationToken ct)
    {
        foreach (var some in heads.Chunk(db.RowsAtOnce))
        {
            await using var command = await db.Statement(
                some.Length == 1
                    ? "UPDATE channels SET head = @i1, head_hash = @i2, head_at = @i3, acl_version = @i4 WHERE slug = @i0"
                    : $"UPDATE channels SET head = v.head, head_hash = v.hash, head_at = v.at, acl_version = v.acl FROM ({Table(some.Length)}) v WHERE channels.slug = v.slug", ct);
            for (var i = 0; i < some.Length; i++)
            {
                var ((slug, head), at) = (some[i], i * 5);
                command.With(Place(at), slug).With(Place(at + 1), head.Seq).With(Place(at + 2), head.Hash).With(Place(at + 3), head.At).With(Place(at + 4), head.AclVersion);
            }

            await command.Run(ct);
        }
    }

    private static string Table(int rows) =>
        string.Join(" UNION ALL ", Enumerable.Range(0, rows).Select(i => i * 5)
            .Select(at => $"SELECT {Place(at)} AS slug, {Place(at + 1)} AS head, {Place(at + 2)} AS hash, {Place(at + 3)} AS at, {Place(at + 4)} AS acl"));

    private static async Task<IReadOnlyList<StoredEntry>> Read(Statement command, string channel, CancellationToken ct)
    {
        var entries = new List<StoredEntry>();
        await using var reader = await command.Read(ct);
        while (await reader.ReadAsync(ct))
        {
            var seq = reader.GetInt64(0);
            if (entries.Count == 0 || entries[^1].Seq != seq)
            {
                entries.Add(new StoredEntry(
                    channel, seq, reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetGuid(4),
                    reader.GetString(5), (byte[])reader.GetValue(6), (byte[])reader.GetValue(7), reader.GetInt64(8), reader.GetString(9)));
            }

            if (!reader.IsDBNull(10))
                entries[^1].Reveals.Add(new Reveal(reader.GetString(10), (byte[])reader.GetValue(11), reader.GetString(12), InFeed: true));
        }

        return entries;
    }
}
