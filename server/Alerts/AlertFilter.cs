using System.Globalization;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Alerts;

/// <summary>The filters of the list of alerts as the database understands them.</summary>
public static class AlertFilter
{
    private static readonly ObligationState[] Owed =
        [ObligationState.Pending, ObligationState.Notified, ObligationState.Delivered, ObligationState.Seen, ObligationState.Exhausted];

    /// <summary>The alerts that fit everything asked for; <paramref name="agency"/> is whose answers are "mine".</summary>
    public static IQueryable<Alert> Matching(this IQueryable<Alert> alerts, FindAlerts.Request r, IQueryable<Obligation> obligations, string agency)
    {
        if (r.CaseType is not null)
            alerts = alerts.Where(a => a.CaseType == r.CaseType);
        if (r.Level is not null)
        {
            var level = Enum.Parse<AlertLevel>(r.Level);
            alerts = alerts.Where(a => a.Level == level);
        }

        if (r.State == "open")
            // What is open is a list and not "neither of those": an index finds the few that are.
            alerts = alerts.Where(a => a.State == AlertState.Open || a.State == AlertState.Acknowledged || a.State == AlertState.InProgress);
        else if (r.State is not null)
        {
            var state = Enum.Parse<AlertState>(r.State);
            alerts = alerts.Where(a => a.State == state);
        }

        if (r.Region is not null)
        {
            var codes = Regions.CodesWithin(r.Region);
            alerts = alerts.Where(a => codes.Contains(a.RegionCode));
        }

        if (r.Agency is not null)
            alerts = alerts.Where(a => a.Obligations.Any(o => o.Agency == r.Agency));
        // PostgreSQL takes UTC only; people may write their own offset. Ids begin with the time of posting, in whole milliseconds, and are
        // the order of the list: bounds of theirs keep it from being read to its end.
        if (r.From?.ToUniversalTime() is { } from)
        {
            var first = FirstId(from, 0);
            alerts = alerts.Where(a => a.PostedAt >= from && a.Id.CompareTo(first) >= 0);
        }

        if (r.To?.ToUniversalTime() is { } to)
        {
            var end = FirstId(to, 1);
            alerts = alerts.Where(a => a.PostedAt < to && a.Id.CompareTo(end) < 0);
        }

        if (r.Owed is not null)
        {
            var owed = obligations.Where(o => o.Agency == agency && Owed.Contains(o.State)).Select(o => o.AlertId);
            alerts = alerts.Where(a => owed.Contains(a.Id));
        }

        return alerts;
    }

    // The lowest UUIDv7 of a millisecond, or of one after it.
    private static Guid FirstId(DateTimeOffset at, long later) =>
        Guid.ParseExact((Math.Max(at.ToUnixTimeMilliseconds(), 0) + later).ToString("x12", CultureInfo.InvariantCulture) + new string('0', 20), "N");
}
