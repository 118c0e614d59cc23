using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>
/// News: of the people whom an obligation's newest step asked, nobody has the alert and nothing that left the hub for them arrives (F29). Published under the alert's lock.
/// </summary>
public sealed record StepUnreached(Alert Alert, Obligation Obligation) : INotification
{
    /// <summary>The obligations of a locked alert whose newest step is unreached now that this notification is given up. A warning belongs to no step.</summary>
    internal static async Task<IReadOnlyList<StepUnreached>> After(Notification given, Alert alert, HubDb db, CancellationToken ct)
    {
        if (given.Level == NotificationRows.WarningLevel || !alert.IsOpen)
            return [];
        var rows = await db.Notifications.AsNoTracking()
            .Where(n => n.AlertId == alert.Id && n.Version == given.Version && n.Round == given.Round && n.Level == given.Level)
            .Join(db.Users, n => n.Recipient, m => m.Id, (n, m) => new { Row = n, m.Agency }).ToListAsync(ct);
        var received = await db.Receipts.AsNoTracking().Where(r => r.AlertId == alert.Id && r.Version == given.Version && r.DeliveredAt != null).Select(r => r.Member).ToListAsync(ct);
        return [.. alert.InOrder()
            .Where(o => o.IsOwed && o.Escalation == EscalationState.Running && (o.Version, o.Round, o.Level) == (given.Version, given.Round, given.Level))
            // Whom another agency's late answer woke first stands for all (one row per alert, person, round and level); an agency's own people only for it.
            .Where(o => IsUnreached([.. rows.Where(r => r.Row.Obligation == o.Id || !alert.Obligations.Exists(a => a.Id == r.Row.Obligation && a.Agency == r.Agency)).Select(r => r.Row)], received))
            .Select(o => new StepUnreached(alert, o))];
    }

    /// <summary>Something was given up, nothing got through or still may, and nobody's device has the alert. Pure.</summary>
    internal static bool IsUnreached(IReadOnlyList<Notification> rows, IReadOnlyCollection<Guid> received) =>
        rows.Any(n => n.State == NotificationState.Quarantined)
        && !rows.Any(n => n.Transport != Transports.Desk && n.State is NotificationState.Sent or NotificationState.Queued)
        && !rows.Any(n => received.Contains(n.Recipient));
}
