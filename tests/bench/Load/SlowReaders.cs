using System.Diagnostics;
using System.Net.Sockets;

namespace Timpora.Comms.Bench.Load;

/// <summary>Members on a very bad line: they follow the first channel and read one kilobyte a second.</summary>
internal sealed class SlowReaders(Plan plan)
{
    private const int PerSecond = 1024;
    private const int Sips = 4;
    private const int SmallBuffer = 4096;

    private readonly List<(Socket Socket, bool IsJson)> readers = [];
    private readonly byte[] sip = new byte[PerSecond / Sips];
    private long next;

    /// <summary>How long one may wait at most, in nanoseconds.</summary>
    public long Pause => readers.Count == 0 ? long.MaxValue : 1_000_000_000 / Sips / 4;

    /// <summary>Connects so many.</summary>
    public void Open(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = Subscriber.Socket(plan, i, i % 2 == 0, plan.Places[0], SmallBuffer);
            socket.Blocking = false;
            readers.Add((socket, i % 2 == 0));
        }
    }

    /// <summary>They hang up.</summary>
    public void Cut()
    {
        foreach (var (socket, _) in readers)
            socket.Dispose();
        readers.Clear();
    }

    /// <summary>Lets them read what is their share.</summary>
    public void Sip(long now)
    {
        if (readers.Count == 0 || now < next)
            return;
        next = now + (Stopwatch.Frequency / Sips);
        foreach (var (socket, _) in readers)
            socket.Receive(sip, 0, sip.Length, SocketFlags.None, out _);
    }

    /// <summary>They are slow but alive.</summary>
    public void Ping()
    {
        foreach (var (socket, isJson) in readers)
            socket.Send(Wire.Ping(isJson), 0, Wire.Ping(isJson).Length, SocketFlags.None, out _);
    }
}
