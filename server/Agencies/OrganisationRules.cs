namespace Timpora.Comms.Agencies;

/// <summary>What must hold between the parts of an organisation file.</summary>
internal static class OrganisationRules
{
    public static void Check(OrganisationParts parts, List<OrganisationError> errors) { }

    public static IReadOnlyList<string> WarningsOf(Organisation organisation) => [];
}
