using System.Net;
using System.Net.Sockets;

namespace Timpora.Comms.Tests.Web;

/// <summary>A line to the hub that can be cut: playing offline in a browser leaves an open web socket open, a dead line does not.</summary>
public sealed class CuttableLine : IAsyncDisposable
{
    private readonly Uri hub;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private CancellationTokenSource cut = new();
    private volatile bool isCut;

    /// <summary>Opens the line.</summary>
    public CuttableLine(Uri hub)
    {
        this.hub = hub;
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Where the line begins.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>Ends every connection and lets no new one through.</summary>
    public async Task Cut()
    {
        isCut = true;
        await cut.CancelAsync();
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend()
    {
        cut = new CancellationTokenSource();
        isCut = false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await cut.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task Accept()
    {
        while (!stopping.IsCancellationRequested)
        {
            var near = await listener.AcceptTcpClientAsync(stopping.Token);
            if (isCut)
                near.Dispose();
            else
                _ = Carry(near, cut.Token);
        }
    }

    private async Task Carry(TcpClient near, CancellationToken ct)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                await far.ConnectAsync(hub.Host, hub.Port, ct);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), ct), far.GetStream().CopyToAsync(near.GetStream(), ct));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // Whichever end went away, the other is closed by leaving.
            }
        }
    }
}
