using System.Buffers.Text;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// A device that costs little, so that one process holds thousands: a bare web socket that speaks just enough of the protocol to follow one channel and
/// to find back to some node, with growing pauses and full jitter. It notes only the numbers that arrive and when.
/// </summary>
internal sealed class BareDevice(Someone someone, IReadOnlyList<Uri> nodes, string channel, Random random) : IAsyncDisposable
{
    private const byte EndOfMessage = 0x1e;

    private static readonly TimeSpan firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan longestPause = TimeSpan.FromSeconds(30);
    private static readonly byte[] ping = [.. """{"type":6}"""u8, EndOfMessage];

    private readonly CancellationTokenSource stopping = new();
    private readonly List<long> arrivals = [];
    private Task living = Task.CompletedTask;
    private string epoch = "";
    private long last;
    private int node;

    /// <summary>The number of the last entry that it has.</summary>
    public long Last => Volatile.Read(ref last);

    /// <summary>How many lines it has opened and followed by.</summary>
    public int Lines { get; private set; }

    /// <summary>When its newest line was open, as a timestamp.</summary>
    public long LineSince { get; private set; }

    /// <summary>How often it was not let follow.</summary>
    public int Refused { get; private set; }

    /// <summary>What it saw besides the next number: entries twice, or a hole.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>How many bytes a second it reads; none means as many as come.</summary>
    public int? Pace { get; set; }

    /// <summary>Its machine takes little for it that it has not read.</summary>
    public bool HasSmallBuffer { get; init; }

    /// <summary>When each entry arrived, as timestamps, in the order of their numbers.</summary>
    public IReadOnlyList<long> Arrivals => arrivals;

    /// <summary>Begins to live.</summary>
    public void Start() => living = Task.Run(Live);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task Live()
    {
        for (var failures = 0; !stopping.IsCancellationRequested; failures++)
        {
            try
            {
                // As a balancer does it: any node, and the next one after one that did not answer.
                node = failures == 0 ? Any() : node + 1;
                await LiveOn(nodes[node % nodes.Count], () => failures = 0);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or HttpRequestException or SocketException or OperationCanceledException or InvalidOperationException)
            {
                // The line did not come about or has ended.
            }

            var most = firstPause * Math.Pow(2, Math.Min(failures, 10));
            var pause = (most < longestPause ? most : longestPause) * Fraction();
            await Task.Delay(pause, TimeProvider.System, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LiveOn(Uri node, Action opened)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", someone.Cookie);
        socket.Options.SetRequestHeader("Origin", node.GetLeftPart(UriPartial.Authority));
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        connecting.CancelAfter(TimeSpan.FromSeconds(15));
        // A receive buffer of the usual size would hide for minutes that somebody reads slowly.
        using var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            ConnectCallback = async (context, ct) =>
            {
                var line = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                if (HasSmallBuffer)
                    line.ReceiveBufferSize = 4096;
                await line.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(line, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler);
        await socket.ConnectAsync(new UriBuilder(new Uri(node, "/hub")) { Scheme = "ws" }.Uri, invoker, connecting.Token);
        await Say(socket, """{"protocol":"json","version":1}""", connecting.Token);
        await Say(socket, $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"channel":"{{channel}}","epoch":"{{epoch}}","seq":{{Last}}}]]}""", connecting.Token);
        using var pings = new Timer(_ => _ = Ping(socket), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        await Read(socket, opened);
    }

    private async Task Read(ClientWebSocket socket, Action opened)
    {
        var buffer = new byte[16 << 10];
        var held = 0;
        while (true)
        {
            var take = Pace is { } pace ? Math.Min(pace, buffer.Length - held) : buffer.Length - held;
            var read = await socket.ReceiveAsync(buffer.AsMemory(held, take), stopping.Token);
            if (read.MessageType == WebSocketMessageType.Close)
                return;
            held += read.Count;
            var done = 0;
            for (int end; (end = buffer.AsSpan(done, held - done).IndexOf(EndOfMessage)) >= 0; done += end + 1)
                Hear(buffer.AsSpan(done, end));
            if (LineSince > 0)
                opened();
            buffer.AsSpan(done, held - done).CopyTo(buffer);
            held -= done;
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            if (Pace is not null)
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stopping.Token);
        }
    }

    // Numbers only: `"seq":` stands in no text of these suites.
    private void Hear(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"type\":3"u8) >= 0)
        {
            // The answer to Subscribe. Who is refused comes again, as every client does.
            if (message.IndexOf("\"error\""u8) >= 0)
            {
                Refused++;
                throw new IOException("Subscribe was refused.");
            }

            LineSince = TimeProvider.System.GetTimestamp();
            Lines++;
            return;
        }

        if (message.IndexOf("\"target\":\"entries\""u8) < 0)
            return;
        if (epoch.Length == 0)
        {
            var from = message.IndexOf(Encoding.UTF8.GetBytes($"[\"{channel}\",\"")) + channel.Length + 5;
            epoch = Encoding.UTF8.GetString(message.Slice(from, message[from..].IndexOf((byte)'"')));
        }

        var at = TimeProvider.System.GetTimestamp();
        for (int next; (next = message.IndexOf("\"seq\":"u8)) >= 0;)
        {
            message = message[(next + 6)..];
            if (!Utf8Parser.TryParse(message, out long seq, out _))
                continue;
            if (seq != last + 1)
            {
                OutOfOrder++;
                continue;
            }

            arrivals.Add(at);
            Volatile.Write(ref last, seq);
        }
    }

    private int Any()
    {
        lock (random)
            return random.Next(nodes.Count);
    }

    private double Fraction()
    {
        lock (random)
            return random.NextDouble();
    }

    private static Task Say(ClientWebSocket socket, string text, CancellationToken ct) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text + (char)EndOfMessage), WebSocketMessageType.Text, true, ct);

    private async Task Ping(ClientWebSocket socket)
    {
        try
        {
            await socket.SendAsync(ping, WebSocketMessageType.Text, true, stopping.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever reads finds out.
        }
    }
}
