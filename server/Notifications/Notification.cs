namespace Timpora.Comms.Notifications;

/// <summary>Where a notification stands.</summary>
public enum NotificationState
{
    /// <summary>Waits for its transport.</summary>
    Queued,

    /// <summary>Handed over.</summary>
    Sent,

    /// <summary>Not needed any more: the answer came first.</summary>
    Cancelled,

    /// <summary>Given up after its attempts.</summary>
    Quarantined,
}

/// <summary>
/// One wake-up for one person: at most one per alert, recipient, level and round, however many obligations are late.
/// Carries ids only; the person reads the case after signing in.
/// </summary>
public sealed class Notification
{
    /// <summary>UUIDv7; all a transport may show.</summary>
    public required Guid Id { get; init; }

    /// <summary>The alert.</summary>
    public required Guid AlertId { get; init; }

    /// <summary>The obligation whose step asked first.</summary>
    public required Guid Obligation { get; init; }

    /// <summary>Who is woken.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>Alert version.</summary>
    public required int Version { get; init; }

    /// <summary>Round of the ladder.</summary>
    public required int Round { get; init; }

    /// <summary>Level of the ladder; 0 for a warning outside it.</summary>
    public required int Level { get; init; }

    /// <summary>How: <c>desk</c> is the live entry in the agency's desk.</summary>
    public required string Transport { get; init; }

    /// <summary>Where it stands.</summary>
    public NotificationState State { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was handed over.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What the transport said last.</summary>
    public string? Result { get; set; }
}
