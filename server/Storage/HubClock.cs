namespace Timpora.Comms.Storage;

/// <summary>
/// The one clock of deadlines and of the log. It starts from the wall clock and then advances by the machine's steady counter,
/// so a wall clock that steps back or jumps ahead moves no deadline (R17, F23, F24). Whole microseconds, UTC.
/// </summary>
public sealed class HubClock
{
    private readonly TimeProvider time;
    private readonly DateTimeOffset anchorAt;
    private readonly long anchor;
    private long offset;

    /// <summary>Starts the clock at the wall clock's present.</summary>
    public HubClock(TimeProvider time)
    {
        this.time = time;
        anchorAt = time.GetUtcNow();
        anchor = time.GetTimestamp();
    }

    /// <summary>Now.</summary>
    public DateTimeOffset Now()
    {
        var now = anchorAt + time.GetElapsedTime(anchor) + TimeSpan.FromTicks(Interlocked.Read(ref offset));
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    /// <summary>How far the wall clock stands from this one; more than seconds means that somebody set it.</summary>
    public TimeSpan WallDrift() => time.GetUtcNow() - Now();

    /// <summary>Follows the database's clock, so that all nodes share one. A virtual clock follows nobody.</summary>
    public void Follow(DateTimeOffset databaseNow)
    {
        if (time == TimeProvider.System)
            Interlocked.Add(ref offset, (databaseNow - Now()).Ticks);
    }
}
