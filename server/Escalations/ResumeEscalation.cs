using MediatR;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>What sets a ladder going again, or keeps it still: an undone answer, a liaison's decline, a progress note.</summary>
public sealed class ResumeEscalation(Climb climb, DrillPause drills, HubClock clock)
    : INotificationHandler<AnswerUndone>, INotificationHandler<LiaisonDeclined>, INotificationHandler<LeadProgressed>
{
    /// <inheritdoc/>
    public async Task Handle(AnswerUndone notification, CancellationToken cancellationToken)
    {
        var (alert, obligation) = (notification.Alert, notification.Obligation);
        Escalation.Undone(obligation);
        // The original deadline counts: what fell due meanwhile fires now.
        await climb.Run(alert, obligation, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task Handle(LiaisonDeclined notification, CancellationToken cancellationToken)
    {
        var (alert, obligation) = (notification.Alert, notification.Obligation);
        var plan = Plan.Parse(alert.Plan);
        var chief = plan.Steps.FirstOrDefault(step => step.Asks.Contains(Agencies.StepAsks.Chief));
        if (chief is null || obligation.Level >= chief.Level || obligation.Escalation != EscalationState.Running)
        {
            // The chief has been asked, or no step will ask: the decline itself still reaches them now.
            await climb.Tell(alert, obligation, [Agencies.StepAsks.Chief], cancellationToken);
            return;
        }

        if (await drills.OwesReal(alert, obligation.Agency, cancellationToken))
        {
            // A drill's chief is asked once the real alert is answered.
            obligation.NextStepAt = clock.Now();
            await climb.Run(alert, obligation, cancellationToken);
            return;
        }

        while (obligation.Level < chief.Level && Escalation.NextStep(obligation, plan) is { } step)
            await climb.Fire(alert, obligation, plan, step, clock.Now(), [], cancellationToken);
        // Where no chief is on duty the next level does not wait either.
        await climb.Run(alert, obligation, cancellationToken);
    }

    /// <inheritdoc/>
    public Task Handle(LeadProgressed notification, CancellationToken cancellationToken)
    {
        var (alert, obligation) = (notification.Alert, notification.Obligation);
        if (obligation.State == ObligationState.Acknowledged && Plan.Parse(alert.Plan).ProgressWithin is { } within)
        {
            obligation.ProgressDueAt = clock.Now() + within;
            obligation.WakeAt = Escalation.WakeAt(obligation, alert.IsOpen);
            obligation.Revision++;
        }

        return Task.CompletedTask;
    }
}
