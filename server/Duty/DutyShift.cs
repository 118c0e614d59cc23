namespace Timpora.Comms.Duty;

/// <summary>One line of an agency's roster: who is on duty in which role, between which hours, in the agency's time zone.</summary>
public sealed class DutyShift
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Agency's code.</summary>
    public required string Agency { get; init; }

    /// <summary>Role on duty: liaison, chief, secretariat or chair.</summary>
    public required string Role { get; init; }

    /// <summary>The member.</summary>
    public required Guid Member { get; set; }

    /// <summary>Start, <c>HH:mm</c>.</summary>
    public required string From { get; set; }

    /// <summary>End, <c>HH:mm</c>; <c>24:00</c> is the end of the day, and an end before the start is on the next day.</summary>
    public required string To { get; set; }

    /// <summary>Weekdays the shift starts on, 1 Monday to 7 Sunday; empty means every day.</summary>
    public List<int> Days { get; set; } = [];
}

/// <summary>That the incoming person took over a shift: until then the outgoing one is notified too.</summary>
public sealed class DutyHandover
{
    /// <summary>Agency's code.</summary>
    public required string Agency { get; init; }

    /// <summary>Role on duty.</summary>
    public required string Role { get; init; }

    /// <summary>Start of the shift taken over.</summary>
    public required DateTimeOffset ShiftStart { get; init; }

    /// <summary>Who took over.</summary>
    public required Guid Member { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }
}

/// <summary>A member stands in for whoever the pattern names, between two instants. It counts from the next firing on and rewrites nothing that was.</summary>
public sealed class DutyOverride
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Agency's code.</summary>
    public required string Agency { get; init; }

    /// <summary>Role on duty.</summary>
    public required string Role { get; init; }

    /// <summary>Who stands in.</summary>
    public required Guid Member { get; init; }

    /// <summary>From when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Why; only the own agency reads it.</summary>
    public string? Reason { get; init; }

    /// <summary>Who wrote it.</summary>
    public required Guid WrittenBy { get; init; }

    /// <summary>When it was cancelled: it ends there, or never begins.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>The turn it makes; <paramref name="removedAt"/> is when its member was removed, which ends it as a cancelling does.</summary>
    public DutyTurn Turn(DateTimeOffset? removedAt = null) => new(
        Agency, Role, Member.ToString(), Since, new[] { Until, CancelledAt ?? Until, removedAt ?? Until }.Min(), IsStandIn: true);
}

/// <summary>A gap that the agency has been told of: it is told once.</summary>
public sealed class DutyGapNotice
{
    /// <summary>Agency's code.</summary>
    public required string Agency { get; init; }

    /// <summary>Role on duty.</summary>
    public required string Role { get; init; }

    /// <summary>From when nobody is on duty.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset Until { get; init; }
}
