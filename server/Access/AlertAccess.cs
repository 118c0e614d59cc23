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
    IReadOnlyCollection<Guid> ExcludedMembers,
    IReadOnlyCollection<string> OfferedAgencies)
{
    /// <summary>Owes an answer or has given it, or has been offered somebody's obligation and has yet to accept: such an agency must know the whole case.</summary>
    public bool Concerns(string agency) => RequiredAgencies.Contains(agency) || OfferedAgencies.Contains(agency);
}
