using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// An agency declines. A liaison's decline silences nothing: the agency's chief is asked at once. Only a chief's decline, with
/// its reason, ends the obligation, and the secretariat sees it.
/// </summary>
public static class DeclineAlert
{
    /// <summary>With a reason.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Reason) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Reason).FreeText(5, 500);
        }
    }

    internal sealed class Handler(AlertLookup lookup, HubClock clock, ChannelLog log, Involvement involvement, IMediator mediator, Agencies.Organisation organisation)
        : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, own, actor) = (found.Alert, found.RequireOwn(Permissions.MayDecline), found.Member.Id);
            found.RequireOpen();
            if (!own.IsOwed)
                throw new Rejection(Reasons.AlreadyAnswered);
            var isFinal = Permissions.MayDeclineFinally(found.Reader, own.Agency);
            own.Reason = request.Reason!.Trim();
            own.Revision++;
            if (isFinal)
                (own.State, own.AnsweredAt, own.AnsweredBy) = (ObligationState.Declined, clock.Now(), actor);
            INotification news = isFinal ? new ChiefDeclined(alert, own) : new LiaisonDeclined(alert, own);
            await mediator.Publish(news, ct);
            await log.StageForAllTold(alert, own, "obligation.declined", actor.ToString(), draft => draft
                .With("member", actor.ToString()).With("final", isFinal).Commit("reason", own.Reason), ct, organisation.Secretariat.Code);
            if (isFinal)
            {
                await involvement.Withdraw(alert, own, actor.ToString(), "declined", ct);
                AllAnswered.Apply(alert, log);
            }

            await log.Append(ct);
            return ObligationView.Of(own);
        }
    }
}
