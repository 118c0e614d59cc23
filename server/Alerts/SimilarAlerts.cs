using System.Data.Common;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>An alert that may be about the same situation, as the poster may read it anyway.</summary>
public sealed record SimilarAlert(
    Guid Id, string CaseType, string Level, string Headline, string RegionCode, string RegionName, DateTimeOffset PostedAt, string State);

/// <summary>
/// The hint against reporting one situation twice: alerts of the last day in the same district, of the same case type or one of its
/// neighbours, from those only that the reader may read in full. A hint and no verdict: it joins nothing and stops nobody.
/// </summary>
internal static class SimilarAlerts
{
    /// <summary>How far back, and how many are shown.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(24);

    /// <summary>How many are shown.</summary>
    public const int Most = 5;

    // A bound on the work, whatever happens in a regency on one day.
    private const int Looked = 100;

    /// <summary>Alerts that may be about the situation of this one, which is not stored yet; the newest first. None for drills, and no drill among them.</summary>
    public static async Task<IReadOnlyList<SimilarAlert>> Find(HubDb db, Reader reader, Alert alert, Organisation organisation, CancellationToken ct)
    {
        if (alert.Status != AlertStatus.Actual)
            return [];
        var since = alert.PostedAt - Within;
        List<string> types = [alert.CaseType, .. organisation.FindCaseType(alert.CaseType)!.Neighbours];
        await using var statement = await db.Statement(
            $"""
            SELECT a.id, a.region_code, c.admits, a.case_type, a.level, a.headline, a.posted_at, a.state, {AlertFacts.Columns} FROM alerts a JOIN channels c ON c.slug = a.channel
            WHERE a.regency = @regency AND a.posted_at >= @since AND a.status = 'Actual' AND a.case_type IN ({Statements.Places(types.Count)})
            ORDER BY a.posted_at DESC, a.id DESC LIMIT {Looked}
            """, ct);
        await using var row = await statement.With("@regency", alert.Regency).WithTime("@since", since).WithEach(types).Read(ct);
        List<SimilarAlert> similar = [];
        // Read one by one until there are enough: on a busy day most are about the same case.
        while (similar.Count < Most && await row.ReadAsync(ct))
            if (IsSamePlace(row.GetString(1), alert.RegionCode) && Permissions.MayRead(reader, AlertFacts.Read(row, 8), row.Texts(2)))
                similar.Add(Of(row));
        return similar;
    }

    /// <summary>The same district; where one of the two is known no closer than its regency, the same regency. Pure.</summary>
    internal static bool IsSamePlace(string one, string other) =>
        one == other || (RegionCode.RegencyOf(one) == RegionCode.RegencyOf(other) && (RegionCode.RegencyOf(one) == one || RegionCode.RegencyOf(other) == other));

    private static SimilarAlert Of(DbDataReader row) =>
        new(row.GetGuid(0), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(1), Regions.NameOf(row.GetString(1)), row.Time(6), row.GetString(7));
}
