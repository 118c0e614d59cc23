using System.Data.Common;
using Timpora.Comms.Storage;
using static Timpora.Comms.Storage.Statements;

namespace Timpora.Comms.Channels;

// The rows of the log: heads are locked, entries written, heads raised. From the lock to the commit nothing slow may happen.
public sealed partial class ChannelLog
{
    private static readonly RowStatement<StoredEntry> insertEntries = new RowShape<StoredEntry>(
        new Column<StoredEntry, string>("channel", e => e.Channel), new Column<StoredEntry, long>("seq", e => e.Seq), new Column<StoredEntry, string>("kind", e => e.Kind),
        new Column<StoredEntry, string>("at", e => e.At), new Column<StoredEntry, string>("actor", e => e.Actor), new Column<StoredEntry, Guid?>("alert_id", e => e.AlertId),
        new Column<StoredEntry, string>("data", e => e.Data), new Column<StoredEntry, byte[]>("prev_hash", e => e.PrevHash), new Column<StoredEntry, byte[]>("hash", e => e.Hash),
        new Column<StoredEntry, long>("acl_version", e => e.AclVersion), new Column<StoredEntry, string>("epoch", e => e.Epoch)).InsertInto("entries");

    private static readonly RowStatement<(StoredEntry Entry, Reveal Reveal)> insertReveals = new RowShape<(StoredEntry Entry, Reveal Reveal)>(
        new Column<(StoredEntry Entry, Reveal Reveal), string>("channel", r => r.Entry.Channel), new Column<(StoredEntry Entry, Reveal Reveal), long>("seq", r => r.Entry.Seq),
        new Column<(StoredEntry Entry, Reveal Reveal), string>("field", r => r.Reveal.Field), new Column<(StoredEntry Entry, Reveal Reveal), byte[]>("salt", r => r.Reveal.Salt),
        new Column<(StoredEntry Entry, Reveal Reveal), string>("value", r => r.Reveal.Value), new Column<(StoredEntry Entry, Reveal Reveal), bool>("in_feed", r => r.Reveal.InFeed)).InsertInto("reveals");

    private static readonly RowStatement<KeyValuePair<string, HeadRow>> raiseHeads = new RowShape<KeyValuePair<string, HeadRow>>(
        new Column<KeyValuePair<string, HeadRow>, string>("slug", h => h.Key), new Column<KeyValuePair<string, HeadRow>, long>("head", h => h.Value.Seq),
        new Column<KeyValuePair<string, HeadRow>, byte[]>("head_hash", h => h.Value.Hash), new Column<KeyValuePair<string, HeadRow>, string>("head_at", h => h.Value.At),
        new Column<KeyValuePair<string, HeadRow>, long>("acl_version", h => h.Value.AclVersion)).Update("channels");

    internal sealed record HeadRow(long Seq, byte[] Hash, string At, string Epoch, long AclVersion);

    // In the order of the slugs: two that lock in different orders would wait for each other.
    internal string LockText(int slugs) =>
        $"SELECT slug, head, head_hash, head_at, epoch, acl_version FROM channels WHERE slug IN ({Places(slugs)}) ORDER BY slug{db.ForUpdate}";

    internal static async Task<Dictionary<string, HeadRow>> ReadHeads(DbDataReader reader, CancellationToken ct)
    {
        var heads = new Dictionary<string, HeadRow>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            heads[reader.GetString(0)] = new HeadRow(reader.GetInt64(1), (byte[])reader.GetValue(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5));
        return heads;
    }

    internal static async Task Write(IReadOnlyList<StoredEntry> entries, IReadOnlyDictionary<string, HeadRow> heads, Journey journey, CancellationToken ct)
    {
        await insertEntries.Write(entries, journey, ct);
        await insertReveals.Write([.. entries.SelectMany(e => e.Reveals.Select(r => (e, r)))], journey, ct);
        await raiseHeads.Write([.. heads], journey, ct);
    }

    private async Task<Dictionary<string, HeadRow>> Lock(IReadOnlyList<string> slugs, CancellationToken ct)
    {
        await using var command = await db.Statement(LockText(slugs.Count), ct);
        await using var reader = await command.WithEach(slugs).Read(ct);
        return await ReadHeads(reader, ct);
    }
}
