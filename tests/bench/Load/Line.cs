using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Timpora.Comms.Bench.Load;

/// <summary>One connection; what it was opened for decides what is done with the bytes that come.</summary>
internal abstract class Line(Socket socket)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes that are kept for the next read.</summary>
    public const int MostCarried = 192;

    private readonly byte[] carry = new byte[MostCarried];

    /// <summary>The socket's descriptor.</summary>
    public int Handle { get; } = (int)socket.Handle;

    /// <summary>Bytes of the last read that were no whole mark.</summary>
    public Span<byte> Carry => carry.AsSpan(0, Carried);

    /// <summary>How many of them.</summary>
    public int Carried { get; private set; }

    /// <summary>What has to be sent now and then so that the server keeps the line; null: nothing.</summary>
    public byte[]? Ping { get; init; }

    /// <summary>Takes out what is no payload; tells how much is left.</summary>
    public virtual int Unframe(Span<byte> bytes) => bytes.Length;

    /// <summary>Takes what came, the carry first.</summary>
    public abstract void Take(Span<byte> bytes, Generator generator);

    /// <summary>Keeps the end of what came for the next read.</summary>
    protected void Keep(ReadOnlySpan<byte> rest)
    {
        Carried = Math.Min(rest.Length, carry.Length);
        rest[^Carried..].CopyTo(carry);
    }

    /// <summary>Nothing is carried.</summary>
    protected void KeepNothing() => Carried = 0;

    /// <summary>Closes the socket.</summary>
    public void Close() => socket.Dispose();

    /// <summary>Connects to this machine.</summary>
    public static Socket Connect(int port, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Reads until a text has come; setting up only.</summary>
    public static string Await(Socket socket, params ReadOnlySpan<byte[]> wanted)
    {
        var buffer = new byte[1 << 16];
        var count = 0;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var read = Stopwatch.GetElapsedTime(started) < Patience ? socket.Receive(buffer.AsSpan(count)) : 0;
            count += read;
            foreach (var one in wanted)
                if (buffer.AsSpan(0, count).IndexOf(one) >= 0)
                    return Encoding.Latin1.GetString(buffer, 0, count);
            if (read == 0 || count == buffer.Length)
                throw new InvalidOperationException($"The server did not answer as expected: {Encoding.Latin1.GetString(buffer, 0, Math.Min(count, 600))}");
        }
    }

    /// <summary>Opens a web socket.</summary>
    public static Socket Open(string path, int port, string? cookie, int receiveBuffer = 0)
    {
        var socket = Connect(port, receiveBuffer);
        socket.Send(Wire.Upgrade(path, port, cookie));
        var answer = Await(socket, "\r\n\r\n"u8.ToArray());
        return answer.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? socket : throw new InvalidOperationException($"No web socket: {answer}");
    }

    /// <summary>Opens a SignalR connection.</summary>
    public static Socket OpenHub(int port, string? cookie, bool isJson, int receiveBuffer = 0)
    {
        var socket = Open("/hub", port, cookie, receiveBuffer);
        socket.Send(Wire.Hello(isJson));
        Await(socket, "{}\u001e"u8.ToArray());
        return socket;
    }

    /// <summary>Calls a hub method and waits until it is done.</summary>
    public static void Call(Socket socket, bool isJson, string method, string arguments)
    {
        socket.Send(Wire.Call(isJson, "1", method, arguments));
        var answer = isJson ? Await(socket, "\"type\":3"u8.ToArray()) : Await(socket, [0x03, 0x80, 0xa1, (byte)'1', 0x01], [0x03, 0x80, 0xa1, (byte)'1', 0x02], [0x03, 0x80, 0xa1, (byte)'1', 0x03]);
        if (answer.Contains("\"error\"", StringComparison.Ordinal) || answer.Contains("\u0003\u0080\u00a11\u0001", StringComparison.Ordinal))
            throw new InvalidOperationException($"{method} failed: {answer}");
    }
}
