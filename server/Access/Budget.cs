namespace Timpora.Comms.Access;

/// <summary>
/// An <see cref="Allowance"/> and what is left of it: tokens that come back evenly. Whoever takes one in advance has it when its time has come, and before
/// those who ask later. One number, no timer; the framework's limiters keep a queue and a clock of their own, which no test can move.
/// </summary>
internal sealed class Budget(Allowance allowance, TimeProvider time)
{
    private readonly long perToken = Math.Max(1, (long)(time.TimestampFrequency / allowance.PerSecond));
    private long fullAt = time.GetTimestamp();

    private long Full => allowance.AtOnce * perToken;

    /// <summary>Whether nothing is taken at this moment; a full budget is as good as a new one.</summary>
    public bool IsFull => Interlocked.Read(ref fullAt) <= time.GetTimestamp();

    /// <summary>How long until there is something again; zero or less when there is.</summary>
    public TimeSpan Wait => Span(Interlocked.Read(ref fullAt) - time.GetTimestamp() - Full);

    /// <summary>Takes one that is there within <paramref name="atMost"/>, and says how long until then; if it is not, takes nothing and says how long it would be.</summary>
    public bool TryTake(TimeSpan atMost, out TimeSpan wait)
    {
        while (true)
        {
            var (before, now) = (Interlocked.Read(ref fullAt), time.GetTimestamp());
            var after = Math.Max(before, now) + perToken;
            wait = Span(after - now - Full);
            if (wait > atMost)
                return false;
            if (Interlocked.CompareExchange(ref fullAt, after, before) == before)
                return true;
        }
    }

    /// <summary>Takes what has been used already, whether it was there or not; <see cref="Wait"/> grows by what was not.</summary>
    public void Take(int tokens)
    {
        while (true)
        {
            var before = Interlocked.Read(ref fullAt);
            var after = Math.Max(before, time.GetTimestamp()) + (tokens * perToken);
            if (Interlocked.CompareExchange(ref fullAt, after, before) == before)
                return;
        }
    }

    private TimeSpan Span(long ticks) => TimeSpan.FromTicks(ticks <= 0 ? 0 : Math.Max(1, (long)(ticks * ((double)TimeSpan.TicksPerSecond / time.TimestampFrequency))));
}
