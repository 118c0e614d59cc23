using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>What the escalation engine's heartbeat says: a frozen clock or a dead scanner must be visible to users, not only to operators.</summary>
public static class EngineHealth
{
    /// <summary>The heartbeat's row.</summary>
    public const string BeatName = "escalation";

    /// <summary>A scan older than this means that the engine is dead or frozen.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);

    /// <summary>When the engine last finished a scan; null before the first ever.</summary>
    public static async Task<DateTimeOffset?> LastScan(HubDb db, CancellationToken ct) =>
        (await db.EngineBeats.AsNoTracking().FirstOrDefaultAsync(b => b.Name == BeatName, ct))?.At;

    /// <summary>Whether the engine can be relied on at this instant. A scan of the future proves nothing: the clock was set back since.</summary>
    public static bool IsHealthy(DateTimeOffset? lastScan, DateTimeOffset now) => lastScan is { } at && (now - at).Duration() < StaleAfter;
}
