using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Alerts;

/// <summary>The secretariat or the chair releases an agency from its answer, with a reason. Somebody else leads where it did.</summary>
public static class WaiveObligation
{
    /// <summary>For one agency, with a reason.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Agency, string? Reason) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Agency).Must(a => !string.IsNullOrWhiteSpace(a)).WithSentence(new("Sebutkan instansinya.", "Name the agency."));
            RuleFor(r => r.Reason).FreeText(5, 500);
        }
    }

    internal sealed class Handler(AlertLookup lookup, ChannelLog log, Involvement involvement, IMediator mediator, Organisation organisation)
        : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, actor) = (found.Alert, found.Member.Id.ToString());
            if (!Permissions.MayWaive(found.Reader))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            if (alert.Obligations.Find(o => o.Agency == request.Agency) is not { } obligation)
                throw Rejection.Field("agency", new("Instansi ini tidak wajib menjawab peringatan ini.", "This agency owes no answer to this alert."));
            if (!obligation.IsOwed)
                throw new Rejection(Reasons.AlreadyAnswered);

            await involvement.Withdraw(alert, obligation, actor, "waived", ct);
            (obligation.State, obligation.Reason) = (ObligationState.Waived, request.Reason!.Trim());
            obligation.Revision++;
            var lead = obligation.Lead ? Lead.Move(alert) : null;
            await mediator.Publish(new ObligationWaived(alert, obligation, lead), ct);
            await log.StageForAllTold(alert, obligation, "obligation.waived", actor, draft => draft
                .With("member", actor).With("newLead", lead?.Agency).Commit("reason", obligation.Reason), ct,
                lead is null ? [organisation.Secretariat.Code] : [organisation.Secretariat.Code, lead.Agency]);
            AllAnswered.Apply(alert, log);
            await log.Append(ct);
            return ObligationView.Of(obligation);
        }
    }
}
