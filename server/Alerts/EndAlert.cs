using MediatR;

namespace Timpora.Comms.Alerts;

/// <summary>What resolving and cancelling have in common: nobody owes an answer any more, and nothing is sent any more.</summary>
internal static class EndAlert
{
    /// <summary>Ends the alert and tells those upward who still have timers for it.</summary>
    public static async Task Apply(Alert alert, AlertState state, DateTimeOffset now, IMediator mediator, CancellationToken ct)
    {
        (alert.State, alert.ClosedAt) = (state, now);
        alert.Revision++;
        foreach (var obligation in alert.Obligations)
        {
            if (obligation.IsOwed)
                obligation.State = ObligationState.Closed;
            obligation.Revision++;
        }

        await mediator.Publish(new AlertClosed(alert), ct);
    }
}
