namespace Timpora.Comms.Notifications;

/// <summary>How often, and how long, a notification is tried.</summary>
public static class Sending
{
    /// <summary>After so many attempts it is given up (F19: one poisoned row must not be tried for ever).</summary>
    public const int MostAttempts = 5;

    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long who took a notification has it to themselves: an attempt, and time to keep its result.</summary>
    public static readonly TimeSpan ClaimLife = TimeSpan.FromSeconds(30);

    /// <summary>How long a drill's notification waits for a real alert until it is looked at again.</summary>
    public static readonly TimeSpan DrillLook = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan[] pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(3)];

    /// <summary>The pause after a failed attempt, longer each time, spread by up to a fifth (<paramref name="chance"/> from 0 to 1) so that what failed together does not return together.</summary>
    public static TimeSpan PauseAfter(int attempts, double chance) =>
        pauses[Math.Clamp(attempts, 1, pauses.Length) - 1] * (1 + (chance / 5));

    /// <summary>Where a notification stands after an attempt. Pure.</summary>
    public static Standing After(Notification row, AttemptResult result, DateTimeOffset now, double chance) => result.Kind switch
    {
        AttemptKind.Sent => new(NotificationState.Sent, row.Attempts, null, now, result.Code),
        AttemptKind.NotNeeded => new(NotificationState.Cancelled, row.Attempts - 1, null, null, result.Code),
        AttemptKind.Later => new(NotificationState.Queued, row.Attempts - 1, now + DrillLook, null, result.Code),
        AttemptKind.Failed when row.Attempts < MostAttempts => new(NotificationState.Queued, row.Attempts, now + PauseAfter(row.Attempts, chance), null, result.Code),
        _ => new(NotificationState.Quarantined, row.Attempts, null, null, result.Code),
    };

    /// <summary>Where a notification stands.</summary>
    public sealed record Standing(NotificationState State, int Attempts, DateTimeOffset? DueAt, DateTimeOffset? SentAt, string Result);
}

/// <summary>What came of an attempt.</summary>
public enum AttemptKind
{
    /// <summary>The transport's server has taken it over.</summary>
    Sent,

    /// <summary>It failed, and may work later.</summary>
    Failed,

    /// <summary>It will never work.</summary>
    Refused,

    /// <summary>Nobody has to be woken any more; nothing was sent.</summary>
    NotNeeded,

    /// <summary>Something else comes first; nothing was sent, and the attempt does not count.</summary>
    Later,
}

/// <summary>What came of an attempt, and why as a code that names nobody and no address.</summary>
public sealed record AttemptResult(AttemptKind Kind, string Code)
{
    /// <summary>Taken over.</summary>
    public static AttemptResult Sent { get; } = new(AttemptKind.Sent, "sent");

    /// <summary>May work later.</summary>
    public static AttemptResult Failed(string why) => new(AttemptKind.Failed, why);

    /// <summary>Will never work.</summary>
    public static AttemptResult Refused(string why) => new(AttemptKind.Refused, why);
}
