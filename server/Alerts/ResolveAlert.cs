using System.Text.Json;
using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>The lead agency ends the alert with an outcome. While victims are possible, nobody is detained or deported without a recorded screening.</summary>
public static class ResolveAlert
{
    /// <summary>A screening by a named person: who (the caller unless named), when, what it found.</summary>
    public sealed record Screening(Guid? By, DateTimeOffset? At, string? Result, string? Note);

    /// <summary>Outcome's code from the organisation file.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Outcome, Screening? Screening, string? Note) : ICommand<AlertStanding>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Against the organisation's outcomes.</summary>
        public Validator(Organisation organisation, HubClock clock)
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Outcome).Must(o => organisation.FindOutcome(o) is not null).WithSentence(new("Hasil tidak dikenal.", "Unknown outcome."));
            RuleFor(r => r.Note).OptionalText(1000);
            RuleFor(r => r.Screening!.Result).FreeText(1, 200).When(r => r.Screening is not null);
            RuleFor(r => r.Screening!.Note).OptionalText(1000).When(r => r.Screening is not null);
            RuleFor(r => r.Screening!.At).Must(at => at is null || at <= clock.Now() + PostAlertRules.ClockTolerance)
                .WithSentence(new("Waktu skrining ada di masa depan.", "The screening lies in the future.")).When(r => r.Screening is not null);
        }
    }

    /// <summary>Whether this outcome needs a screening for this alert (UU 6/2011 art. 86-88). Pure.</summary>
    internal static bool NeedsScreening(Alert alert, Outcome outcome) => outcome.Detains && alert.PossibleVictims != PossibleVictims.No;

    internal sealed class Handler(AlertLookup lookup, HubDb db, HubClock clock, ChannelLog log, Organisation organisation, IMediator mediator)
        : IRequestHandler<Request, AlertStanding>
    {
        public async Task<AlertStanding> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var alert = found.Alert;
            if (!Permissions.MayResolve(found.Reader, alert.Obligations.Find(o => o.Lead)?.Agency))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            var outcome = organisation.FindOutcome(request.Outcome)!;
            if (!outcome.IsFor(alert.CaseType))
                throw Rejection.Field("outcome", new("Hasil ini tidak berlaku untuk jenis perkara ini.", "This outcome does not fit this case type."));
            if (NeedsScreening(alert, outcome) && request.Screening is null)
                throw new Rejection(Reasons.ScreeningRequired, new Dictionary<string, string[]> { ["screening"] = [Reasons.ScreeningRequired.Sentence.ToString()] });
            var screening = request.Screening is { } given ? given with { By = given.By ?? found.Member.Id, At = given.At ?? clock.Now() } : null;
            if (screening?.By is { } by && await db.Users.FindAsync([by], ct) is null)
                throw Rejection.Field("screening.by", new("Petugas skrining tidak dikenal.", "The screening person is not known."));

            alert.Outcome = outcome.Code;
            await EndAlert.Apply(alert, AlertState.Resolved, clock.Now(), mediator, ct);
            await log.StageEnd(alert, "alert.resolved", found.Member.Id.ToString(), draft => draft.With("outcome", outcome.Code).With("screened", screening is not null)
                .Commit("screening", screening is null ? null : JsonSerializer.Serialize(screening, Json.Options)).Commit("note", request.Note?.Trim()), ct);
            await log.Append(ct);
            return AlertStanding.Of(alert);
        }
    }
}
