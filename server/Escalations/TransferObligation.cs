using MediatR;
using Timpora.Comms.Alerts;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>An offer wakes the other agency's people and moves no timer; an acceptance stops the one ladder and keeps the other at rest.</summary>
public sealed class TransferObligation(Climb climb, Recipients recipients, NotificationRows notifications, HubClock clock)
    : INotificationHandler<ObligationOffered>, INotificationHandler<ObligationTakenOver>
{
    /// <inheritdoc/>
    public async Task Handle(ObligationOffered notification, CancellationToken cancellationToken)
    {
        var (alert, obligation) = (notification.Alert, notification.Obligation);
        await climb.Tell(alert, obligation, await recipients.Of(alert, obligation.OfferedTo!, clock.Now(), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task Handle(ObligationTakenOver notification, CancellationToken cancellationToken)
    {
        var (alert, from, taken, now) = (notification.Alert, notification.From, notification.Taken, clock.Now());
        var plan = Plan.Parse(alert.Plan);
        Escalation.TakenOver(taken, from, plan, alert.Version, notification.By, now);
        Escalation.Halt(from);
        from.ProgressDueAt = null;
        foreach (var obligation in new[] { from, taken })
            obligation.WakeAt = Escalation.WakeAt(obligation, alert.IsOpen);
        await recipients.Foresee(alert, [taken], plan, now, cancellationToken);
        await notifications.Cancel(from, NotNeeded.Answered, cancellationToken);
    }
}
