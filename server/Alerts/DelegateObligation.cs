using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// An agency offers what it owes to another one. Until somebody there accepts, it keeps owing and its ladder runs on (R15); meanwhile
/// the other agency reads the alert as if it were required.
/// </summary>
public static class DelegateObligation
{
    /// <summary>To an agency, with a reason. Offering to another one takes the first offer back.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Agency, string? Reason) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Against the organisation's codes.</summary>
        public Validator(Organisation organisation)
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Agency).Must(a => organisation.FindAgency(a) is not null).WithSentence(new("Instansi tidak dikenal.", "Unknown agency."));
            RuleFor(r => r.Reason).FreeText(5, 500);
        }
    }

    /// <summary>Whether an agency stands free to take this over, as far as the alert's own facts tell. Pure.</summary>
    internal static bool IsFree(Alert alert, Obligation own, string agency) =>
        agency != own.Agency && !alert.OfferedAgencies.Contains(agency)
        && alert.Obligations.Find(o => o.Agency == agency) is null or { State: ObligationState.Delegated or ObligationState.Waived or ObligationState.Closed };

    internal sealed class Handler(AlertLookup lookup, HubDb db, ChannelLog log, Involvement involvement, IMediator mediator) : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, own, actor, to) = (found.Alert, found.RequireOwn(Permissions.MayAnswer), found.Member.Id.ToString(), request.Agency!);
            found.RequireOpen();
            if (!own.IsOwed)
                throw new Rejection(Reasons.AlreadyAnswered);
            if (own.OfferedTo == to)
                return ObligationView.Of(own);
            if (!IsFree(alert, own, to))
                throw Rejection.Field("agency", new("Instansi ini sudah diminta menjawab.", "This agency has been asked already."));
            await involvement.Withdraw(alert, own, actor, "offered-elsewhere", ct);
            await involvement.Offer(alert, own, to, ct);
            // One sentence whether nobody there has the role or the alert is kept from them: who is excluded is not told here.
            if ((await db.WhereNobodyCanAnswer(alert, [to], found.Channel.Admits, ct)).Count > 0)
                throw Rejection.Field("agency", new("Instansi ini tidak dapat mengambil alih peringatan ini.", "This agency cannot take this alert over."));

            own.Reason = request.Reason!.Trim();
            alert.Revision++;
            await mediator.Publish(new ObligationOffered(alert, own), ct);
            await log.StageForAllTold(alert, own, "obligation.delegated", actor, draft => draft.With("to", to).With("member", actor).Commit("reason", own.Reason), ct, to);
            await log.Append(ct);
            return ObligationView.Of(own);
        }
    }
}
