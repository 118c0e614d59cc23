namespace Timpora.Comms.Tests.Support;

/// <summary>The machine's time, with a wall clock that somebody has set wrong.</summary>
public sealed class SkewedTime(TimeSpan by) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
