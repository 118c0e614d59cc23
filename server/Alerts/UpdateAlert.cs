using System.Text.Json;
using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// The poster's side corrects or adds to an alert. A material change makes a new version that everybody is asked to answer anew; a correction
/// of wording leaves the answers standing. Excluding somebody and marking down work from the commit on.
/// </summary>
public static class UpdateAlert
{
    /// <summary>What to change; what is left out stays. <paramref name="Clear"/> names what is taken away: <c>location</c>, <c>occurredAt</c>, <c>details</c>.</summary>
    public sealed record Changes(
        string? Headline, string? Narrative, string? Level, string? CaseType, string? RegionCode, Place? Location, DateTimeOffset? OccurredAt, string? PossibleVictims,
        string? Tlp, IReadOnlyList<Guid>? Recipients, IReadOnlyList<string>? RequiredAgencies, Exclusion? Exclude, JsonElement? Details, IReadOnlyList<string>? Clear)
    {
        internal bool Clears(string field) => Clear?.Contains(field) == true;
    }

    /// <summary>For the version that the author has read. <paramref name="Correction"/>: headline and narrative change in wording only.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, int? Version, Changes? Changes, bool? Correction) : ICommand<Response>;

    /// <summary>Where the alert stands, and whom it asks.</summary>
    public sealed record Response(
        Guid Id, int Version, string State, string? Outcome, DateTimeOffset? ClosedAt, bool Material, IReadOnlyList<ObligationView> Obligations, IReadOnlyList<Warning>? Warnings);

    /// <summary>Shape; the content is checked as if it were posted, once the rest of it is known.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        private static readonly string[] clearable = ["location", "occurredAt", "details"];

        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Version).AlertVersion();
            RuleFor(r => r.Changes).Must(c => c is not null).WithSentence(new("Sebutkan apa yang berubah.", "Say what changes."));
            RuleFor(r => r.Changes!.Clear).Must(list => list is null || list.All(clearable.Contains))
                .WithSentence(new("Yang dapat dikosongkan: location, occurredAt, details.", "What can be cleared: location, occurredAt, details.")).When(r => r.Changes is not null);
        }
    }

    internal sealed class Handler(AlertLookup lookup, HubDb db, ChannelLog log, AlertRenewal renewal, Involvement involvement, UpdateRules rules) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var (alert, access, actor) = (found.Alert, found.Alert.Access(), found.Member.Id);
            if (!Permissions.MayUpdate(found.Reader, access))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            found.RequireVersion(request.Version!.Value);
            await db.RequireKnownMembers("changes.recipients", request.Changes!.Recipients, ct);
            await db.RequireKnownMembers("changes.exclude.members", request.Changes.Exclude?.Members, ct);
            var seesExclusions = Permissions.MaySeeExclusions(found.Reader, access);
            var change = await rules.Check(found, request, seesExclusions, ct);
            if (TlpMark.IsLooser(change.Wished.Tlp!, than: alert.Tlp) && !Permissions.MayRelaxMark(found.Reader, access))
                throw Rejection.Field("changes.tlp", new("Hanya instansi asal peringatan yang boleh melonggarkan tanda TLP.", "Only the agency that posted the alert may relax its TLP mark."));
            if (change.IsNothing)
                return Of(alert, isMaterial: false, []);

            var (victims, level, required) = (alert.PossibleVictims, alert.Level, alert.RequiredAgencies);
            change.Apply(alert, seesExclusions);
            if (!Permissions.MayRead(found.Reader, alert.Access(), found.Channel.Admits))
                throw Rejection.Field("changes", new("Dengan perubahan ini Anda sendiri tidak dapat membacanya lagi.", "With this change you could not read it any more yourself."));

            await log.StageForAll(alert, "alert.updated", actor.ToString(), draft => change.Tell(draft, alert, victims), ct);
            await involvement.AccessChanged(alert, ct);
            foreach (var gone in alert.Obligations.FindAll(o => required.Contains(o.Agency) && !alert.RequiredAgencies.Contains(o.Agency)))
                await renewal.Release(alert, gone, actor, ct);
            if (change.IsMaterial)
                await renewal.Begin(alert, change.Asked, alert.Level != level, "content-changed", actor, ct);
            var warnings = PostAlert.Warnings(change.Wished, change.Asked.UnservedKinds, change.Asked.UnattendedKinds)
                .Concat(AlertPeople.WarningsOf(await db.WhereNobodyCanAnswer(alert, alert.RequiredAgencies, found.Channel.Admits, ct), alert.Tlp));
            await log.Append(ct);
            return Of(alert, change.IsMaterial, [.. warnings]);
        }
    }

    private static Response Of(Alert alert, bool isMaterial, IReadOnlyList<Warning> warnings) => new(
        alert.Id, alert.Version, alert.State.ToString(), alert.Outcome, alert.ClosedAt, isMaterial, ObligationView.Of(alert), warnings.Count > 0 ? warnings : null);

    private static EntryDraft Tell(this AlertChange change, EntryDraft draft, Alert alert, PossibleVictims victims)
    {
        bool Has(string field) => change.Fields.Contains(field);
        // Who lowered it is the entry's actor; what it was stands beside what it is.
        return draft.With("material", change.IsMaterial).With("fields", change.Fields)
            .With("level", Has("level") ? alert.Level.ToString() : null).With("caseType", Has("caseType") ? alert.CaseType : null)
            .With("region", Has("regionCode") ? alert.RegionCode : null).With("tlp", Has("tlp") ? alert.Tlp : null)
            .With("occurredAt", Has("occurredAt") && alert.OccurredAt is { } at ? Canonical.Time(at) : null)
            .With("possibleVictims", Has("possibleVictims") ? alert.PossibleVictims.Word() : null).With("possibleVictimsBefore", Has("possibleVictims") ? victims.Word() : null)
            .With("required", Has("requiredAgencies") ? alert.RequiredAgencies : null)
            .Commit("headline", Has("headline") ? alert.Headline : null).Commit("narrative", Has("narrative") ? alert.Narrative : null)
            // Proved by the log, told only where it is asked who may see them, as when it was posted.
            .Commit("location", Has("location") ? alert.Location ?? "null" : null, inFeed: false).Commit("details", Has("details") ? alert.Details ?? "null" : null, inFeed: false)
            .Commit("recipients", JsonSerializer.Serialize(alert.Recipients, Json.Options), inFeed: false)
            // Always there: that nobody is excluded must look like that somebody is.
            .Commit("excludes", alert.ExcludeReason is null
                ? "" : JsonSerializer.Serialize(new Exclusion(alert.ExcludedAgencies, alert.ExcludedMembers, alert.ExcludeReason), Json.Options), inFeed: false);
    }
}
