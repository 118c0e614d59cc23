using static Timpora.Comms.Agencies.OrganisationRules;

namespace Timpora.Comms.Agencies;

/// <summary>What must hold for case types and outcomes.</summary>
internal static class CaseTypeRules
{
    public static void Check(OrganisationParts parts, Notes notes)
    {
        notes.Twice(parts.CaseTypes.Select(type => type.Code), "caseTypes", "code");
        foreach (var (type, at) in Numbered(parts.CaseTypes, "caseTypes"))
        {
            CheckDefaults(type, at, notes);
            CheckKinds(type, at, parts, notes);
            CheckChannel(type, at, parts, notes);
            CheckSafety(type, at, parts, notes);
        }
        OutcomeRules.Check(parts, notes);
    }

    private static void CheckDefaults(CaseType type, string at, Notes notes)
    {
        notes.Code(type.Code, at + ".code");
        notes.Known(type.Level, AlertLevelCode.All, at + ".level", "level");
        notes.Known(type.Tlp, TlpMark.All, at + ".tlp", "mark");
        notes.Known(type.PossibleVictims, PossibleVictimsCode.All, at + ".possibleVictims", "answer");
        if (type.Level == AlertLevelCode.Kritis && !type.MayBeKritis)
            notes.Add(at + ".level", $"{type.Code} starts as Kritis but mayBeKritis is false; change one of the two.");
    }

    private static void CheckKinds(CaseType type, string at, OrganisationParts parts, Notes notes)
    {
        var known = KindsOf(parts);
        notes.Twice(type.Kinds, at + ".kinds", null);
        foreach (var (kind, place) in Numbered(type.Kinds, at + ".kinds")) notes.Known(kind, known, place, "kind of agency");
        notes.Twice(type.Always, at + ".always", null);
        foreach (var (kind, place) in Numbered(type.Always, at + ".always")) notes.Known(kind, known, place, "kind of agency");
        foreach (var (neighbour, place) in Numbered(type.Neighbours, at + ".neighbours"))
            notes.Known(neighbour, [.. parts.CaseTypes.Select(other => other.Code).Where(code => code != type.Code)], place, "other case type");
        if (type.Lead.Length > 0 && type.Kinds.Count > 0 && !type.Kinds.Contains(type.Lead))
            notes.Add(at + ".lead", $"'{type.Lead}' leads {type.Code} but owes no answer to it; the lead must be one of: {string.Join(", ", type.Kinds)}.");
        else if (type.Kinds.Count == 0)
            notes.Known(type.Lead, known, at + ".lead", "kind of agency");
    }

    private static void CheckChannel(CaseType type, string at, OrganisationParts parts, Notes notes)
    {
        var regional = parts.Channels.Where(channel => channel.Kind == ChannelKind.Region && channel.Region is not null).ToList();
        if (type.Channel is null && regional.Count == 0)
            notes.Add(at + ".channel", $"Without a channel {type.Code} goes to the channel of its region, but there is no channel of kind region.");
        if (type.Channel is not null) notes.Known(type.Channel, [.. parts.Channels.Select(channel => channel.Slug)], at + ".channel", "channel");

        foreach (var channel in type.Channel is null ? regional : parts.Channels.Where(channel => channel.Slug == type.Channel))
        {
            var shutOut = parts.Agencies
                .Where(agency => (type.Kinds.Contains(agency.Kind) || type.Always.Contains(agency.Kind)) && (channel.Region is null || agency.Serves(channel.Region)) && !channel.Admits.IncludesAgency(agency))
                .Select(agency => agency.Code).ToList();
            if (shutOut.Count > 0)
                notes.Add(at + ".channel", $"These agencies owe an answer to {type.Code} but may not read the channel '{channel.Slug}': {string.Join(", ", shutOut)}.");
        }
    }

    // The product's own promises to people; no organisation file may take them back.
    private static void CheckSafety(CaseType type, string at, OrganisationParts parts, Notes notes)
    {
        var untold = parts.Victims.Always.Except(type.Kinds).Except(type.Always).Where(kind => kind.Length > 0).ToList();
        if (type.Code == "TPPO" && untold.Count > 0)
            notes.Add(at + ".always", $"Suspected trafficking always tells who cares for victims; add: {string.Join(", ", untold)}.");
        if (type.Code == "TPPO" && !type.NeedsScreening)
            notes.Add(at + ".needsScreening", "Suspected trafficking does not end without a screening of possible victims; write true.");
        if (type.Code == "KAWIN" && type.MayBeKritis)
            notes.Add(at + ".mayBeKritis", "A suspected sham marriage is never Kritis; write false.");
        if (type.Code == "KAWIN" && !type.NeedsGround)
            notes.Add(at + ".needsGround", "A suspected sham marriage needs a concrete ground, being a mixed couple is none; write true.");
        if (type.Code == "TPPO" && type.PossibleVictims == PossibleVictimsCode.No)
            notes.Add(at + ".possibleVictims", "Suspected trafficking starts with possible victims; write \"unknown\" or \"yes\".");
    }
}
