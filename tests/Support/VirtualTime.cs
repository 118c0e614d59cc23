using Microsoft.Extensions.Time.Testing;

namespace Timpora.Comms.Tests.Support;

/// <summary>Time that stands still until it is moved, with a wall clock that somebody can set while the steady counter goes on.</summary>
public sealed class VirtualTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>How far the wall clock stands from the truth.</summary>
    public TimeSpan WallError { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WallError;

    /// <inheritdoc/>
    // The counter of the base follows its wall clock, which no real machine's does.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>It is later at once, and no timer has rung in between: for whoever lets hours pass many times and needs none of the beats.</summary>
    public void Jump(TimeSpan by) => AdjustTime(base.GetUtcNow() + by);
}
