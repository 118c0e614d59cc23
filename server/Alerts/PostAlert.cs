using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>An officer posts an urgent alert to one channel; every required agency owes an answer from that moment.</summary>
public static class PostAlert
{
    /// <summary>What the officer sends. <c>details</c> are the case type's own fields.</summary>
    public sealed record Request(
        Guid? ClientKey, string? Channel, string? CaseType, string? Level, string? Headline, string? Narrative, string? RegionCode, Place? Location,
        DateTimeOffset? OccurredAt, string? PossibleVictims, string? Tlp, IReadOnlyList<Guid>? Recipients, string? Status,
        IReadOnlyList<string>? RequiredAgencies, Exclusion? Exclude, JsonElement? Details)
        : ICommand<Response>, INeedsRoom;

    /// <summary>The accepted alert: it is on disk. <paramref name="Similar"/> may be about the same situation.</summary>
    public sealed record Response(
        Guid Id, int Version, string Channel, long Seq, string Epoch, IReadOnlyList<ObligationView> Obligations, IReadOnlyList<Warning>? Warnings,
        IReadOnlyList<SimilarAlert>? Similar);

    /// <summary>Shape and safety rules that need no look into the database.</summary>
    public sealed class Validator : PostAlertRules
    {
        /// <summary>Rules against this team's codes.</summary>
        public Validator(Organisation organisation, HubClock clock)
            : base(organisation, clock)
        {
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, ChannelLog log, Organisation organisation, IMediator mediator)
        : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var poster = await caller.Require(ct);
            var draft = await AlertDraft.Of(request, poster, db, organisation, clock.Now(), ct);
            var alert = draft.Alert;
            db.AddRow(alert);
            alert.Obligations.ForEach(db.AddRow);
            await mediator.Publish(new AlertPosted(alert, draft.UnservedKinds), ct);
            var posted = (await log.Append(ct, PostedEntry(alert)))[0];
            await Number(alert.Id, posted.Seq, ct);
            return new Response(
                alert.Id, alert.Version, alert.Channel, posted.Seq, posted.Epoch, ObligationView.Of(alert), draft.Warnings.Count > 0 ? draft.Warnings : null,
                draft.Similar.Count > 0 ? draft.Similar : null);
        }

        // The number is known only now that everything else is written.
        private async Task Number(Guid alert, long seq, CancellationToken ct)
        {
            await using var statement = await db.Statement("UPDATE alerts SET seq = @seq WHERE id = @id", ct);
            await statement.With("@seq", seq).WithId("@id", alert).Run(ct);
        }
    }

    /// <summary>What the alert and its obligations are, from what was sent, who sent it and when. Pure.</summary>
    internal static (Alert Alert, List<Warning> Warnings, IReadOnlyList<string> UnservedKinds) Decide(Request request, Member poster, Channel channel, Organisation organisation, DateTimeOffset now)
    {
        var caseType = organisation.FindCaseType(request.CaseType)!;
        var status = request.Status is { } given ? Enum.Parse<AlertStatus>(given) : PostAlertRules.IsDrill(request) ? AlertStatus.Exercise : AlertStatus.Actual;
        if ((channel.Kind == ChannelKind.Drill) && status != AlertStatus.Exercise)
            throw Rejection.Field("channel", new("Kanal latihan hanya untuk latihan.", "The drill channel is for drills only."));
        if (request.Exclude?.Agencies?.Contains(poster.Agency) == true || request.Exclude?.Members?.Contains(poster.Id) == true)
            throw Rejection.Field("exclude", new("Anda tidak dapat mengecualikan diri atau instansi sendiri.", "You cannot exclude yourself or your own agency."));
        var named = request.RequiredAgencies is { Count: > 0 } ? request.RequiredAgencies : PostAlertRules.IsDrill(request) ? [poster.Agency] : null;
        var victims = Enum.Parse<PossibleVictims>(request.PossibleVictims ?? caseType.PossibleVictims, ignoreCase: true);
        var required = organisation.RequiredAgencies(caseType, request.RegionCode!, named, request.Exclude?.Agencies, victims == PossibleVictims.Yes);
        if (required.Agencies.Count == 0)
            throw Rejection.Field("requiredAgencies", new("Tidak ada instansi yang wajib menjawab. Sebutkan paling sedikit satu.", "No agency owes an answer. Name at least one."));

        var alert = new Alert
        {
            Id = Guid.CreateVersion7(now), Channel = channel.Slug, CaseType = caseType.Code, Level = Enum.Parse<AlertLevel>(request.Level!),
            Headline = request.Headline!.Trim(), Narrative = request.Narrative!.Trim(), RegionCode = request.RegionCode!,
            Location = request.Location is { } place ? JsonSerializer.Serialize(place, Json.Options) : null, OccurredAt = request.OccurredAt,
            PossibleVictims = victims, Status = status, State = AlertState.Open,
            Details = request.Details is { ValueKind: JsonValueKind.Object } details ? details.GetRawText() : null, Poster = poster.Id, PosterAgency = poster.Agency,
            PostedAt = now, Tlp = request.Tlp ?? caseType.Tlp, Recipients = [.. request.Recipients?.Distinct() ?? []],
            RequiredAgencies = [.. required.Agencies.OrderByDescending(a => a.IsLead).Select(a => a.Agency.Code)],
            ExcludedAgencies = [.. request.Exclude?.Agencies?.Distinct() ?? []], ExcludedMembers = [.. request.Exclude?.Members?.Distinct() ?? []],
            ExcludeReason = request.Exclude?.Reason?.Trim(),
        };
        foreach (var agency in required.Agencies)
            alert.Obligations.Add(new Obligation { Id = Guid.CreateVersion7(now), AlertId = alert.Id, Agency = agency.Agency.Code, Lead = agency.IsLead });
        return (alert, Warnings(request, required.UnservedKinds, required.UnattendedKinds), required.UnservedKinds);
    }

    /// <summary>What the author should know although it is accepted.</summary>
    internal static List<Warning> Warnings(Request request, IReadOnlyList<string> unservedKinds, IReadOnlyList<string> unattendedKinds)
    {
        var telephone = new Say("Teks memuat nomor telepon. Pastikan itu bukan nomor korban atau saksi.", "The text holds a telephone number. Make sure it is not a victim's or a witness's.");
        List<Warning> warnings = [];
        if (IdentityNumbers.ContainsTelephone(request.Headline))
            warnings.Add(new("headline", "telephone_number", telephone.ToString()));
        if (IdentityNumbers.ContainsTelephone(request.Narrative))
            warnings.Add(new("narrative", "telephone_number", telephone.ToString()));
        foreach (var kind in unattendedKinds)
            warnings.Add(new(request.Exclude?.Agencies is { Count: > 0 } ? "exclude" : "regionCode", "victims_unattended", new Say(
                $"Tidak ada instansi jenis {kind} yang diberi tahu, padahal mungkin ada korban. Sekretariat TIMPORA diperingatkan.",
                $"No agency of kind {kind} is told although there may be victims. The TIMPORA secretariat is warned.").ToString()));
        foreach (var kind in unservedKinds.Except(unattendedKinds))
            warnings.Add(new("regionCode", "unserved_kind", new Say($"Tidak ada instansi jenis {kind} untuk wilayah ini.", $"No agency of kind {kind} serves this region.").ToString()));
        return warnings;
    }

    private static EntryDraft PostedEntry(Alert alert) => new EntryDraft(alert.Channel, "alert.posted", alert.Poster.ToString(), alert.Id)
        .With("caseType", alert.CaseType).With("level", alert.Level.ToString()).With("region", alert.RegionCode).With("status", alert.Status.ToString())
        .With("tlp", alert.Tlp).With("possibleVictims", alert.PossibleVictims.Word()).With("version", alert.Version).With("posterAgency", alert.PosterAgency)
        .With("required", alert.RequiredAgencies).With("occurredAt", alert.OccurredAt is { } at ? Canonical.Time(at) : null)
        .Commit("headline", alert.Headline).Commit("narrative", alert.Narrative)
        // Precise place, details and exclusions are proved by the log but told only where it is asked who may see them.
        .Commit("location", alert.Location, inFeed: false).Commit("details", alert.Details, inFeed: false)
        // Always there: that nobody is excluded must look like that somebody is.
        .Commit("excludes", alert.ExcludeReason is null ? "" : JsonSerializer.Serialize(new Exclusion(alert.ExcludedAgencies, alert.ExcludedMembers, alert.ExcludeReason), Json.Options), inFeed: false);
}
