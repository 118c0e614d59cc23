using static Timpora.Comms.Agencies.OrganisationRules;

namespace Timpora.Comms.Agencies;

/// <summary>What must hold for outcomes and for the care of victims.</summary>
internal static class OutcomeRules
{
    public static void Check(OrganisationParts parts, Notes notes)
    {
        var types = parts.CaseTypes.Select(type => type.Code).ToList();
        notes.Twice(parts.Outcomes.Select(outcome => outcome.Code), "outcomes", "code");
        foreach (var (outcome, at) in Numbered(parts.Outcomes, "outcomes"))
        {
            notes.Code(outcome.Code, at + ".code");
            if (outcome.CaseTypes is { Count: 0 }) notes.Add(at + ".caseTypes", "An empty list fits no case; take it out to fit all.");
            foreach (var (type, place) in Numbered(outcome.CaseTypes ?? [], at + ".caseTypes")) notes.Known(type, types, place, "case type");
            if (outcome.ValidUntil < outcome.ValidFrom) notes.Add(at + ".validUntil", "It would end before it begins; take it out while the outcome is in force.");
            if (outcome is { Detains: true, IsFalseAlarm: true }) notes.Add(at + ".isFalseAlarm", "Nobody is detained or deported because of a false alarm; write false for one of the two.");
        }
        foreach (var (type, at) in Numbered(parts.CaseTypes, "caseTypes").Where(numbered => numbered.Item.Code.Length > 0)) CheckEnd(type, at, parts, notes);
        CheckVictims(parts, notes);
    }

    private static void CheckEnd(CaseType type, string at, OrganisationParts parts, Notes notes)
    {
        var fitting = parts.Outcomes.Where(outcome => outcome.IsFor(type.Code)).ToList();
        if (fitting.Count == 0)
            notes.Add(at + ".code", $"No outcome can end a case of type {type.Code}; add one to outcomes.");
        else if (fitting.TrueForAll(outcome => outcome.Detains))
            notes.Add(at + ".code", $"Every outcome of {type.Code} detains or deports, so a case with victims could never end; add one that does not.");
    }

    private static void CheckVictims(OrganisationParts parts, Notes notes)
    {
        if (parts.Victims.Always.Count == 0)
            notes.Add("victims.always", "Name at least one kind of agency that cares for victims.");
        notes.Twice(parts.Victims.Always, "victims.always", null);
        foreach (var (kind, place) in Numbered(parts.Victims.Always, "victims.always")) notes.Known(kind, KindsOf(parts), place, "kind of agency");
    }
}
