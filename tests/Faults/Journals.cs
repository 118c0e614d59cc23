namespace Timpora.Comms.Tests.Faults;

/// <summary>What somebody did.</summary>
public enum Deed
{
    /// <summary>Posted an alert.</summary>
    Alert,

    /// <summary>Wrote into an alert's thread.</summary>
    Message,

    /// <summary>Acknowledged for the own agency.</summary>
    Acknowledgement,

    /// <summary>Anything else that has a client key.</summary>
    Other,
}

/// <summary>What came of it, as far as the client knows.</summary>
public enum Outcome
{
    /// <summary>Nobody ever answered: it may be stored or not, but not twice.</summary>
    Unknown,

    /// <summary>Answered with success.</summary>
    Accepted,

    /// <summary>The last answer was a refusal.</summary>
    Refused,
}

/// <summary>
/// One act of a client: sent with one client key until somebody answered. <paramref name="Key"/> stands in the texts of alerts and
/// messages, so that they can be found by it. Times are timestamps of this machine.
/// </summary>
public sealed record Act(Guid Member, Guid Key, Deed Deed, Outcome Outcome)
{
    /// <summary>The alert that it belongs to; for a posted one, as the answer says.</summary>
    public Guid? Alert { get; init; }

    /// <summary>Where the answer says that it stands.</summary>
    public string? Channel { get; init; }

    /// <summary>Its number there, as the answer says.</summary>
    public long? Seq { get; init; }

    /// <summary>The last HTTP status; 0 when there was none.</summary>
    public int Status { get; init; }

    /// <summary>The last refusal's code.</summary>
    public string? Code { get; init; }

    /// <summary>Codes of all refusals on the way.</summary>
    public IReadOnlyList<string> Met { get; init; } = [];

    /// <summary>Whether it was refused so at least once.</summary>
    public bool MetWith(string code) => Met.Contains(code);

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was sent first.</summary>
    public long SentAt { get; init; }

    /// <summary>When it was answered.</summary>
    public long AnsweredAt { get; init; }
}

/// <summary>What happened at a device, in this order.</summary>
public abstract record Event(string Channel);

/// <summary>The device asked for a channel from this cursor on; an empty epoch with 0 means that it had none.</summary>
public sealed record Subscribed(string Channel, string Epoch, long Seq) : Event(Channel);

/// <summary>An entry arrived; <paramref name="Kind"/> is <c>withheld</c> for a stub.</summary>
public sealed record Arrived(string Channel, string Epoch, long Seq, string Kind, Guid? Alert, string Hash) : Event(Channel)
{
    /// <summary>When, as a timestamp of this machine.</summary>
    public long At { get; init; }
}

/// <summary>The hub said that the cursor is of no use.</summary>
public sealed record Resynced(string Channel) : Event(Channel);

/// <summary>The hub said that the channel may not be read any more.</summary>
public sealed record Revoked(string Channel) : Event(Channel);

/// <summary>All that happened at one device.</summary>
public sealed record DeviceJournal(string Device, Guid Member, IReadOnlyList<Event> Events);
