using MediatR;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>A step whose people cannot be reached never waits: it is recorded, the secretariat is warned, and the next step fires now.</summary>
public sealed class SkipUnreached(Climb climb, ChannelLog log, HubClock clock, Organisation organisation) : INotificationHandler<StepUnreached>
{
    /// <inheritdoc/>
    public async Task Handle(StepUnreached notification, CancellationToken cancellationToken)
    {
        var (alert, obligation) = (notification.Alert, notification.Obligation);
        log.StageFor(alert, obligation, "escalation.unreached", EntryDraft.System, draft => draft.With("level", obligation.Level).With("round", obligation.Round), organisation.Secretariat.Code);
        Escalation.Unreached(obligation, Plan.Parse(alert.Plan), clock.Now());
        await climb.Tell(alert, obligation, [StepAsks.Secretariat], cancellationToken);
        await climb.Run(alert, obligation, cancellationToken);
    }
}
