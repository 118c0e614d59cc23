using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>A named person takes the alert for their agency: the ladder stops. It does not resolve anything.</summary>
public static class AcknowledgeAlert
{
    /// <summary><paramref name="DeviceAt"/> is the device's own time of a queued answer: kept for the record, never for lateness (R13).</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, int? Version, string? Note, DateTimeOffset? DeviceAt = null) : ICommand<ObligationView>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Version).AlertVersion();
            RuleFor(r => r.Note).OptionalText(1000);
        }
    }

    /// <summary>What an acknowledgement means at the moment it commits.</summary>
    internal enum Meaning
    {
        /// <summary>It is the agency's answer.</summary>
        Answers,

        /// <summary>The agency has answered; this person joins in (R2).</summary>
        Joins,

        /// <summary>The alert has ended; it is kept as late and changes nothing (R4).</summary>
        Late,
    }

    /// <summary>What it means. Pure.</summary>
    internal static Meaning Decide(Alert alert, Obligation obligation) =>
        !alert.IsOpen ? Meaning.Late : obligation.IsOwed ? Meaning.Answers : Meaning.Joins;

    internal sealed class Handler(AlertLookup lookup, HubClock clock, ChannelLog log, Involvement involvement, IMediator mediator) : IRequestHandler<Request, ObligationView>
    {
        public async Task<ObligationView> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, own, actor) = (found.Alert, found.RequireOwn(Permissions.MayAnswer), found.Member.Id);
            if (request.Version < alert.Version)
                await RefuseStale(request, alert, own, actor, ct);
            found.RequireVersion(request.Version!.Value);
            if (own.State == ObligationState.Declined && alert.IsOpen)
                // The chief said no for the agency; a later yes beside it would only look like an answer.
                throw new Rejection(Reasons.AlreadyAnswered);
            var now = clock.Now();
            var meaning = Decide(alert, own);
            if (meaning == Meaning.Joins && own.AnsweredBy == actor)
                return ObligationView.Of(own);
            if (meaning == Meaning.Answers)
            {
                own.StateBefore = own.State;
                (own.State, own.AnsweredAt, own.AnsweredBy, own.Note) = (ObligationState.Acknowledged, now, actor, request.Note?.Trim());
                own.SeenAt ??= now;
                own.DeliveredAt ??= now;
                own.Revision++;
                await mediator.Publish(new ObligationAnswered(alert, own), ct);
            }

            var kind = meaning switch
            {
                Meaning.Answers => "obligation.acknowledged",
                Meaning.Joins => "obligation.coacknowledged",
                _ => "obligation.lateacknowledged",
            };
            await log.StageForAllTold(alert, own, kind, actor.ToString(), draft => draft
                .With("member", actor.ToString())
                .With("late", now > own.DueAt ? true : null)
                .With("deviceAt", request.DeviceAt is { } at ? Canonical.Time(at) : null)
                .Commit("note", request.Note?.Trim()), ct);
            if (meaning == Meaning.Answers)
            {
                await involvement.Withdraw(alert, own, actor.ToString(), "answered", ct);
                AllAnswered.Apply(alert, log);
            }

            await log.Append(ct);
            return ObligationView.Of(own);
        }

        // Somebody said yes to what stood there before: kept once, although it answers nothing, and refused all the same (R3).
        private async Task RefuseStale(Request request, Alert alert, Obligation own, Guid actor, CancellationToken ct)
        {
            const string kind = "obligation.staleacknowledged";
            if (!(await log.ReadAlert(alert.Channel, alert.Id, ct)).Any(e => e.Kind == kind && e.Actor == actor.ToString()
                && e.Data.Contains($"\"current\":{alert.Version},", StringComparison.Ordinal)))
                log.StageFor(alert, own, kind, actor.ToString(), draft => draft.With("member", actor.ToString()).With("version", request.Version).With("current", alert.Version)
                    .With("deviceAt", request.DeviceAt is { } at ? Canonical.Time(at) : null).Commit("note", request.Note?.Trim()));
            await log.Append(ct);
            throw new Rejection(Reasons.VersionChanged) { IsRecorded = true };
        }
    }
}
