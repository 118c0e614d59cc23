namespace Timpora.Comms.Agencies;

/// <summary>What a channel is for.</summary>
public static class ChannelKind
{
    /// <summary>A case topic.</summary>
    public const string Topic = "topic";

    /// <summary>One region of the team.</summary>
    public const string Region = "region";

    /// <summary>News of the team.</summary>
    public const string Announcement = "announcement";

    /// <summary>Exercises only.</summary>
    public const string Drill = "drill";

    /// <summary>An agency's own desk; derived, never listed in the file.</summary>
    public const string Desk = "desk";

    /// <summary>The kinds the organisation file may list.</summary>
    public static IReadOnlyList<string> Listed { get; } = [Topic, Region, Announcement, Drill];
}

/// <summary>A channel of the organisation file. <paramref name="Region"/> is set exactly for channels of kind region.</summary>
public sealed record ChannelPlan(string Slug, string Name, string Kind, string? Region, Admission Admits);

/// <summary>
/// Which agencies a channel admits: all, or every agency that matches one of the parts. <paramref name="Region"/> admits the agencies that serve it.
/// </summary>
public sealed record Admission(bool All, IReadOnlyList<string> Kinds, IReadOnlyList<string> Agencies, string? Region)
{
    /// <summary>Whether the agency may read and post here.</summary>
    public bool IncludesAgency(Agency agency) =>
        All || Kinds.Contains(agency.Kind) || Agencies.Contains(agency.Code) || (Region is not null && agency.Serves(Region));
}
