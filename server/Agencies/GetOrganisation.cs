using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Agencies;

/// <summary>What a page needs to know about the team before anybody writes a word: codes, names, who owes what, how fast.</summary>
public static class GetOrganisation
{
    /// <summary>For any signed-in member.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The team. Minutes are the organisation's; <paramref name="Minute"/> is how long one lasts on this hub.</summary>
    public sealed record Response(
        string Name, string TimeZone, TimeSpan Minute, bool IsDevelopment, IReadOnlyList<AgencyPart> Agencies, IReadOnlyList<CaseTypePart> CaseTypes,
        IReadOnlyList<LevelPart> Levels, IReadOnlyList<RegionPart> Regions, IReadOnlyList<OutcomePart> Outcomes, VictimCare Victims);

    /// <summary>How fast a level wants its answer, and whom it asks when none comes.</summary>
    public sealed record LevelPart(string Code, int AnswerWithinMinutes, IReadOnlyList<LadderStep> Steps, int Rounds, int RepeatAfterMinutes, int ProgressWithinMinutes);

    /// <summary>An agency; <paramref name="TimeZone"/> only where it is not the team's.</summary>
    public sealed record AgencyPart(string Code, string Name, string Kind, IReadOnlyList<string> Regions, string? Phone, string? TimeZone);

    /// <summary>A case type; without <paramref name="Channel"/> an alert goes to the channel of its region.</summary>
    public sealed record CaseTypePart(
        string Code, LocalName Name, string Level, bool MayBeKritis, string Tlp, string? Channel, string Lead, IReadOnlyList<string> Kinds, bool NeedsGround,
        bool NamedByPoster, string VictimsDefault, IReadOnlyList<string> Always, bool NeedsScreening);

    /// <summary>A regency or city of the team, with its districts and its channel.</summary>
    public sealed record RegionPart(string Code, string Name, string? Channel, IReadOnlyList<DistrictPart> Districts);

    /// <summary>A district.</summary>
    public sealed record DistrictPart(string Code, string Name);

    /// <summary>An outcome, also one that can be chosen no longer; the law it rests on is a reference with dates.</summary>
    public sealed record OutcomePart(
        string Code, LocalName Name, bool Detains, bool IsFalseAlarm, IReadOnlyList<string>? CaseTypes, DateOnly ValidFrom, DateOnly? ValidUntil, string Source);

    internal sealed class Handler(Caller caller, Organisation organisation, HubFacts facts) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            if (!Permissions.MayReadDirectory((await caller.Require(ct)).AsReader()))
                throw new Rejection(Reasons.NotPermitted);
            return new Response(
                organisation.Name, organisation.TimeZone.Id, facts.Minute, facts.IsDevelopment,
                [.. organisation.Agencies.Select(a => new AgencyPart(a.Code, a.Name, a.Kind, a.Regions, a.Phone, a.TimeZone?.Id))],
                [.. organisation.CaseTypes.Select(t => new CaseTypePart(
                    t.Code, t.Name, t.Level, t.MayBeKritis, t.Tlp, t.Channel, t.Lead, t.Kinds, t.NeedsGround, t.IsNamedByPoster, t.PossibleVictims, t.Always, t.NeedsScreening))],
                [.. organisation.Ladders.Select(l => new LevelPart(l.Level, l.AnswerWithinMinutes, l.Steps, l.Rounds, l.RepeatAfterMinutes, l.ProgressWithinMinutes))],
                [.. organisation.Regions.Select(code => new RegionPart(
                    code, Regions.NameOf(code), organisation.Channels.FirstOrDefault(c => c.Region == code)?.Slug,
                    [.. Regions.DistrictsOf(code).Select(d => new DistrictPart(d.Code, d.Name))]))],
                [.. organisation.Outcomes.Select(o => new OutcomePart(o.Code, o.Name, o.Detains, o.IsFalseAlarm, o.CaseTypes, o.ValidFrom, o.ValidUntil, o.Source))],
                organisation.Victims);
        }
    }

    /// <summary><c>GET /api/organisation</c>.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/organisation", async (IMediator mediator, CancellationToken ct) => await mediator.Send(new Request(), ct)).WithMetadata(new OpenToScreens());
}

/// <summary>Facts about this running hub that clients may know.</summary>
public sealed record HubFacts(TimeSpan Minute, bool IsDevelopment);
