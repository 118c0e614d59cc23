using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// What goes from one person on duty to the next. Only what the successor may read: the rest stays with the outgoing person
/// (<see cref="Recipients"/>), and the successor learns nothing of it.
/// </summary>
public sealed class Handover(HubDb db, NotificationRows notifications)
{
    /// <summary>One open obligation. <paramref name="Lead"/> owes its progress notes by <paramref name="ProgressDueAt"/>.</summary>
    public sealed record Part(
        Guid Alert, string Agency, string CaseType, string Level, string Headline, string Status, string State, bool Lead, DateTimeOffset DueAt, DateTimeOffset? ProgressDueAt);

    /// <summary>
    /// What is open, owed answers first, the most urgent first: the agency's own obligations in open alerts, the answered ones too, for an answer is a
    /// promise; for secretariat and chair also what has climbed to them and is still owed.
    /// </summary>
    public async Task<IReadOnlyList<Part>> Open(Member successor, string role, CancellationToken ct)
    {
        var (agency, reader) = (successor.Agency, successor.AsReader());
        var climbed = role is MemberRole.Secretariat or MemberRole.Chair ? await Climbed(agency, Enum.Parse<Roles>(role, ignoreCase: true), ct) : [];
        var alerts = await db.Alerts.AsNoTracking().Include(a => a.Obligations)
            .Where(a => a.State != AlertState.Resolved && a.State != AlertState.Cancelled && (climbed.Contains(a.Id) || a.Obligations.Any(o => o.Agency == agency)))
            .ToListAsync(ct);
        var admits = await db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.Admits, ct);
        return [.. alerts.Where(a => Permissions.MayRead(reader, a.Access(), admits[a.Channel]))
            .SelectMany(a => a.Obligations.Where(o => o.Agency == agency ? o.IsOwed || o.State == ObligationState.Acknowledged : climbed.Contains(a.Id) && o.IsOwed),
                (a, o) => (Alert: a, Obligation: o))
            .OrderByDescending(x => x.Obligation.IsOwed).ThenBy(x => x.Alert.Level).ThenBy(x => x.Obligation.DueAt).ThenBy(x => x.Alert.Id)
            .Select(x => new Part(
                x.Alert.Id, x.Obligation.Agency, x.Alert.CaseType, x.Alert.Level.ToString(), x.Alert.Headline, x.Alert.Status.ToString(),
                x.Obligation.State.ToString(), x.Obligation.Lead, x.Obligation.DueAt, x.Obligation.ProgressDueAt))];
    }

    private async Task<List<Guid>> Climbed(string agency, Roles role, CancellationToken ct)
    {
        var woke = notifications.AlertsThatWoke(agency, role);
        return await db.Alerts.Where(a => a.State != AlertState.Resolved && a.State != AlertState.Cancelled && woke.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
    }
}
