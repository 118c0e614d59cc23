using MediatR;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// Somebody who was asked has left the agency: what they were asked for goes back to the agency, and the next level is asked now
/// instead of waiting for an answer that cannot come (R14).
/// </summary>
public sealed class ReturnObligations(HubDb db, HubClock clock, ChannelLog log, Climb climb, NotificationRows notifications) : INotificationHandler<MemberRemoved>
{
    /// <inheritdoc/>
    public async Task Handle(MemberRemoved notification, CancellationToken cancellationToken)
    {
        var member = notification.Member;
        // Before anybody is looked up: whoever is removed must not be asked again as somebody else's next level.
        await db.SaveChangesAsync(cancellationToken);
        foreach (var id in await notifications.AlertsWaitingFor(member, cancellationToken))
        {
            if (await db.LockAlert(id, cancellationToken) is not { IsOpen: true } alert
                || alert.Obligations.Find(o => o.Agency == member.Agency && o is { IsOwed: true, Escalation: EscalationState.Running }) is not { } obligation)
                continue;
            log.StageFor(alert, obligation, "obligation.returned", EntryDraft.System, draft => draft.With("reason", "member-removed").With("member", member.Id.ToString()));
            obligation.NextStepAt = clock.Now();
            obligation.Revision++;
            await climb.Run(alert, obligation, cancellationToken);
        }
    }
}
