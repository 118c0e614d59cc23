using MediatR;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>Begins an alert anew under a new version: who must answer is asked again, who came is asked first, who went is released.</summary>
public sealed class AlertRenewal(HubDb db, HubClock clock, Involvement involvement, IMediator mediator)
{
    /// <summary>The alert has its new version and its required agencies; everything that hangs on them follows.</summary>
    internal async Task Begin(Alert alert, Asked whom, bool isNewLevel, string reason, Guid actor, CancellationToken ct)
    {
        // An offer was made for content that is not the content any more.
        await involvement.WithdrawAll(alert, actor.ToString(), reason, ct);
        List<Obligation> opened = [];
        foreach (var agency in alert.RequiredAgencies.Where(a => !alert.Obligations.Exists(o => o.Agency == a)).ToList())
        {
            var obligation = new Obligation { Id = Guid.CreateVersion7(clock.Now()), AlertId = alert.Id, Agency = agency, Version = 0 };
            db.Obligations.Add(obligation);
            opened.Add(obligation);
        }

        (alert.State, alert.ClosedAt, alert.Outcome) = (AlertState.Open, null, null);
        var asked = Asked.Again(alert);
        Lead.Set(alert, whom.Lead, asked);
        alert.Revision++;
        await mediator.Publish(new AlertRenewed(alert, [.. asked.Except(opened)], opened, whom.UnservedKinds, isNewLevel, reason, actor), ct);
    }

    /// <summary>An agency is not asked any more. An offer it made goes with it.</summary>
    public async Task Release(Alert alert, Obligation obligation, Guid actor, CancellationToken ct)
    {
        await involvement.Withdraw(alert, obligation, actor.ToString(), "not-required", ct);
        if (obligation.State is not (ObligationState.Delegated or ObligationState.Waived or ObligationState.Closed))
            await involvement.Release(alert, obligation, actor.ToString(), "not-required", ct);
    }
}
