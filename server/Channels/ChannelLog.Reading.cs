using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Storage;
using static Timpora.Comms.Storage.Statements;

namespace Timpora.Comms.Channels;

// What is read of the log; nothing here locks.
public sealed partial class ChannelLog
{
    /// <summary>Most entries that <see cref="ReadNews"/> answers for one channel.</summary>
    public const int PageSize = 500;

    private const string Columns = "e.seq, e.kind, e.at, e.actor, e.alert_id, e.data, e.prev_hash, e.hash, e.acl_version, e.epoch, r.field, r.salt, r.value, e.channel";

    /// <summary>
    /// Entries of a channel after a sequence number, oldest first, with the openings that may go out; with
    /// <paramref name="withHidden"/>, which is for proof only, with all of them.
    /// </summary>
    public async Task<IReadOnlyList<StoredEntry>> ReadAfter(string channel, long after, int limit, CancellationToken ct, bool withHidden = false)
    {
        await using var command = await db.Statement(
            $"""
            SELECT {Columns}
            FROM (SELECT * FROM entries WHERE channel = @channel AND seq > @after ORDER BY seq LIMIT @limit) e
            LEFT JOIN reveals r ON r.channel = @channel AND r.seq = e.seq AND (r.in_feed OR @all)
            ORDER BY e.seq
            """, ct);
        command.With("@channel", channel);
        command.With("@after", after);
        command.With("@limit", limit);
        command.With("@all", withHidden);
        return await Read(command, ct);
    }

    /// <summary>As <see cref="ReadAfter"/>, of several channels in one way to the server and back; embedded, one after the other.</summary>
    public async Task<IReadOnlyDictionary<NewsQuestion, IReadOnlyList<StoredEntry>>> ReadNews(IReadOnlyList<NewsQuestion> questions, CancellationToken ct)
    {
        if (!db.Database.GetDbConnection().CanCreateBatch)
        {
            var each = new Dictionary<NewsQuestion, IReadOnlyList<StoredEntry>>();
            foreach (var question in questions)
                each[question] = await ReadAfter(question.Channel, question.After, PageSize, ct);
            return each;
        }

        // Entry by entry, by the index, whatever the planner knows of the tables' sizes.
        await using var command = await db.Statement(
            $"""
            SELECT {Columns}
            FROM (SELECT channel, min(after) FROM (VALUES {Pairs(questions.Count)}) v(channel, after) GROUP BY channel) AS q(channel, after)
            CROSS JOIN LATERAL (SELECT * FROM entries WHERE channel = q.channel AND seq > q.after ORDER BY seq LIMIT @limit) e
            LEFT JOIN LATERAL (SELECT field, salt, value FROM reveals WHERE channel = e.channel AND seq = e.seq AND in_feed OFFSET 0) r ON TRUE
            ORDER BY e.channel, e.seq
            """, ct);
        command.WithPairs(questions, q => q.Channel, q => q.After).With("@limit", PageSize);
        var byChannel = (await Read(command, ct)).ToLookup(e => e.Channel, StringComparer.Ordinal);
        return questions.ToDictionary(q => q, q => (IReadOnlyList<StoredEntry>)[.. byChannel[q.Channel].Where(e => e.Seq > q.After)]);
    }

    /// <summary>The entries of one alert in one channel, oldest first.</summary>
    public async Task<IReadOnlyList<StoredEntry>> ReadAlert(string channel, Guid alert, CancellationToken ct)
    {
        await using var command = await db.Statement(
            $"""
            SELECT {Columns}
            FROM entries e LEFT JOIN reveals r ON r.channel = e.channel AND r.seq = e.seq AND r.in_feed
            WHERE e.channel = @channel AND e.alert_id = @alert
            ORDER BY e.seq
            """, ct);
        command.With("@channel", channel);
        command.With("@alert", alert);
        return await Read(command, ct);
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

    private static async Task<IReadOnlyList<StoredEntry>> Read(Statement command, CancellationToken ct)
    {
        var entries = new List<StoredEntry>();
        await using var reader = await command.Read(ct);
        while (await reader.ReadAsync(ct))
        {
            var (channel, seq) = (reader.GetString(13), reader.GetInt64(0));
            if (entries.Count == 0 || entries[^1].Seq != seq || entries[^1].Channel != channel)
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

/// <summary>What comes after a number of a channel.</summary>
public readonly record struct NewsQuestion(string Channel, long After);
