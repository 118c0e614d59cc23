using MediatR;
using Timpora.Comms.Alerts;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>An answer that commits first always wins: in its transaction the ladder stops and what was not sent is cancelled.</summary>
public sealed class StopEscalation(NotificationRows notifications, Climb climb, HubClock clock)
    : INotificationHandler<ObligationAnswered>, INotificationHandler<ChiefDeclined>, INotificationHandler<ObligationWaived>, INotificationHandler<AlertClosed>
{
    /// <inheritdoc/>
    public async Task Handle(ObligationAnswered notification, CancellationToken cancellationToken)
    {
        var (alert, obligation) = (notification.Alert, notification.Obligation);
        Escalation.Answered(obligation, Plan.Parse(alert.Plan), clock.Now());
        await Stop(alert, obligation, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task Handle(ChiefDeclined notification, CancellationToken cancellationToken)
    {
        await Stop(notification.Alert, notification.Obligation, cancellationToken);
        // A gap that no ladder will find again: the secretariat must look for another answer.
        await climb.Tell(notification.Alert, notification.Obligation, [Agencies.StepAsks.Secretariat], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task Handle(ObligationWaived notification, CancellationToken cancellationToken)
    {
        var (alert, lead) = (notification.Alert, notification.NewLead);
        await Stop(alert, notification.Obligation, cancellationToken);
        if (lead is not { State: ObligationState.Acknowledged } || Plan.Parse(alert.Plan).ProgressWithin is not { } within)
            return;
        // It has answered already, so what it owes as the lead from now on is progress.
        lead.ProgressDueAt = clock.Now() + within;
        lead.WakeAt = Escalation.WakeAt(lead, alert.IsOpen);
        lead.Revision++;
    }

    /// <inheritdoc/>
    public async Task Handle(AlertClosed notification, CancellationToken cancellationToken)
    {
        foreach (var obligation in notification.Alert.Obligations)
            Halt(notification.Alert, obligation);
        await notifications.Cancel(notification.Alert.Id, NotNeeded.Closed, cancellationToken);
    }

    private async Task Stop(Alert alert, Obligation obligation, CancellationToken ct)
    {
        Halt(alert, obligation);
        if (alert.Obligations.Exists(o => o.IsOwed))
            await notifications.Cancel(obligation, NotNeeded.Answered, ct);
        else
            await notifications.Cancel(alert.Id, NotNeeded.Answered, ct);
    }

    private static void Halt(Alert alert, Obligation obligation)
    {
        Escalation.Halt(obligation);
        obligation.WakeAt = Escalation.WakeAt(obligation, alert.IsOpen);
    }
}
