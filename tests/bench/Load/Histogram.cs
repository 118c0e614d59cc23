using System.Diagnostics;
using System.Numerics;

namespace Timpora.Comms.Bench.Load;

/// <summary>Latencies in buckets of about three per cent; counting one costs no allocation.</summary>
internal sealed class Histogram
{
    private readonly long[] buckets = new long[2048];
    private long count;
    private long most;

    /// <summary>How many were counted.</summary>
    public long Count => count;

    /// <summary>Counts a latency in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        var nanoseconds = Math.Max(0, (long)(ticks * (1e9 / Stopwatch.Frequency)));
        buckets[Bucket(nanoseconds)]++;
        count++;
        most = Math.Max(most, nanoseconds);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(buckets);
        (count, most) = (0, 0);
    }

    /// <summary>A percentile in milliseconds; 0 when nothing was counted.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)(count * share);
        for (var i = 0; i < buckets.Length; i++)
            if ((wanted -= buckets[i]) < 0)
                return Value(i) / 1e6;
        return most / 1e6;
    }

    private static int Bucket(long value)
    {
        if (value < 32)
            return (int)value;
        var power = 63 - BitOperations.LeadingZeroCount((ulong)value);
        return ((power - 4) * 32) + (int)((value >> (power - 5)) & 31);
    }

    private static double Value(int bucket)
    {
        if (bucket < 32)
            return bucket;
        var power = (bucket / 32) + 4;
        return (1L << power) + ((long)(bucket & 31) << (power - 5)) + (1L << (power - 6));
    }
}
