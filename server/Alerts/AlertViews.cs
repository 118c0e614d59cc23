using System.Text.Json;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Alerts;

/// <summary>A point on the map, WGS 84.</summary>
public sealed record Place(double? Lat, double? Lon, string? Address);

/// <summary>Who must learn nothing, and why.</summary>
public sealed record Exclusion(IReadOnlyList<string>? Agencies, IReadOnlyList<Guid>? Members, string? Reason);

/// <summary>One agency's answer as the contract shows it.</summary>
public sealed record ObligationView(
    string Agency, string State, bool Lead, DateTimeOffset DueAt, int Level, int Round, int Version,
    DateTimeOffset? NotifiedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? SeenAt, DateTimeOffset? AnsweredAt, Guid? AnsweredBy,
    string? Note, string? Reason, DateTimeOffset? UndoUntil, DateTimeOffset? ProgressDueAt, DateTimeOffset? NextStepAt, string? OfferedTo, string? OfferedFrom, DateTimeOffset? PausedAt)
{
    /// <summary>What the contract shows of an obligation.</summary>
    public static ObligationView Of(Obligation o) => new(
        o.Agency, o.State.ToString(), o.Lead, o.DueAt, o.Level, o.Round, o.Version, o.NotifiedAt, o.DeliveredAt, o.SeenAt, o.AnsweredAt, o.AnsweredBy,
        o.Note, o.Reason, o.State == ObligationState.Acknowledged ? o.UndoUntil : null, o.ProgressDueAt, o.NextStepAt, o.OfferedTo, o.OfferedFrom, o.PausedAt);

    /// <summary>As <see cref="Alert.InOrder"/>.</summary>
    public static IReadOnlyList<ObligationView> Of(Alert alert) =>
        [.. alert.InOrder().Select(Of)];
}

/// <summary>One line of the list.</summary>
public sealed record AlertLine(
    Guid Id, int Version, string Channel, string CaseType, string Level, string Headline, string RegionCode, string RegionName, DateTimeOffset PostedAt,
    string PosterAgency, string Status, string State, string Tlp, IReadOnlyList<ObligationView> Obligations);

/// <summary>One alert, whole, as one member may see it.</summary>
public sealed record AlertView(
    Guid Id, int Version, string Channel, long Seq, string Epoch, string CaseType, string Level, string Headline, string Narrative, string RegionCode,
    string RegionName, Place? Location, DateTimeOffset? OccurredAt, DateTimeOffset PostedAt, Guid Poster, string PosterAgency, string PossibleVictims, string Tlp,
    IReadOnlyList<Guid>? Recipients, string Status, string State, JsonElement? Details, string? Outcome, ResolveAlert.Screening? Screening, DateTimeOffset? ClosedAt, Exclusion? Exclude,
    IReadOnlyList<string> RequiredAgencies, bool MayAnswer, bool MayDecline, bool MayMessage, bool MayProgress, bool MayResolve, bool MayCancel, bool MayEscalate,
    bool MayDelegate, bool MayAccept, bool MayUpdate, bool MayReopen, bool MayWaive,
    IReadOnlyList<ObligationView> Obligations, IReadOnlyList<ReachedView>? Reached, IReadOnlyList<WireEntry> Timeline);

/// <summary>Where an alert stands after a command that ends or moves it.</summary>
public sealed record AlertStanding(Guid Id, int Version, string State, string? Outcome, DateTimeOffset? ClosedAt)
{
    /// <summary>What the contract answers.</summary>
    public static AlertStanding Of(Alert alert) => new(alert.Id, alert.Version, alert.State.ToString(), alert.Outcome, alert.ClosedAt);
}

/// <summary>Where an entry was written.</summary>
public sealed record Written(string Channel, long Seq);

/// <summary>Something the poster should know although the alert was accepted.</summary>
public sealed record Warning(string Field, string Code, string Sentence);

/// <summary>How possible victims are spelt in the contract.</summary>
public static class PossibleVictimsWords
{
    /// <summary>yes, no, unknown.</summary>
    public static string Word(this PossibleVictims value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
