using System.Diagnostics;
using System.Net.Sockets;

namespace Timpora.Comms.Bench.Load;

/// <summary>
/// A signed-in member's device that sends the same frame over one connection ten thousand times a second, as far as the hub takes them: what its socket does not
/// take at once is sent later, and no more is made meanwhile. It reads what it is answered, so that it is not cut off for being slow.
/// </summary>
internal sealed class Attacker : IDisposable
{
    /// <summary>Frames a second that it tries to send.</summary>
    public const int PerSecond = 10_000;

    private const int FramesAtOnce = 10;
    private const int MostBehind = 20;
    private const int SmallBuffer = 16 << 10;

    private readonly Socket socket;
    private readonly byte[] frames;
    private readonly int frame;
    private readonly Thread thread;
    private readonly CancellationTokenSource end = new();
    private readonly long started = Stopwatch.GetTimestamp();
    private long bytes;

    /// <summary>Connects and begins.</summary>
    public Attacker(int port, string cookie, byte[] frame)
    {
        this.frame = frame.Length;
        frames = [.. Enumerable.Repeat(frame, FramesAtOnce).SelectMany(f => f)];
        socket = Line.OpenHub(port, cookie, isJson: true);
        // Otherwise the kernel takes megabytes in advance, and what the hub takes is not seen.
        (socket.Blocking, socket.SendBufferSize) = (false, SmallBuffer);
        thread = new Thread(Run);
        thread.Start();
    }

    /// <summary>Whether the hub hung up.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Frames a second that its socket took so far.</summary>
    public double Sent => bytes / (double)frame / Stopwatch.GetElapsedTime(started).TotalSeconds;

    /// <summary>A web socket's ping, which the server's web socket answers by itself.</summary>
    public static byte[] Ping() => [0x89, 0x80, 0, 0, 0, 0];

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        thread.Join();
        socket.Dispose();
        end.Dispose();
    }

    private void Run()
    {
        var answers = new byte[1 << 16];
        var offset = 0;
        var done = 0L;
        while (!end.IsCancellationRequested && !IsCutOff)
        {
            var isHeldUp = false;
            var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * PerSecond / FramesAtOnce);
            for (done = Math.Max(done, due - MostBehind); done < due; done++)
            {
                var sent = Math.Max(0, socket.Send(frames, offset, frames.Length - offset, SocketFlags.None, out var error));
                IsCutOff |= error is not (SocketError.Success or SocketError.WouldBlock);
                bytes += sent;
                offset = (offset + sent) % frames.Length;
                // The rest of a frame first, when there is room again.
                isHeldUp = offset > 0 || sent == 0;
                if (isHeldUp)
                    break;
            }

            while (!IsCutOff && socket.Receive(answers, 0, answers.Length, SocketFlags.None, out var failed) is var read && failed != SocketError.WouldBlock)
                IsCutOff |= read == 0 || failed != SocketError.Success;
            // While there is room for nothing it asks the kernel, and not a thousand times a second: here it shares the cores with those it is measured by.
            if (isHeldUp)
                Socket.Select(new List<Socket> { socket }, new List<Socket> { socket }, null, TimeSpan.FromMilliseconds(100));
            else
                end.Token.WaitHandle.WaitOne(1);
        }
    }
}
