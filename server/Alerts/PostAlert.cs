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
        : ICommand<Response>;

    /// <summary>The accepted alert: it is on disk.</summary>
    public sealed record Response(
        Guid Id, int Version, string Channel, long Seq, string Epoch, IReadOnlyList<ObligationView> Obligations, IReadOnlyList<Warning>? Warnings);

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
            var channel = await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Slug == request.Channel, ct);
            if (channel is null || !Permissions.MayPost(poster.AsReader(), channel))
                throw new Rejection(Reasons.NotFound, new Dictionary<string, string[]> { ["channel"] = [NoSuchChannel.ToString()] });
            await RequireKnownMembers("recipients", request.Recipients, ct);
            await RequireKnownMembers("exclude.members", request.Exclude?.Members, ct);

            var (alert, warnings, unserved) = Decide(request, poster, channel, organisation, clock.Now());
            db.Alerts.Add(alert);
            warnings.AddRange(await Unanswerable(alert, channel, ct));
            await mediator.Publish(new AlertPosted(alert, unserved), ct);
            var posted = (await log.Append(ct, PostedEntry(alert)))[0];
            alert.Seq = posted.Seq;
            return new Response(alert.Id, alert.Version, alert.Channel, posted.Seq, posted.Epoch, ObligationView.Of(alert), warnings.Count > 0 ? warnings : null);
        }

        // A mark or an exclusion can leave an agency owing what none of its people may read; the poster can still mend that.
        private async Task<IEnumerable<Warning>> Unanswerable(Alert alert, Channel channel, CancellationToken ct)
        {
            var members = await db.Users.AsNoTracking().Where(m => alert.RequiredAgencies.Contains(m.Agency) && m.RemovedAt == null).ToListAsync(ct);
            var readers = members.ConvertAll(m => m.AsReader()).FindAll(r => Permissions.MayRead(r, alert.Access(), channel.Admits));
            return alert.RequiredAgencies.Where(agency => !readers.Exists(r => Permissions.MayAnswer(r, agency))).Select(agency => new Warning(
                alert.Tlp == TlpMark.Red ? "recipients" : "requiredAgencies", "nobody_can_answer",
                new Say($"Tidak seorang pun di {agency} dapat membaca dan menjawab peringatan ini.", $"Nobody at {agency} can read and answer this alert.").ToString()));
        }

        private async Task RequireKnownMembers(string field, IReadOnlyList<Guid>? members, CancellationToken ct)
        {
            if (members is not { Count: > 0 })
                return;
            var known = await db.Users.CountAsync(m => members.Contains(m.Id) && m.RemovedAt == null, ct);
            if (known != members.Distinct().Count())
                throw Rejection.Field(field, new("Ada anggota yang tidak dikenal.", "Some members are not known."));
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
        return (alert, Warnings(request, required), required.UnservedKinds);
    }

    private static List<Warning> Warnings(Request request, RequiredAgencies required)
    {
        var telephone = new Say("Teks memuat nomor telepon. Pastikan itu bukan nomor korban atau saksi.", "The text holds a telephone number. Make sure it is not a victim's or a witness's.");
        List<Warning> warnings = [];
        if (IdentityNumbers.ContainsTelephone(request.Headline))
            warnings.Add(new("headline", "telephone_number", telephone.ToString()));
        if (IdentityNumbers.ContainsTelephone(request.Narrative))
            warnings.Add(new("narrative", "telephone_number", telephone.ToString()));
        foreach (var kind in required.UnattendedKinds)
            warnings.Add(new(request.Exclude?.Agencies is { Count: > 0 } ? "exclude" : "regionCode", "victims_unattended", new Say(
                $"Tidak ada instansi jenis {kind} yang diberi tahu, padahal mungkin ada korban. Sekretariat TIMPORA diperingatkan.",
                $"No agency of kind {kind} is told although there may be victims. The TIMPORA secretariat is warned.").ToString()));
        foreach (var kind in required.UnservedKinds.Except(required.UnattendedKinds))
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

    private static readonly Say NoSuchChannel = new("Kanal ini tidak ada atau tidak terbuka untuk instansi Anda.", "There is no such channel, or it is not open to your agency.");
}
