using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>The lead agency ends the alert with an outcome. While victims are possible, nobody is detained or deported without a recorded screening.</summary>
public static class ResolveAlert
{
    /// <summary>A screening by a named person: who (the caller unless named), when (now unless said), what it found (<see cref="ScreeningResult"/>).</summary>
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
            RuleFor(r => r.Screening!.Result).Must(result => ScreeningResult.Of(result) is not null).WithSentence(new(
                "Hasil skrining: not-a-victim (bukan korban), victim (korban), atau unclear (belum jelas). Uraian masuk ke catatan.",
                "The screening's result is not-a-victim, victim or unclear. Put words into the note.")).When(r => r.Screening is not null);
            RuleFor(r => r.Screening!.Note).OptionalText(1000).When(r => r.Screening is not null);
            RuleFor(r => r.Screening!.At).Must(at => at is null || at <= clock.Now() + PostAlertRules.ClockTolerance)
                .WithSentence(new("Waktu skrining ada di masa depan.", "The screening lies in the future.")).When(r => r.Screening is not null);
        }
    }

    /// <summary>
    /// Why this alert may not end so, or null. Who is or may be a victim of trafficking or smuggling gets no administrative measure
    /// (UU 6/2011 art. 86-88; UU 21/2007 art. 18), so a screening that does not rule victims out shuts such outcomes whatever the alert says
    /// of victims. Pure.
    /// </summary>
    internal static Reason? Refuse(PossibleVictims victims, CaseType caseType, Outcome outcome, string? screened)
    {
        if (screened is ScreeningResult.Victim or ScreeningResult.Unclear && (outcome.Detains || outcome.IsFalseAlarm))
            return Reasons.VictimsProtected;
        var needed = outcome.Detains || (caseType.NeedsScreening && !outcome.IsFalseAlarm);
        return needed && victims != PossibleVictims.No && screened is null ? Reasons.ScreeningRequired : null;
    }

    internal sealed class Handler(AlertLookup lookup, HubDb db, HubClock clock, ChannelLog log, Organisation organisation, Involvement involvement, IMediator mediator)
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
            if (!outcome.IsValidOn(organisation.DayOf(clock.Now())))
                throw Rejection.Field("outcome", new("Dasar hasil ini belum atau tidak lagi berlaku. Pilih hasil lain.", "What this outcome rests on is not, or no longer, in force. Choose another."));
            var screening = request.Screening is { } given
                ? given with { By = given.By ?? found.Member.Id, At = given.At ?? clock.Now(), Result = ScreeningResult.Of(given.Result) } : null;
            if (Refuse(alert.PossibleVictims, organisation.FindCaseType(alert.CaseType)!, outcome, screening?.Result) is { } reason)
                throw new Rejection(reason, new Dictionary<string, string[]> { [screening is null ? "screening" : "screening.result"] = [reason.Sentence.ToString()] });
            if (screening is not null)
                await RequireScreener(screening, ct);

            (alert.Outcome, alert.Screening) = (outcome.Code, screening is null ? null : JsonSerializer.Serialize(screening, Json.Options));
            await EndAlert.Apply(alert, AlertState.Resolved, clock.Now(), mediator, ct);
            await log.StageForAll(alert, "alert.resolved", found.Member.Id.ToString(), draft => draft.With("outcome", outcome.Code).With("screened", screening is not null)
                // What a screening found is proved by the log and told to those who work on the case, not to the whole channel.
                .Commit("screening", alert.Screening, inFeed: false).Commit("note", request.Note?.Trim()), ct);
            await involvement.WithdrawAll(alert, found.Member.Id.ToString(), "alert-closed", ct);
            await log.Append(ct);
            return AlertStanding.Of(alert);
        }

        // Somebody who has left since is still who did it, but nobody screens after leaving.
        private async Task RequireScreener(Screening screening, CancellationToken ct)
        {
            var screener = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == screening.By, ct);
            if (screener is null || screener.RemovedAt < screening.At)
                throw Rejection.Field("screening.by", new("Petugas skrining tidak dikenal.", "The screening person is not known."));
        }
    }
}
