using System.Diagnostics;
using System.Net.Sockets;

namespace Timpora.Comms.Bench.Load;

/// <summary>A device comes back some entries behind: from asking to having the newest, again and again.</summary>
internal static class Resume
{
    /// <summary>Resumes on one connection after another, each some entries behind.</summary>
    public static Outcome Run(Plan plan, Order order)
    {
        var counts = new Counts();
        var place = plan.Places[0];
        List<string> faults = [];
        var before = Processes.Usage(plan.Servers);
        var started = Stopwatch.GetTimestamp();
        var buffer = new byte[1 << 18];
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < order.Seconds)
        {
            using var socket = Line.OpenHub(plan.Ports[0], plan.Cookies[0], isJson: true);
            var asked = Stopwatch.GetTimestamp();
            socket.Send(Wire.Call(true, "1", "Subscribe", Wire.Cursor(place, place.Head - order.By)));
            if (Numbers(socket, buffer, place.Head - order.By, place.Head) is { } fault)
                faults.Add(fault);
            counts.Accepted.Add(Stopwatch.GetTimestamp() - asked);
            counts.Posts++;
        }

        return counts.Outcome(Stopwatch.GetElapsedTime(started).TotalSeconds, before, Processes.Usage(plan.Servers), faults);
    }

    /// <summary>Several members at the same moment; how long each takes.</summary>
    public static Outcome Together(Plan plan, Order order)
    {
        var counts = new Counts();
        var place = plan.Places[0];
        List<string> faults = [];
        var sockets = Enumerable.Range(0, order.Members).Select(i => Line.OpenHub(plan.PortOf(i), plan.Cookies[i % plan.Cookies.Count], isJson: true)).ToList();
        var before = Processes.Usage(plan.Servers);
        var started = Stopwatch.GetTimestamp();
        var threads = sockets.ConvertAll(socket => new Thread(() =>
        {
            socket.Send(Wire.Call(true, "1", "Subscribe", Wire.Cursor(place, place.Head - order.By)));
            var fault = Numbers(socket, new byte[1 << 18], place.Head - order.By, place.Head);
            lock (counts)
            {
                counts.Accepted.Add(Stopwatch.GetTimestamp() - started);
                counts.Posts++;
                if (fault is not null)
                    faults.Add(fault);
            }
        }));
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        var outcome = counts.Outcome(Stopwatch.GetElapsedTime(started).TotalSeconds, before, Processes.Usage(plan.Servers), faults);
        sockets.ForEach(s => s.Dispose());
        return outcome;
    }

    private static string? Numbers(Socket socket, byte[] buffer, long last, long wanted)
    {
        var kept = 0;
        var frames = new Frames();
        while (last < wanted)
        {
            var read = socket.Receive(buffer.AsSpan(kept));
            if (read == 0)
                return "the server closed a resuming line";
            var bytes = buffer.AsSpan(0, kept + frames.Unframe(buffer.AsSpan(kept, read)));
            for (int at; (at = bytes.IndexOf("\"seq\":"u8)) >= 0;)
            {
                var end = bytes[at..].IndexOf((byte)',');
                if (end < 0)
                    break;
                var number = long.Parse(bytes.Slice(at + 6, end - 6));
                if (number != last + 1)
                    return $"number {number} came after {last} in a replay";
                last = number;
                bytes = bytes[(at + end)..];
            }

            var rest = bytes.Length > 64 && bytes.IndexOf("\"seq\":"u8) < 0 ? bytes[^64..] : bytes;
            rest.CopyTo(buffer);
            kept = rest.Length;
        }

        return null;
    }
}
