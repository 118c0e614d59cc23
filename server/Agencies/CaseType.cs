namespace Timpora.Comms.Agencies;

/// <summary>A name in the two languages of the hub.</summary>
public sealed record LocalName(string Id, string En)
{
    /// <summary>The name for a reader's language; Indonesian unless English is asked for.</summary>
    public string In(string? language) =>
        language is not null && language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? En : Id;
}

/// <summary>What an alert can be about, and what follows from it.</summary>
public sealed record CaseType
{
    /// <summary>Code of the public contract, "TPPO".</summary>
    public required string Code { get; init; }

    /// <summary>Name for people.</summary>
    public required LocalName Name { get; init; }

    /// <summary>Level the form starts with.</summary>
    public required string Level { get; init; }

    /// <summary>False when this type is refused as Kritis, whatever the poster thinks.</summary>
    public required bool MayBeKritis { get; init; }

    /// <summary>Mark the form starts with.</summary>
    public required string Tlp { get; init; }

    /// <summary>Slug of the channel it usually goes to; null means the channel of the alert's own region.</summary>
    public required string? Channel { get; init; }

    /// <summary>Kinds of agency that owe an answer, in the order they are listed to people; empty when the poster names them.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The kind whose agency owes progress after everybody has answered.</summary>
    public required string Lead { get; init; }

    /// <summary>True when the poster has to name at least one agency, because no kind owes an answer by itself.</summary>
    public bool IsNamedByPoster => Kinds.Count == 0;

    /// <summary>True when a concrete ground must be given; a fact about the people, such as being a mixed couple, is none.</summary>
    public required bool NeedsGround { get; init; }

    /// <summary>What <c>possibleVictims</c> starts at.</summary>
    public required string PossibleVictims { get; init; }

    /// <summary>Kinds that owe an answer besides, whomever the poster names: for who may be a victim of it.</summary>
    public required IReadOnlyList<string> Always { get; init; }

    /// <summary>True when, while victims are possible, it ends only with a recorded screening, unless it was a false alarm.</summary>
    public required bool NeedsScreening { get; init; }

    /// <summary>Other types under which the same situation may have been reported.</summary>
    public required IReadOnlyList<string> Neighbours { get; init; }
}

/// <summary>
/// Whom the hub tells by itself when the poster says that there are victims, whatever the case. <paramref name="Source"/> and
/// <paramref name="ValidFrom"/> are a reference only.
/// </summary>
public sealed record VictimCare(IReadOnlyList<string> Always, string Source, DateOnly ValidFrom);

/// <summary>How a case can end. Law is a reference with a date, entered as data; the hub interprets none of it.</summary>
public sealed record Outcome
{
    /// <summary>Code that <c>resolve</c> takes.</summary>
    public required string Code { get; init; }

    /// <summary>Name for people.</summary>
    public required LocalName Name { get; init; }

    /// <summary>True when somebody is detained or deported: refused without a screening while victims are possible.</summary>
    public required bool Detains { get; init; }

    /// <summary>True when there never was such a case; counted apart.</summary>
    public required bool IsFalseAlarm { get; init; }

    /// <summary>Case types it can end; null for all.</summary>
    public required IReadOnlyList<string>? CaseTypes { get; init; }

    /// <summary>First day the reference was valid, as far as the file's author knows.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day on which a case can end this way; null while it is in force. Cases that ended so keep it.</summary>
    public required DateOnly? ValidUntil { get; init; }

    /// <summary>Where it comes from, shown as a reference only.</summary>
    public required string Source { get; init; }

    /// <summary>Whether a case of this type can end this way.</summary>
    public bool IsFor(string caseType) => CaseTypes is null || CaseTypes.Contains(caseType);

    /// <summary>Whether it is in force on that day of the team's calendar.</summary>
    public bool IsValidOn(DateOnly day) => ValidFrom <= day && (ValidUntil is not { } last || day <= last);
}
