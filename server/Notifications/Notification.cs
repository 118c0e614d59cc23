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

    /// <summary>How: a word of <see cref="Transports"/>.</summary>
    public required string Transport { get; init; }

    /// <summary>Where it stands.</summary>
    public NotificationState State { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts so far, the one under way included.</summary>
    public int Attempts { get; set; }

    /// <summary>
    /// When the sender may take it: not before its time, after a failure's pause, or once whoever took it has had the time to finish. Null when nothing
    /// is to be done with it any more.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Rises each time somebody takes it: the fencing token. Whoever holds an older one writes no result.</summary>
    public int Claim { get; set; }

    /// <summary>When it was handed over.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What became of it last, as a code: why it was cancelled or failed. Never what a server said, which may repeat an address.</summary>
    public string? Result { get; set; }
}
