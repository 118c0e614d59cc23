using Timpora.Comms.Agencies;

namespace Timpora.Comms.Alerts;

/// <summary>
/// Whom an alert asks after an update, the lead it should have, and the kinds that nobody is left to answer for, those among them that care for
/// victims apart. Pure.
/// </summary>
internal sealed record Asked(IReadOnlyList<string> Required, string? Lead, IReadOnlyList<string> UnservedKinds, IReadOnlyList<string> UnattendedKinds)
{
    /// <summary>The agencies that owe an answer because somebody named them or they took one over, and not by case type and region.</summary>
    public static IEnumerable<string> Named(Alert alert, Organisation organisation) =>
        alert.RequiredAgencies.Except(organisation.FindCaseType(alert.CaseType) is { } type ? Codes(organisation.RequiredAgencies(type, alert.RegionCode, hasVictims: alert.PossibleVictims == PossibleVictims.Yes)) : []);

    /// <summary>
    /// As at posting: the kinds of the case type in the region, and whoever is named; besides these, who took over an answer that is still asked for. While
    /// neither type nor region changes, victims are as likely as before and nobody is named, nobody comes or goes but the excluded: a later edit of the team's file changes no running alert.
    /// </summary>
    public static Asked After(Alert alert, PostAlert.Request wished, IReadOnlyCollection<string> excluded, bool isNamedAnew, Organisation organisation)
    {
        var lead = alert.Obligations.Find(o => o.Lead)?.Agency;
        var (type, hasVictims) = (organisation.FindCaseType(wished.CaseType)!, wished.PossibleVictims == PossibleVictims.Yes.Word());
        if (!isNamedAnew && wished.CaseType == alert.CaseType && wished.RegionCode == alert.RegionCode && hasVictims == (alert.PossibleVictims == PossibleVictims.Yes))
        {
            List<string> left = [.. alert.RequiredAgencies.Except(excluded)], carers = [.. type.Always.Union(hasVictims ? organisation.Victims.Always : [])];
            List<string> lost = [.. Kinds(alert.RequiredAgencies, organisation).Except(Kinds(left, organisation)).Intersect(type.Kinds.Union(carers))];
            return new(left, lead, lost, [.. lost.Intersect(carers)]);
        }

        var named = (wished.RequiredAgencies ?? []).Where(code => organisation.FindAgency(code) is not null).ToList();
        var after = organisation.RequiredAgencies(type, wished.RegionCode!, named, excluded, hasVictims);
        var required = after.Agencies.OrderByDescending(a => a.IsLead).Select(a => a.Agency.Code).ToList();
        // From giver to taker, however long the chain.
        for (var i = 0; i < required.Count; i++)
            if (alert.Obligations.Find(o => o.Agency == required[i]) is { State: ObligationState.Delegated, OfferedTo: { } taker } && !required.Contains(taker) && !excluded.Contains(taker))
                required.Insert(i + 1, taker);
        var isMoved = wished.CaseType != alert.CaseType || wished.RegionCode != alert.RegionCode || lead is null || !required.Contains(lead);
        return new(required, isMoved ? after.Agencies.FirstOrDefault(a => a.IsLead)?.Agency.Code : lead, after.UnservedKinds, after.UnattendedKinds);
    }

    /// <summary>
    /// Who is asked again when the content changes or the alert begins anew: everybody required who owes or has answered. Who handed the answer on or
    /// was released stays so, unless nobody else would be left to ask.
    /// </summary>
    public static IReadOnlyList<Obligation> Again(Alert alert)
    {
        List<Obligation> required = [.. alert.InOrder().Where(o => alert.RequiredAgencies.Contains(o.Agency) && o.State != ObligationState.Delegated)];
        var asked = required.FindAll(o => o.State != ObligationState.Waived);
        return asked.Count > 0 ? asked : required;
    }

    private static IEnumerable<string> Kinds(IEnumerable<string> agencies, Organisation organisation) => agencies.Select(code => organisation.FindAgency(code)?.Kind).OfType<string>();

    private static IEnumerable<string> Codes(RequiredAgencies required) => required.Agencies.Select(a => a.Agency.Code);
}
