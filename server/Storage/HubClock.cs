namespace Timpora.Comms.Storage;

/// <summary>
/// The one clock of deadlines, sessions and the log. It starts from the wall clock and then advances by the machine's steady counter,
/// so a wall clock that steps back or jumps ahead moves no deadline (R17, F23, F24). Where nodes share a database it follows that one's
/// clock, so all of them agree. Whole microseconds, UTC.
/// </summary>
public sealed class HubClock
{
    private readonly TimeProvider time;
    private readonly bool followsDatabase;
    private readonly DateTimeOffset anchorAt;
    private readonly long anchor;
    private long offset;

    /// <summary>Starts the clock at the wall clock's present. A virtual clock follows no database.</summary>
    public HubClock(TimeProvider time, bool followsDatabase = true)
    {
        (this.time, this.followsDatabase) = (time, followsDatabase);
        anchorAt = time.GetUtcNow();
        anchor = time.GetTimestamp();
        Time = new AsTime(this);
    }

    /// <summary>This clock for what asks a <see cref="TimeProvider"/> for the date; its steady counter is the machine's.</summary>
    public TimeProvider Time { get; }

    /// <summary>Now.</summary>
    public DateTimeOffset Now() => At(time.GetTimestamp());

    /// <summary>How far the wall clock stands from this one; more than seconds means that somebody set it, or that it runs by itself.</summary>
    public TimeSpan WallDrift() => time.GetUtcNow() - Now();

    /// <summary>
    /// Follows the database's clock. It was read at some instant between asking and having the answer (timestamps of the steady counter), so a
    /// difference within half of that span proves nothing and moves nothing: an answer that lay around while the process was held cannot set
    /// the clock back. Anything more is taken over at once, measured from the middle. Answers by how much the clock was moved.
    /// </summary>
    public TimeSpan Follow(DateTimeOffset databaseNow, long asked, long answered)
    {
        var unknown = time.GetElapsedTime(asked, answered) / 2;
        var difference = databaseNow - (At(asked) + unknown);
        if (!followsDatabase || difference.Duration() <= unknown)
            return TimeSpan.Zero;
        Interlocked.Add(ref offset, difference.Ticks);
        return difference;
    }

    private DateTimeOffset At(long timestamp)
    {
        var now = anchorAt + time.GetElapsedTime(anchor, timestamp) + TimeSpan.FromTicks(Interlocked.Read(ref offset));
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    private sealed class AsTime(HubClock clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.Now();

        public override long GetTimestamp() => clock.time.GetTimestamp();
    }
}
