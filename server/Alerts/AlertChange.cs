using System.Text.Json;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Alerts;

/// <summary>
/// What an update makes of an alert: the alert as it would be posted now, which fields really change, and whether that is material, so
/// that everybody is asked anew (design.md section 4). Pure.
/// </summary>
internal sealed record AlertChange(PostAlert.Request Wished, IReadOnlyList<string> Fields, bool IsExclusionChanged, bool IsMaterial, Asked Asked)
{
    /// <summary>Nothing of it differs from what stands.</summary>
    public bool IsNothing => Fields.Count == 0;

    /// <summary>
    /// The alert with the changes, in the form in which it would be posted: the same rules then hold for both. Who may not see the exclusions can add
    /// to them, and never takes one away.
    /// </summary>
    public static PostAlert.Request Merge(Alert alert, UpdateAlert.Request request, Organisation organisation, bool seesExclusions)
    {
        var c = request.Changes!;
        var tlp = c.Tlp ?? alert.Tlp;
        var exclude = c.Exclude ?? (seesExclusions && alert.ExcludeReason is not null ? new Exclusion(alert.ExcludedAgencies, alert.ExcludedMembers, alert.ExcludeReason) : null);
        var named = c.RequiredAgencies ?? [.. Asked.Named(alert, organisation).Except(exclude?.Agencies ?? [])];
        return new PostAlert.Request(
            request.ClientKey, alert.Channel, c.CaseType ?? alert.CaseType, c.Level ?? alert.Level.ToString(), c.Headline ?? alert.Headline, c.Narrative ?? alert.Narrative,
            c.RegionCode ?? alert.RegionCode, c.Clears("location") ? null : c.Location ?? PlaceOf(alert), c.Clears("occurredAt") ? null : c.OccurredAt ?? alert.OccurredAt,
            VictimsAfter(alert, c, organisation), tlp, c.Recipients ?? (tlp == TlpMark.Red ? alert.Recipients : null), alert.Status.ToString(), named, exclude,
            c.Clears("details") ? null : c.Details is { ValueKind: JsonValueKind.Object } details ? details : alert.Details is { } stored ? JsonElement.Parse(stored) : null);
    }

    /// <summary>What differs, once the rules hold for <paramref name="wished"/>.</summary>
    public static AlertChange Decide(Alert alert, UpdateAlert.Request request, PostAlert.Request wished, Organisation organisation, bool seesExclusions)
    {
        var (agencies, members) = Excluded(alert, wished, seesExclusions);
        var asked = Asked.After(alert, wished, agencies, isNamedAnew: request.Changes!.RequiredAgencies is not null, organisation);
        List<string> material = [], wording = [], other = [];
        void Compare(List<string> group, string field, bool differs)
        {
            if (differs)
                group.Add(field);
        }

        Compare(material, "level", wished.Level != alert.Level.ToString());
        Compare(material, "caseType", wished.CaseType != alert.CaseType);
        Compare(material, "regionCode", wished.RegionCode != alert.RegionCode);
        Compare(material, "location", wished.Location != PlaceOf(alert));
        Compare(material, "occurredAt", wished.OccurredAt != alert.OccurredAt);
        Compare(material, "possibleVictims", wished.PossibleVictims != alert.PossibleVictims.Word());
        Compare(material, "requiredAgencies", !asked.Required.ToHashSet().SetEquals(alert.RequiredAgencies));
        Compare(wording, "headline", wished.Headline!.Trim() != alert.Headline);
        Compare(wording, "narrative", wished.Narrative!.Trim() != alert.Narrative);
        Compare(other, "tlp", wished.Tlp != alert.Tlp);
        Compare(other, "details", TextOf(wished.Details) != alert.Details);
        var isExclusionChanged = !agencies.ToHashSet().SetEquals(alert.ExcludedAgencies) || !members.ToHashSet().SetEquals(alert.ExcludedMembers)
            || (seesExclusions && wished.Exclude?.Reason?.Trim() != alert.ExcludeReason);
        // One word for both: that somebody is excluded must not show in the list of what changed.
        Compare(other, "recipients", isExclusionChanged || !(wished.Recipients ?? []).ToHashSet().SetEquals(alert.Recipients));
        var isMaterial = material.Count > 0 || (wording.Count > 0 && request.Correction != true);
        return new AlertChange(wished, [.. material, .. wording, .. other], isExclusionChanged, isMaterial, asked);
    }

    /// <summary>Writes what changes into the alert, but for whom it asks.</summary>
    public void Apply(Alert alert, bool seesExclusions)
    {
        (alert.CaseType, alert.Level, alert.RegionCode) = (Wished.CaseType!, Enum.Parse<AlertLevel>(Wished.Level!), Wished.RegionCode!);
        (alert.Headline, alert.Narrative) = (Wished.Headline!.Trim(), Wished.Narrative!.Trim());
        if (Fields.Contains("location"))
            alert.Location = Wished.Location is { } place ? JsonSerializer.Serialize(place, Json.Options) : null;
        (alert.OccurredAt, alert.PossibleVictims) = (Wished.OccurredAt, Enum.Parse<PossibleVictims>(Wished.PossibleVictims!, ignoreCase: true));
        (alert.Tlp, alert.Recipients, alert.Details) = (Wished.Tlp!, [.. Wished.Recipients?.Distinct() ?? []], TextOf(Wished.Details));
        if (IsExclusionChanged)
        {
            var (agencies, members) = Excluded(alert, Wished, seesExclusions);
            var reason = Wished.Exclude?.Reason?.Trim();
            (alert.ExcludedAgencies, alert.ExcludedMembers) = (agencies, members);
            // Whoever adds without seeing the rest leaves the first reason standing.
            alert.ExcludeReason = seesExclusions || alert.ExcludeReason is null ? reason : $"{alert.ExcludeReason}\n{reason}";
        }

        alert.RequiredAgencies = [.. Asked.Required];
        alert.Version += IsMaterial ? 1 : 0;
        alert.Revision++;
    }

    /// <summary>A type that protects possible victims by itself takes back a "no" that was said of another type; said in the same breath, it stands.</summary>
    private static string VictimsAfter(Alert alert, UpdateAlert.Changes c, Organisation organisation) =>
        c.PossibleVictims ?? (alert.PossibleVictims == PossibleVictims.No && c.CaseType is not null && c.CaseType != alert.CaseType
            && organisation.FindCaseType(c.CaseType) is { } type ? type.PossibleVictims : alert.PossibleVictims.Word());

    private static (List<string> Agencies, List<Guid> Members) Excluded(Alert alert, PostAlert.Request wished, bool seesExclusions)
    {
        IEnumerable<string> agencies = wished.Exclude?.Agencies ?? [];
        IEnumerable<Guid> members = wished.Exclude?.Members ?? [];
        return seesExclusions ? ([.. agencies.Distinct()], [.. members.Distinct()]) : ([.. alert.ExcludedAgencies.Union(agencies)], [.. alert.ExcludedMembers.Union(members)]);
    }

    private static Place? PlaceOf(Alert alert) => alert.Location is { } place ? JsonSerializer.Deserialize<Place>(place, Json.Options) : null;

    private static string? TextOf(JsonElement? details) => details is { ValueKind: JsonValueKind.Object } o ? o.GetRawText() : null;
}
