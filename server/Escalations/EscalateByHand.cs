using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>A person does not wait for the delay and asks the next level now.</summary>
public static class EscalateByHand
{
    /// <summary>For the obligation of one agency.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Agency) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Agency).Must(a => !string.IsNullOrWhiteSpace(a)).WithSentence(new("Sebutkan instansinya.", "Name the agency."));
        }
    }

    /// <summary>
    /// Whether somebody or the clock escalated just now: within one minute of the ladder a second press changes nothing, so that two
    /// people, or a person and the clock, raise one level and not two (R5). The first notice is no escalation. A last one in the future is of
    /// a clock that was set back since, and keeps nobody waiting.
    /// </summary>
    internal static bool IsJustEscalated(int level, int round, DateTimeOffset? lastFiredAt, Plan plan, DateTimeOffset now) =>
        (level > 1 || round > 1) && lastFiredAt is { } at && (now - at).Duration() < plan.Minute;

    internal sealed class Handler(AlertLookup lookup, HubDb db, HubClock clock, ChannelLog log, Climb climb, DrillPause drills) : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var alert = found.Alert;
            if (!Permissions.MayEscalate(found.Reader, alert.Access()))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            if (alert.Obligations.Find(o => o.Agency == request.Agency) is not { } obligation)
                throw Rejection.Field("agency", new("Instansi ini tidak wajib menjawab peringatan ini.", "This agency owes no answer to this alert."));
            if (!obligation.IsOwed)
                throw new Rejection(Reasons.AlreadyAnswered);
            if (await drills.OwesReal(alert, obligation.Agency, ct))
                throw new Rejection(Reasons.DrillPaused);
            var plan = Plan.Parse(alert.Plan);
            var now = clock.Now();
            var last = await db.Firings.AsNoTracking().Where(f => f.Obligation == obligation.Id && f.Version == obligation.Version)
                .OrderByDescending(f => f.Round).ThenByDescending(f => f.Level).FirstOrDefaultAsync(ct);
            if (obligation.Escalation != EscalationState.Running || IsJustEscalated(obligation.Level, obligation.Round, last?.FiredAt, plan, now)
                || Escalation.NextStep(obligation, plan) is not { } step)
                throw new Rejection(Reasons.AlreadyEscalated);
            log.StageFor(alert, obligation, "escalation.forced", found.Member.Id.ToString(), draft => draft.With("level", step.Level).With("round", step.Round));
            await climb.Fire(alert, obligation, plan, step, now, [], ct);
            // A level with nobody to ask is skipped at once, by hand as by the clock.
            await climb.Run(alert, obligation, ct);
            await log.Append(ct);
            return ObligationView.Of(obligation);
        }
    }
}
