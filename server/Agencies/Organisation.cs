using System.Collections.Frozen;

namespace Timpora.Comms.Agencies;

/// <summary>
/// The team as its organisation file describes it: checked on load (<see cref="OrganisationFile"/>), never changed afterwards. Codes in it always lead
/// to something, so readers look up without checking.
/// </summary>
public sealed class Organisation
{
    private readonly FrozenDictionary<string, Agency> agencies;
    private readonly FrozenDictionary<string, CaseType> caseTypes;
    private readonly FrozenDictionary<string, ChannelPlan> channels;
    private readonly FrozenDictionary<string, Ladder> ladders;
    private readonly FrozenDictionary<string, Outcome> outcomes;

    internal Organisation(OrganisationParts parts)
    {
        (Name, TimeZone, Regions) = (parts.Name, parts.TimeZone, parts.Regions);
        (Agencies, CaseTypes, Channels, Ladders) = (parts.Agencies, parts.CaseTypes, parts.Channels, parts.Ladders);
        (Outcomes, Victims, Members, Rosters) = (parts.Outcomes, parts.Victims, parts.Members, parts.Rosters);
        agencies = Agencies.ToFrozenDictionary(agency => agency.Code, StringComparer.Ordinal);
        caseTypes = CaseTypes.ToFrozenDictionary(type => type.Code, StringComparer.Ordinal);
        channels = Channels.ToFrozenDictionary(channel => channel.Slug, StringComparer.Ordinal);
        ladders = Ladders.ToFrozenDictionary(ladder => ladder.Level, StringComparer.Ordinal);
        outcomes = Outcomes.ToFrozenDictionary(outcome => outcome.Code, StringComparer.Ordinal);
        Secretariat = Agencies.Single(agency => agency.Kind == AgencyKind.Secretariat);
        Warnings = OrganisationRules.WarningsOf(this);
    }

    /// <summary>Name of the team.</summary>
    public string Name { get; }

    /// <summary>The team's time zone: rosters are written in it unless their agency has its own, times are shown in it, nothing is stored in it.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Codes of the regions the team watches over.</summary>
    public IReadOnlyList<string> Regions { get; }

    /// <summary>Member offices, in the order people see them.</summary>
    public IReadOnlyList<Agency> Agencies { get; }

    /// <summary>Case types, in the order of the form.</summary>
    public IReadOnlyList<CaseType> CaseTypes { get; }

    /// <summary>Listed channels; desks (<see cref="Agency.DeskChannel"/>) come on top.</summary>
    public IReadOnlyList<ChannelPlan> Channels { get; }

    /// <summary>One ladder per alert level, most urgent first.</summary>
    public IReadOnlyList<Ladder> Ladders { get; }

    /// <summary>How cases can end.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; }

    /// <summary>Whom the hub tells by itself where there are victims.</summary>
    public VictimCare Victims { get; }

    /// <summary>The people the file introduces.</summary>
    public IReadOnlyList<MemberPlan> Members { get; }

    /// <summary>Who is on duty when.</summary>
    public IReadOnlyList<RosterPlan> Rosters { get; }

    /// <summary>The office that seats secretariat and chair.</summary>
    public Agency Secretariat { get; }

    /// <summary>What is allowed but deserves a look, one sentence each: log them at start, show them to the secretariat.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The agency with this code, or null.</summary>
    public Agency? FindAgency(string? code) => code is null ? null : agencies.GetValueOrDefault(code);

    /// <summary>The time zone an agency's roster is written in: its own, else the team's.</summary>
    public TimeZoneInfo TimeZoneOf(string agency) => FindAgency(agency)?.TimeZone ?? TimeZone;

    /// <summary>The case type with this code, or null.</summary>
    public CaseType? FindCaseType(string? code) => code is null ? null : caseTypes.GetValueOrDefault(code);

    /// <summary>The listed channel with this slug, or null; desks are not listed.</summary>
    public ChannelPlan? FindChannel(string? slug) => slug is null ? null : channels.GetValueOrDefault(slug);

    /// <summary>The outcome with this code, or null.</summary>
    public Outcome? FindOutcome(string? code) => code is null ? null : outcomes.GetValueOrDefault(code);

    /// <summary>The day it is for the team at this instant: what is dated in the file counts by it.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    /// <summary>The ladder of a level that exists.</summary>
    public Ladder LadderOf(string level) => ladders[level];

    /// <summary>Codes of the agencies a channel admits, in the organisation's order.</summary>
    public IReadOnlyList<string> AdmittedTo(ChannelPlan channel) =>
        [.. Agencies.Where(channel.Admits.IncludesAgency).Select(agency => agency.Code)];

    /// <summary>
    /// Where an alert usually goes: the type's own channel, else the channel of its region, else (a region without a channel, or none chosen yet)
    /// the first region channel of the team.
    /// </summary>
    public string DefaultChannel(CaseType caseType, string? regionCode)
    {
        if (caseType.Channel is not null) return caseType.Channel;
        var regional = Channels.Where(channel => channel.Kind == ChannelKind.Region).ToList();
        return (regional.Find(channel => regionCode is not null && RegionCode.IsWithin(regionCode, channel.Region!)) ?? regional[0]).Slug;
    }

    /// <summary>
    /// Who owes an answer to an alert of this type in this region: the kinds of the case type and those told by themselves
    /// (<paramref name="hasVictims"/>: the poster says that there are victims), each by the agencies that serve the region, then those the
    /// poster named; without the excluded ones. A kind nobody is left to answer for is reported, never dropped silently. Throws for an agency that
    /// does not exist: check the poster's codes first.
    /// </summary>
    public RequiredAgencies RequiredAgencies(
        CaseType caseType, string regionCode, IReadOnlyCollection<string>? named = null, IReadOnlyCollection<string>? excluded = null, bool hasVictims = false)
    {
        var always = caseType.Always.Union(hasVictims ? Victims.Always : []).ToList();
        // Who cares for victims comes last, so that they are told and not put in charge where the lead's kind is missing.
        var required = Of(caseType.Kinds).Concat((named ?? []).Select(code => agencies[code])).Concat(Of(always))
            .Where(agency => excluded?.Contains(agency.Code) != true).Distinct().ToList();
        var unserved = caseType.Kinds.Union(always).Where(kind => !required.Exists(agency => agency.Kind == kind)).ToList();
        // Exactly one leads, or all acknowledge and nobody acts: the lead kind's first agency, in its absence whoever stands first.
        var lead = required.Find(agency => agency.Kind == caseType.Lead) ?? required.FirstOrDefault();
        return new RequiredAgencies([.. required.Select(agency => new RequiredAgency(agency, agency == lead))], unserved, [.. unserved.Intersect(always)]);

        IEnumerable<Agency> Of(IEnumerable<string> kinds) =>
            kinds.SelectMany(kind => Agencies.Where(agency => agency.Kind == kind && agency.Serves(regionCode)));
    }
}

/// <summary>One agency that owes an answer.</summary>
public sealed record RequiredAgency(Agency Agency, bool IsLead);

/// <summary>
/// Who owes an answer, the lead exactly once unless nobody does. <paramref name="UnservedKinds"/> are owed kinds that no agency serves there: the
/// poster and the secretariat must be told. <paramref name="UnattendedKinds"/> are those of them that care for victims.
/// </summary>
public sealed record RequiredAgencies(IReadOnlyList<RequiredAgency> Agencies, IReadOnlyList<string> UnservedKinds, IReadOnlyList<string> UnattendedKinds);

/// <summary>The content of an organisation file, read but not necessarily consistent.</summary>
internal sealed record OrganisationParts(
    string Name,
    TimeZoneInfo TimeZone,
    IReadOnlyList<string> Regions,
    IReadOnlyList<Agency> Agencies,
    IReadOnlyList<CaseType> CaseTypes,
    IReadOnlyList<ChannelPlan> Channels,
    IReadOnlyList<Ladder> Ladders,
    IReadOnlyList<Outcome> Outcomes,
    VictimCare Victims,
    IReadOnlyList<MemberPlan> Members,
    IReadOnlyList<RosterPlan> Rosters);
