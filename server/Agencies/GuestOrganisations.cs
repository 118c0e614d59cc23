namespace Timpora.Comms.Agencies;

/// <summary>
/// Organisations outside the team whose members read along in channels that admit them by name: a shelter, IOM. A channel admits them like an agency, by a code
/// that no agency of the organisation file can have, so nothing that is an agency's is ever theirs.
/// </summary>
public static class GuestOrganisations
{
    /// <summary>Longest name of an organisation.</summary>
    public const int LongestName = 80;

    // A code in the organisation file holds no such sign (OrganisationRules).
    private const string Prefix = "tamu:";

    /// <summary>The code of the organisation with this name.</summary>
    public static string CodeOf(string organisation) => Prefix + organisation.Trim();

    /// <summary>Whether a code is a guest organisation's.</summary>
    public static bool Is(string code) => code.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What people call it; null for what is no guest organisation's code.</summary>
    public static string? NameOf(string code) => Is(code) ? code[Prefix.Length..] : null;
}
