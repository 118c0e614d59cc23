using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>
/// Looks at the obligation once more right before sending: who has answered, left or lost sight of the alert is not woken. Between this look and the transport's server lies
/// the one gap in which an answer comes too late to stop a message.
/// </summary>
public sealed class LastLook(HubDb db, HubClock clock, NotificationOptions options)
{
    /// <summary>What is to be sent, or what becomes of the notification instead. Both null: it is not ours any more.</summary>
    public async Task<(Outbound? Message, AttemptResult? Instead)> At(ClaimNotifications.Claimed claimed, CancellationToken ct)
    {
        var row = await db.Notifications.AsNoTracking().FirstOrDefaultAsync(n => n.Id == claimed.Id, ct);
        // A process that was stopped may come here long after its claim: it must leave time for the attempt.
        if (row is not { State: NotificationState.Queued } || row.Claim != claimed.Claim || clock.Now() > claimed.Until - Sending.Patience)
            return (null, null);
        if (row.Attempts > Sending.MostAttempts)
            return (null, AttemptResult.Refused("no-result"));
        var alert = await db.Alerts.AsNoTracking().FirstAsync(a => a.Id == row.AlertId, ct);
        alert.Obligations.AddRange(await db.Obligations.AsNoTracking().Where(o => o.AlertId == row.AlertId).ToListAsync(ct));
        var recipient = await db.Users.AsNoTracking().FirstAsync(m => m.Id == row.Recipient, ct);
        var hasIt = await db.Receipts.AnyAsync(r => r.AlertId == row.AlertId && r.Member == row.Recipient && r.Version == row.Version && r.DeliveredAt != null, ct);
        if (WhyNot(row, alert, recipient, await db.Admitted(alert.Channel, ct), hasIt) is { } reason)
            return (null, new AttemptResult(AttemptKind.NotNeeded, reason));
        if (alert.Status == AlertStatus.Exercise && await OwesReal(alert.Obligations.Find(o => o.Id == row.Obligation)!.Agency, ct))
            return (null, new AttemptResult(AttemptKind.Later, "drill-paused"));
        return (row.Transport == Transports.Sms ? recipient.PhoneNumber : recipient.Email) is { } to
            ? (new Outbound(row.Id, to, alert.Status == AlertStatus.Exercise, AlertLink.To(options.PublicAddress!, claimed.Secret), clock.Now()), null)
            : (null, AttemptResult.Refused(Reached.NoContact));
    }

    /// <summary>Why nobody has to be woken any more; null when somebody has. Pure.</summary>
    internal static string? WhyNot(Notification row, Alert alert, Member recipient, IReadOnlyCollection<string> admits, bool hasIt)
    {
        if (!alert.IsOpen)
            return NotNeeded.Closed;
        if (alert.Version != row.Version)
            return NotNeeded.Changed;
        if (recipient.RemovedAt is not null)
            return NotNeeded.Removed;
        if (!Permissions.MayRead(recipient.AsReader(), alert.Access(), admits))
            return NotNeeded.NoAccess;
        if (hasIt && WakeUp.IsSparedByReceipt(row.Transport, row.Level))
            return NotNeeded.Received;
        // A warning tells of a gap, which an answer does not fill. Who oversees others is needed while anybody owes.
        var isOwed = row.Level == NotificationRows.WarningLevel
            || (alert.Obligations.Find(o => o.Id == row.Obligation) is { } own && own.Agency == recipient.Agency ? own.IsOwed : alert.Obligations.Exists(o => o.IsOwed));
        return isOwed ? null : NotNeeded.Answered;
    }

    // A real alert always comes first (R16), also between the step of a drill and its later text message.
    private async Task<bool> OwesReal(string agency, CancellationToken ct) =>
        await db.Obligations.AsNoTracking()
            .Where(o => o.Agency == agency && (o.State == ObligationState.Pending || o.State == ObligationState.Notified || o.State == ObligationState.Delivered
                || o.State == ObligationState.Seen || o.State == ObligationState.Exhausted))
            .Join(db.Alerts, o => o.AlertId, a => a.Id, (o, a) => a.Status).AnyAsync(status => status == AlertStatus.Actual, ct);
}
