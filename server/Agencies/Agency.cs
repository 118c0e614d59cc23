namespace Timpora.Comms.Agencies;

/// <summary>
/// A member office of the team. <paramref name="Kind"/> is what case types ask for; <paramref name="Regions"/> are the codes it serves, with all
/// that lies inside them. <paramref name="Phone"/> is the fixed text of the printed call list, for the hour when the hub cannot reach anybody.
/// <paramref name="TimeZone"/> is the wall clock its roster is written on, where that is not the team's.
/// </summary>
public sealed record Agency(string Code, string Name, string Kind, IReadOnlyList<string> Regions, string? Phone, TimeZoneInfo? TimeZone = null)
{
    /// <summary>Slug of this agency's desk; desks are derived, never listed.</summary>
    public string DeskChannel => "meja-" + Code;

    /// <summary>
    /// Whether an alert in this region concerns the agency: the region lies inside one it serves, or is so wide that it holds one of them
    /// (an alert for a whole province concerns every city in it).
    /// </summary>
    public bool Serves(string regionCode) =>
        Regions.Any(own => RegionCode.IsWithin(regionCode, own) || RegionCode.IsWithin(own, regionCode));
}

/// <summary>A person the organisation file introduces. <paramref name="UserName"/> is what they sign in with.</summary>
public sealed record MemberPlan(string UserName, string Name, string Position, string Agency, IReadOnlyList<string> Roles);
