using Timpora.Comms.Access;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>Loads who may read the alerts that a batch of entries belongs to.</summary>
public static class AlertAccesses
{
    // Far below the number of parameters that either database takes.
    private const int AtOnce = 256;

    /// <summary>The facts by alert id, in one query; an id without an alert is missing from the answer, and its entries stay withheld.</summary>
    public static async Task<IReadOnlyDictionary<Guid, AlertAccess>> AlertAccess(this HubDb db, IEnumerable<Guid?> alerts, CancellationToken ct)
    {
        var known = new Dictionary<Guid, AlertAccess>();
        foreach (var ids in alerts.OfType<Guid>().Distinct().Chunk(AtOnce))
        {
            await using var statement = await db.Statement($"SELECT {AlertFacts.Columns} FROM alerts a WHERE id IN ({Statements.Places(ids.Length)})", ct);
            await using var row = await statement.WithEach(ids).Read(ct);
            while (await row.ReadAsync(ct))
                known[row.GetGuid(0)] = AlertFacts.Read(row, 0);
        }

        return known;
    }

    /// <summary>The facts for an entry, if it belongs to an alert.</summary>
    public static AlertAccess? Of(this IReadOnlyDictionary<Guid, AlertAccess> known, StoredEntry entry) =>
        entry.AlertId is { } id ? known.GetValueOrDefault(id) : null;
}
