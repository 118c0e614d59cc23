using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>The lead takes back, within 72 hours, that an alert is over: a new version, and whoever answered is asked again.</summary>
public static class ReopenAlert
{
    /// <summary>With a reason.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Reason) : ICommand<AlertStanding>;

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

    /// <summary>Whether it can be reopened at this instant: resolved, and not closed for good. What was cancelled was sent in error. Pure.</summary>
    internal static bool IsReopenable(Alert alert, DateTimeOffset now) => alert.State == AlertState.Resolved && !alert.IsFinal(now);

    internal sealed class Handler(AlertLookup lookup, HubClock clock, ChannelLog log, AlertRenewal renewal) : IRequestHandler<Request, AlertStanding>
    {
        public async Task<AlertStanding> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, lead, actor) = (found.Alert, found.Alert.Obligations.Find(o => o.Lead)?.Agency, found.Member.Id);
            if (!Permissions.MayResolve(found.Reader, lead))
                throw new Rejection(Reasons.NotPermitted);
            if (!IsReopenable(alert, clock.Now()))
                throw new Rejection(Reasons.NotReopenable);
            alert.Version++;
            await log.StageForAll(alert, "alert.reopened", actor.ToString(), draft => draft.Commit("reason", request.Reason!.Trim()), ct);
            await renewal.Begin(alert, new Asked(alert.RequiredAgencies, lead, [], []), isNewLevel: false, "alert-reopened", actor, ct);
            await log.Append(ct);
            return AlertStanding.Of(alert);
        }
    }
}
