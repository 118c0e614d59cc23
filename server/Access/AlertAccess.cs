namespace Timpora.Comms.Access;

/// <summary>The facts of an alert that decide who may read it and its entries.</summary>
public sealed record AlertAccess(
    Guid Id,
    string Tlp,
    Guid Poster,
    string PosterAgency,
    IReadOnlyCollection<Guid> Recipients,
    IReadOnlyCollection<string> RequiredAgencies,
    IReadOnlyCollection<string> ExcludedAgencies,
    IReadOnlyCollection<Guid> ExcludedMembers);
