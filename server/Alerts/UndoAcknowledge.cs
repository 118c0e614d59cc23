using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>Who acknowledged takes it back within five minutes; the original deadline counts again, not a fresh one.</summary>
public static class UndoAcknowledge
{
    /// <summary>For the caller's own acknowledgement.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator() => RuleFor(r => r.ClientKey).ClientKey();
    }

    internal sealed class Handler(AlertLookup lookup, HubClock clock, ChannelLog log, IMediator mediator) : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, own, actor) = (found.Alert, found.RequireOwn(Permissions.MayAnswer), found.Member.Id);
            found.RequireOpen();
            if (own.State != ObligationState.Acknowledged || own.AnsweredBy != actor || clock.Now() > own.UndoUntil)
                throw new Rejection(Reasons.UndoTooLate);
            own.State = own.StateBefore == ObligationState.Exhausted ? ObligationState.Exhausted : own.SeenAt is null ? own.StateBefore : ObligationState.Seen;
            (own.AnsweredAt, own.AnsweredBy, own.Note, own.UndoUntil, own.ProgressDueAt) = (null, null, null, null, null);
            own.Revision++;
            AllAnswered.Revoke(alert);
            await mediator.Publish(new AnswerUndone(alert, own), ct);
            await log.StageForAllTold(alert, own, "obligation.undone", actor.ToString(), draft => draft.With("member", actor.ToString()), ct);
            await log.Append(ct);
            return ObligationView.Of(own);
        }
    }
}
