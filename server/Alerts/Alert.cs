using Timpora.Comms.Access;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Alerts;

/// <summary>How urgent an alert is; spelt as in Indonesian use.</summary>
public enum AlertLevel
{
    /// <summary>Life or freedom in danger now.</summary>
    Kritis,

    /// <summary>Today.</summary>
    Mendesak,

    /// <summary>In the ordinary course of work.</summary>
    Rutin,
}

/// <summary>CAP's status: a real situation or a drill.</summary>
public enum AlertStatus
{
    /// <summary>Real.</summary>
    Actual,

    /// <summary>Latihan.</summary>
    Exercise,
}

/// <summary>Where an alert stands in its life (domain.md E3).</summary>
public enum AlertState
{
    /// <summary>An agency still owes an answer.</summary>
    Open,

    /// <summary>Every required agency has answered.</summary>
    Acknowledged,

    /// <summary>A first step was noted.</summary>
    InProgress,

    /// <summary>Ended with an outcome.</summary>
    Resolved,

    /// <summary>Withdrawn by the poster's side, with a reason.</summary>
    Cancelled,
}

/// <summary>Whether victims are possible; anything but <see cref="No"/> protects them first (UU 21/2007 art. 18; UU 6/2011 art. 86-88).</summary>
public enum PossibleVictims
{
    /// <summary>Yes.</summary>
    Yes,

    /// <summary>No.</summary>
    No,

    /// <summary>Not known yet: counts as yes.</summary>
    Unknown,
}

/// <summary>An ongoing situation posted to a channel, for which agencies owe answers.</summary>
public sealed class Alert
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the channel it was posted to.</summary>
    public required string Channel { get; init; }

    /// <summary>Sequence of its <c>alert.posted</c> entry.</summary>
    public long Seq { get; set; }

    /// <summary>Rises with every material change; an answer binds to a version.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Case type's code, e.g. TPPO.</summary>
    public required string CaseType { get; set; }

    /// <summary>How urgent it is.</summary>
    public AlertLevel Level { get; set; }

    /// <summary>One line, without names or identities.</summary>
    public required string Headline { get; set; }

    /// <summary>What happened, without names or identities.</summary>
    public required string Narrative { get; set; }

    /// <summary>Kemendagri code of the regency, city or district.</summary>
    public required string RegionCode { get; set; }

    /// <summary>Kemendagri code of the regency or city around it; follows from <see cref="RegionCode"/>, stored to be found by.</summary>
    public string Regency
    {
        get => Agencies.RegionCode.RegencyOf(RegionCode);
        private set => _ = value;
    }

    /// <summary>Precise place as JSON <c>{lat, lon, address?}</c>; shown to required agencies only.</summary>
    public string? Location { get; set; }

    /// <summary>When it happened, as the poster knows it.</summary>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>Whether victims are possible.</summary>
    public PossibleVictims PossibleVictims { get; set; }

    /// <summary>Real or drill.</summary>
    public AlertStatus Status { get; init; }

    /// <summary>Where it stands.</summary>
    public AlertState State { get; set; }

    /// <summary>The case type's own fields as the poster sent them (JSON object).</summary>
    public string? Details { get; set; }

    /// <summary>Who posted.</summary>
    public required Guid Poster { get; init; }

    /// <summary>For which agency.</summary>
    public required string PosterAgency { get; init; }

    /// <summary>When it was accepted, on the hub's clock.</summary>
    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>TLP mark.</summary>
    public required string Tlp { get; set; }

    /// <summary>Named readers of a RED alert.</summary>
    public List<Guid> Recipients { get; set; } = [];

    /// <summary>Agencies that owe an answer.</summary>
    public List<string> RequiredAgencies { get; set; } = [];

    /// <summary>Agencies that somebody's obligation is offered to: they read the alert while they have yet to accept.</summary>
    public List<string> OfferedAgencies { get; set; } = [];

    /// <summary>Agencies that must learn nothing of it.</summary>
    public List<string> ExcludedAgencies { get; set; } = [];

    /// <summary>Members who must learn nothing of it.</summary>
    public List<Guid> ExcludedMembers { get; set; } = [];

    /// <summary>Why they are excluded.</summary>
    public string? ExcludeReason { get; set; }

    /// <summary>Outcome's code once resolved.</summary>
    public string? Outcome { get; set; }

    /// <summary>The screening for victims it was resolved with (JSON); shown with the precise place.</summary>
    public string? Screening { get; set; }

    /// <summary>When it was resolved or cancelled.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The ladder as it stood when the alert was posted, frozen by Escalations: later edits change nothing that runs.</summary>
    public string Plan { get; set; } = "";

    /// <summary>
    /// What a search finds it by besides its texts: id, case type, region and the regions around it. Follows from these fields and is
    /// stored with them, for the databases' word index.
    /// </summary>
    public string SearchWords
    {
        get => string.Join(' ', Regions.Around(RegionCode).Select(r => r.Name).Prepend($"{Id:N} {CaseType}"));
        private set => _ = value;
    }

    /// <summary>Rises with every write: two writers never both win.</summary>
    public int Revision { get; set; }

    /// <summary>The obligations it created.</summary>
    public List<Obligation> Obligations { get; } = [];

    /// <summary>The obligations in the order people expect: the lead first, then as they were asked, those no longer asked last.</summary>
    public IEnumerable<Obligation> InOrder() => Obligations.OrderBy(o => RequiredAgencies.IndexOf(o.Agency) is var at and >= 0 ? at : int.MaxValue);

    /// <summary>Neither resolved nor cancelled.</summary>
    public bool IsOpen => State is not (AlertState.Resolved or AlertState.Cancelled);

    /// <summary>How long after its end it can still be reopened and written to; then it is closed for good (domain.md E3).</summary>
    public static readonly TimeSpan ReopenWithin = TimeSpan.FromHours(72);

    /// <summary>Closed for good: nothing about it changes any more. A late answer is still kept, for the record.</summary>
    public bool IsFinal(DateTimeOffset now) => !IsOpen && ClosedAt + ReopenWithin < now;

    /// <summary>The facts that decide who may read it.</summary>
    public AlertAccess Access() => new(Id, Tlp, Poster, PosterAgency, Recipients, RequiredAgencies, ExcludedAgencies, ExcludedMembers, OfferedAgencies);
}
