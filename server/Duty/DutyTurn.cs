namespace Timpora.Comms.Duty;

/// <summary>
/// One turn of duty that has a date: who, for what, from when until when. The end is exclusive. <paramref name="IsStandIn"/>: it comes from an
/// override and not from the weekly pattern.
/// </summary>
public sealed record DutyTurn(string Agency, string Role, string Member, DateTimeOffset Since, DateTimeOffset Until, bool IsStandIn = false)
{
    /// <summary>What accepting this turn is recorded under.</summary>
    public AcceptedShift Key => new(Agency, Role, Since, Member);

    /// <summary>Whether it covers the instant.</summary>
    public bool Covers(DateTimeOffset at) => Since <= at && at < Until;
}

/// <summary>A turn whose handover has been accepted, by the person who came in. Where several begin together, one of them accepts for all.</summary>
public readonly record struct AcceptedShift(string Agency, string Role, DateTimeOffset Since, string Member);

/// <summary>
/// Somebody to notify now. <paramref name="IsAccepted"/>: the person has taken this turn over, or there was nobody to take it over from.
/// <paramref name="IsOutgoing"/>: the turn is over, but the person stays on duty because the next one has not accepted yet.
/// </summary>
public sealed record OnDuty(DutyTurn Shift, bool IsAccepted, bool IsOutgoing)
{
    /// <summary>The person.</summary>
    public string Member => Shift.Member;
}

/// <summary>A stretch of time in which nobody is on duty for the role: the ladder will skip it.</summary>
public sealed record DutyGap(string Agency, string Role, DateTimeOffset From, DateTimeOffset To);
