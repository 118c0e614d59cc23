using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>How many entries a member has yet to read: of kinds people read, by others, and not withheld from them.</summary>
public static class UnreadCount
{
    // A bound on the work of a list that is fetched often; a page shows "99+" far earlier.
    private const int CountedAtMost = 1000;

    private const string ReadByPeople =
        "'alert.posted','alert.updated','alert.resolved','alert.cancelled','alert.reopened','message.posted','progress.noted'";

    // In a desk the obligation and the call upon its agency are the news; in the alert's channel the alert itself is.
    private const string ReadAtADesk = "'obligation.opened','obligation.unserved','obligation.reopened','escalation.fired','escalation.exhausted'";

    /// <summary>Unread entries by channel, counted among the newest 1,000 of each; one query for all channels and one for their alerts.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Of(
        HubDb db, Reader reader, IReadOnlyDictionary<string, Channel> channels, CancellationToken ct)
    {
        if (channels.Count == 0)
            return new Dictionary<string, long>();
        var slugs = channels.Keys.ToList();
        var sql = $$"""
            SELECT e.channel AS "Channel", e.alert_id AS "AlertId", COUNT(*) AS "Count"
            FROM channels c
            LEFT JOIN channel_members m ON m.channel = c.slug AND m.member = {0}
            JOIN entries e ON e.channel = c.slug AND e.seq > COALESCE(m.read, 0) AND e.seq > c.head - {{CountedAtMost}}
            WHERE c.slug IN ({{string.Join(',', slugs.Select((_, i) => $"{{{i + 2}}}"))}}) AND e.actor <> {1}
              AND (e.kind IN ({{ReadByPeople}}) OR (c.kind = 'desk' AND e.kind IN ({{ReadAtADesk}})))
            GROUP BY e.channel, e.alert_id
            """;
        var counts = await db.Database.SqlQueryRaw<Row>(sql, [reader.Id, reader.Id.ToString("D"), .. slugs]).ToListAsync(ct);
        var alerts = await db.AlertAccess(counts.Select(c => c.AlertId), ct);
        return counts
            .Where(c => c.AlertId is not { } id
                || (alerts.TryGetValue(id, out var alert) && Permissions.MayRead(reader, alert, channels[c.Channel].Admits)))
            .GroupBy(c => c.Channel).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
    }

    private sealed record Row(string Channel, Guid? AlertId, long Count);
}
