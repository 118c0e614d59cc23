using System.Data.Common;
using Timpora.Comms.Access;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>Loads who may read the alerts that a batch of entries belongs to.</summary>
public static class AlertAccesses
{
    // Far below the number of parameters that either database takes.
    private const int AtOnce = 256;

    internal const string Facts = "a.tlp, a.poster, a.poster_agency, a.recipients, a.required_agencies, a.excluded_agencies, a.excluded_members, a.offered_agencies";

    /// <summary>The facts by alert id, in one query; an id without an alert is missing from the answer, and its entries stay withheld.</summary>
    public static async Task<IReadOnlyDictionary<Guid, AlertAccess>> AlertAccess(this HubDb db, IEnumerable<Guid?> alerts, CancellationToken ct)
    {
        var known = new Dictionary<Guid, AlertAccess>();
        foreach (var ids in alerts.OfType<Guid>().Distinct().Chunk(AtOnce))
        {
            await using var statement = await db.Statement($"SELECT id, {Facts} FROM alerts a WHERE id IN ({Statements.Places(ids.Length)})", ct);
            await using var row = await statement.WithEach(ids).Read(ct);
            while (await row.ReadAsync(ct))
                known[row.GetGuid(0)] = Read(row, row.GetGuid(0), 1);
        }

        return known;
    }

    /// <summary>Who may read one alert, its channel, whom that admits, and since when it is closed; null when there is no such alert.</summary>
    public static async Task<(string Channel, AlertAccess Access, IReadOnlyList<string> Admits, DateTimeOffset? ClosedAt)?> ThreadAccess(this HubDb db, Guid alert, CancellationToken ct)
    {
        await using var statement = await db.Statement($"SELECT c.slug, c.admits, CASE WHEN a.state IN ('Resolved', 'Cancelled') THEN a.closed_at END, {Facts} FROM alerts a JOIN channels c ON c.slug = a.channel WHERE a.id = @id", ct);
        await using var row = await statement.WithId("@id", alert).Read(ct);
        return await row.ReadAsync(ct) ? (row.GetString(0), Read(row, alert, 3), row.Texts(1), row.IsDBNull(2) ? null : row.Time(2)) : null;
    }

    /// <summary>Reads <see cref="Facts"/> from a column on.</summary>
    internal static AlertAccess Read(DbDataReader row, Guid id, int at) => new(
        id, row.GetString(at), row.GetGuid(at + 1), row.GetString(at + 2), row.Ids(at + 3), row.Texts(at + 4), row.Texts(at + 5), row.Ids(at + 6), row.Texts(at + 7));

    /// <summary>The facts for an entry, if it belongs to an alert.</summary>
    public static AlertAccess? Of(this IReadOnlyDictionary<Guid, AlertAccess> known, StoredEntry entry) =>
        entry.AlertId is { } id ? known.GetValueOrDefault(id) : null;
}
