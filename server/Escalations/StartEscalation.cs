using MediatR;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Escalations;

/// <summary>
/// A posted alert gets its ladder, frozen, and its first step fires in the same transaction: an accepted alert has told
/// everybody it asks first, whatever happens to the process next.
/// </summary>
public sealed class StartEscalation(Climb climb, Recipients recipients, ChannelLog log, Organisation organisation, EscalationOptions options) : INotificationHandler<AlertPosted>
{
    /// <inheritdoc/>
    public async Task Handle(AlertPosted notification, CancellationToken cancellationToken)
    {
        var alert = notification.Alert;
        var plan = Plan.Freeze(organisation.LadderOf(alert.Level.ToString()), options.MinuteFor(alert.Status));
        alert.Plan = plan.ToJson();
        foreach (var obligation in alert.Obligations)
        {
            Escalation.Start(obligation, plan, alert.PostedAt);
            // Here and not where it is posted: only now the deadline stands that the log must tell.
            log.StageOpened(alert, obligation, alert.Poster);
        }

        await recipients.Foresee(alert, alert.Obligations, plan, alert.PostedAt, cancellationToken);
        foreach (var obligation in alert.Obligations)
            await climb.Run(alert, obligation, alert.PostedAt, cancellationToken);
        if (notification.UnservedKinds.Count > 0)
            await climb.WarnUnserved(alert, notification.UnservedKinds, alert.PostedAt, cancellationToken);
    }
}
