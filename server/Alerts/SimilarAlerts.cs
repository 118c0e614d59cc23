using Microsoft.EntityFrameworkCore;
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
        var admits = await db.Channels.AsNoTracking().Select(c => new { c.Slug, c.Admits }).ToDictionaryAsync(c => c.Slug, c => c.Admits, ct);
        // Read one by one until there are enough: on a busy day most are about the same case.
        var near = db.Alerts.AsNoTracking()
            .Where(a => a.Regency == alert.Regency && a.PostedAt >= since && a.Status == AlertStatus.Actual && types.Contains(a.CaseType))
            .OrderByDescending(a => a.PostedAt).ThenByDescending(a => a.Id).Take(Looked);
        List<SimilarAlert> similar = [];
        await foreach (var other in near.AsAsyncEnumerable().WithCancellation(ct))
            if (IsSamePlace(other.RegionCode, alert.RegionCode) && Permissions.MayRead(reader, other.Access(), admits[other.Channel]))
            {
                similar.Add(Of(other));
                if (similar.Count == Most)
                    break;
            }

        return similar;
    }

    /// <summary>The same district; where one of the two is known no closer than its regency, the same regency. Pure.</summary>
    internal static bool IsSamePlace(string one, string other) =>
        one == other || (RegionCode.RegencyOf(one) == RegionCode.RegencyOf(other) && (RegionCode.RegencyOf(one) == one || RegionCode.RegencyOf(other) == other));

    private static SimilarAlert Of(Alert a) =>
        new(a.Id, a.CaseType, a.Level.ToString(), a.Headline, a.RegionCode, Regions.NameOf(a.RegionCode), a.PostedAt, a.State.ToString());
}
