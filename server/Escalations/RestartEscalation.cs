using MediatR;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// An alert with a new version climbs anew: what was not sent for the old one is cancelled, each agency's ladder begins at its first
/// step, and a new level has its own plan, frozen now.
/// </summary>
public sealed class RestartEscalation(
    Climb climb, Recipients recipients, NotificationRows notifications, ChannelLog log, Organisation organisation, EscalationOptions options, HubClock clock)
    : INotificationHandler<AlertRenewed>
{
    /// <inheritdoc/>
    public async Task Handle(AlertRenewed notification, CancellationToken cancellationToken)
    {
        var (alert, now) = (notification.Alert, clock.Now());
        if (notification.IsNewLevel)
            alert.Plan = Plan.Freeze(organisation.LadderOf(alert.Level.ToString()), options.MinuteFor(alert.Status)).ToJson();
        var plan = Plan.Parse(alert.Plan);
        await notifications.Cancel(alert.Id, NotNeeded.Changed, cancellationToken);
        foreach (var released in alert.Obligations.Where(o => o.State == ObligationState.Closed).Except(notification.Asked))
        {
            Escalation.Halt(released);
            released.WakeAt = null;
        }

        foreach (var obligation in notification.Asked)
        {
            await Restart(alert, obligation, plan, now, cancellationToken);
            await log.StageAskedAgain(alert, obligation, notification.Actor, notification.Reason, cancellationToken);
        }

        foreach (var obligation in notification.Opened)
        {
            await Restart(alert, obligation, plan, now, cancellationToken);
            log.StageOpened(alert, obligation, notification.Actor);
        }

        foreach (var obligation in alert.InOrder().Where(o => o.IsOwed))
            await climb.Run(alert, obligation, now, cancellationToken);
        if (notification.UnservedKinds.Count > 0)
            await climb.WarnUnserved(alert, notification.UnservedKinds, now, cancellationToken);
    }

    private async Task Restart(Alert alert, Obligation obligation, Plan plan, DateTimeOffset now, CancellationToken ct)
    {
        Escalation.Restart(obligation, plan, alert.Version, now);
        await recipients.Foresee(alert, [obligation], plan, now, ct);
    }
}
