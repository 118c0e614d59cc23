namespace Timpora.Comms.Bench.Load;

/// <summary>What is counted while it is measured.</summary>
internal sealed class Counts
{
    public readonly Histogram Delivered = new();
    public readonly Histogram Last = new();
    public readonly Histogram Accepted = new();
    public long Posts;
    public long Deliveries;
    public long Receives;
    public long Bytes;

    public void Clear()
    {
        Delivered.Clear();
        Last.Clear();
        Accepted.Clear();
        Posts = Deliveries = Receives = Bytes = 0;
    }

    public Outcome Outcome(double seconds, Usage before, Usage after, IReadOnlyList<string> faults) => new(
        Posts, Deliveries, seconds, after.Cpu - before.Cpu, 0, Receives, Bytes, Delivered.Percentile(.5), Delivered.Percentile(.99), Last.Percentile(.5), Last.Percentile(.99),
        Accepted.Percentile(.5), Accepted.Percentile(.99), after.Memory, faults);
}
