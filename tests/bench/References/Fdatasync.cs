using System.Diagnostics;
using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.References;

/// <summary>The least that "it is on disk" costs here: 512 bytes appended to a file, and the disk asked to have them.</summary>
internal static class Fdatasync
{
    /// <summary>The median in milliseconds over a while.</summary>
    public static double Median(string folder, double seconds)
    {
        var path = Path.Combine(folder, "fdatasync.bin");
        var histogram = new Histogram();
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var block = new byte[512];
            var started = Stopwatch.GetTimestamp();
            for (var at = 0L; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; at += block.Length)
            {
                var before = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, at);
                Kernel.Sync((int)file.DangerousGetHandle());
                histogram.Add(Stopwatch.GetTimestamp() - before);
            }
        }

        File.Delete(path);
        return histogram.Percentile(.5);
    }
}
