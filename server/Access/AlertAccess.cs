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

/// <summary>Traffic Light Protocol 2.0 marks (first.org/tlp), enforced where something is read.</summary>
public static class Tlp
{
    /// <summary>Named recipients only.</summary>
    public const string Red = "RED";

    /// <summary>The required agencies.</summary>
    public const string AmberStrict = "AMBER+STRICT";

    /// <summary>The agencies the channel admits.</summary>
    public const string Amber = "AMBER";

    /// <summary>The whole team.</summary>
    public const string Green = "GREEN";

    /// <summary>Anyone.</summary>
    public const string Clear = "CLEAR";

    /// <summary>All marks, strictest first.</summary>
    public static readonly IReadOnlyList<string> All = [Red, AmberStrict, Amber, Green, Clear];
}
