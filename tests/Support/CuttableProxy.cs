using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Timpora.Comms.Tests.Support;

/// <summary>Which way bytes go through a <see cref="CuttableProxy"/>.</summary>
[Flags]
public enum Way
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>From whoever connected to the server behind.</summary>
    ToServer = 1,

    /// <summary>From the server behind to whoever connected.</summary>
    ToClient = 2,

    /// <summary>Both.</summary>
    Both = 3,
}

/// <summary>What happens to a piece of what goes through.</summary>
public enum Passage
{
    /// <summary>It goes on.</summary>
    Passes,

    /// <summary>It does not arrive: its connection is cut before it.</summary>
    CutBefore,

    /// <summary>It arrives, and then its connection is cut.</summary>
    CutAfter,
}

/// <summary>
/// A line to a server that can be cut, refused, made deaf or slow, or cut at a chosen message: playing offline in a browser leaves an
/// open web socket open, a dead line does not.
/// </summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly string host;
    private readonly int port;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Carried, byte> open = new();
    private readonly Lock gate = new();
    private TcpListener listener;
    private TaskCompletionSource mended = Mended();
    private volatile bool isCut;
    private volatile Way deaf;
    private Func<Way, ReadOnlyMemory<byte>, Passage>? inspect;

    /// <summary>Opens the line to a server at this address.</summary>
    public CuttableProxy(Uri server)
        : this(server.Host, server.Port)
    {
    }

    /// <summary>Opens the line to a server at a port of this machine.</summary>
    public CuttableProxy(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener = Listen(0);
    }

    /// <summary>Where the line begins.</summary>
    public int Port { get; private set; }

    /// <summary>Where the line begins, for HTTP.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>Connections that are open at this moment.</summary>
    public int Open => open.Count;

    /// <summary>How long each piece is held back; what is already under way keeps its delay.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Ends every connection and lets no new one through: it is accepted and ended at once, until <see cref="Mend"/>.</summary>
    public Task Cut()
    {
        isCut = true;
        CutNow();
        return Task.CompletedTask;
    }

    /// <summary>Ends every connection; new ones pass.</summary>
    public void CutNow()
    {
        foreach (var carried in open.Keys)
            carried.End();
    }

    /// <summary>As <see cref="Cut"/>, but nobody listens any more: new connections are refused.</summary>
    public void Refuse()
    {
        listener.Stop();
        CutNow();
    }

    /// <summary>
    /// Holds everything that goes one way or both, old and new connections alike: both ends believe the line alive, as when packets are
    /// lost. <see cref="Mend"/> brings what was held.
    /// </summary>
    public void Deafen(Way ways = Way.Both) => deaf = ways;

    /// <summary>Shows every piece that goes through to <paramref name="piece"/>, which may cut its connection there; null ends that.</summary>
    public void Inspect(Func<Way, ReadOnlyMemory<byte>, Passage>? piece) => inspect = piece;

    /// <summary>Lets everything through again.</summary>
    public void Mend()
    {
        isCut = false;
        lock (gate)
        {
            deaf = Way.None;
            mended.SetResult();
            mended = Mended();
            if (!listener.Server.IsBound)
                listener = Listen(Port);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        CutNow();
        listener.Dispose();
        stopping.Dispose();
    }

    private static TaskCompletionSource Mended() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TcpListener Listen(int at)
    {
        var listening = new TcpListener(IPAddress.Loopback, at);
        listening.Start();
        Port = ((IPEndPoint)listening.LocalEndpoint).Port;
        _ = Accept(listening);
        return listening;
    }

    private async Task Accept(TcpListener listening)
    {
        try
        {
            while (true)
            {
                var near = await listening.AcceptTcpClientAsync(stopping.Token);
                if (isCut)
                    near.Dispose();
                else
                    _ = Carry(near);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Refused, or over.
        }
    }

    private async Task Carry(TcpClient near)
    {
        using var carried = new Carried(near);
        open.TryAdd(carried, 0);
        try
        {
            // Cut in the moment between accepting and being seen.
            if (isCut)
                return;
            await carried.Far.ConnectAsync(host, port, carried.Ended);
            near.NoDelay = carried.Far.NoDelay = true;
            await Task.WhenAny(Pump(carried, near, carried.Far, Way.ToServer), Pump(carried, carried.Far, near, Way.ToClient));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Whichever end went away, the other is closed by leaving.
        }
        finally
        {
            open.TryRemove(carried, out _);
        }
    }

    private async Task Pump(Carried carried, TcpClient from, TcpClient to, Way way)
    {
        var buffer = new byte[64 << 10];
        var (source, target) = (from.GetStream(), to.GetStream());
        while (await source.ReadAsync(buffer, carried.Ended) is > 0 and var read)
        {
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay, TimeProvider.System, carried.Ended);
            while (Held(way) is { } wait)
                await wait.WaitAsync(carried.Ended);
            var passage = inspect?.Invoke(way, buffer.AsMemory(0, read)) ?? Passage.Passes;
            if (passage == Passage.CutBefore)
                return;
            await target.WriteAsync(buffer.AsMemory(0, read), carried.Ended);
            if (passage == Passage.CutAfter)
                return;
        }
    }

    private Task? Held(Way way)
    {
        lock (gate)
            return (deaf & way) == 0 ? null : mended.Task;
    }

    private sealed class Carried(TcpClient near) : IDisposable
    {
        private readonly CancellationTokenSource ended = new();

        public TcpClient Far { get; } = new();

        public CancellationToken Ended => ended.Token;

        public void End()
        {
            try
            {
                ended.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It had ended by itself.
            }
        }

        public void Dispose()
        {
            near.Dispose();
            Far.Dispose();
            ended.Dispose();
        }
    }
}
