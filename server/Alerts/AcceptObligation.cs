using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>An agency takes over what another one offered it: accepting is answering, and the lead with its progress notes moves along.</summary>
public static class AcceptObligation
{
    /// <summary>The offer made to the caller's agency.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator() => RuleFor(r => r.ClientKey).ClientKey();
    }

    internal sealed class Handler(AlertLookup lookup, HubDb db, HubClock clock, ChannelLog log, Involvement involvement, IMediator mediator)
        : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.LockOffered(request.Alert, ct);
            var (alert, agency, actor) = (found.Alert, found.Member.Agency, found.Member.Id);
            if (!Permissions.MayAnswer(found.Reader, agency))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            var from = alert.Obligations.Find(o => o.IsOwed && o.OfferedTo == agency) ?? throw new Rejection(Reasons.OfferOver);
            if (found.Own is not { } taken)
                db.Obligations.Add(taken = new Obligation { Id = Guid.CreateVersion7(clock.Now()), AlertId = alert.Id, Agency = agency, Version = 0 });

            await involvement.Ended(alert, from, ct);
            (from.State, from.OfferedTo) = (ObligationState.Delegated, agency);
            (taken.OfferedFrom, taken.OfferedTo, taken.Lead, from.Lead) = (from.Agency, null, from.Lead, false);
            if (!alert.RequiredAgencies.Contains(agency))
                alert.RequiredAgencies = [.. alert.RequiredAgencies.SelectMany(a => a == from.Agency ? new[] { a, agency } : [a])];
            await mediator.Publish(new ObligationTakenOver(alert, from, taken, actor), ct);
            await log.StageForAllTold(alert, from, "obligation.accepted", actor.ToString(), draft => draft
                .With("agency", agency).With("from", from.Agency).With("member", actor.ToString()).With("lead", taken.Lead ? true : null)
                .With("version", taken.Version).With("late", clock.Now() > taken.DueAt ? true : null), ct, agency);
            AllAnswered.Apply(alert, log);
            await log.Append(ct);
            return ObligationView.Of(taken);
        }
    }
}
