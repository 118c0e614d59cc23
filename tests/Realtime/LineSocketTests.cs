using System.Net.WebSockets;
using System.Text;
using Timpora.Comms.Realtime;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Two write to a line's web socket, SignalR and the hub: their messages never mix, and neither waits for ever.</summary>
public sealed class LineSocketTests
{
    private static readonly CancellationToken none = CancellationToken.None;

    [Fact]
    public async Task A_message_of_the_hub_waits_for_the_end_of_one_that_SignalR_sends_in_frames()
    {
        var wire = new Wire();
        using var line = new LineSocket(wire);
        await line.SendAsync(Bytes("a1"), WebSocketMessageType.Text, endOfMessage: false, none);
        var hub = line.Write(Bytes("hub"), WebSocketMessageType.Text).AsTask();
        await line.SendAsync(Bytes("a2"), WebSocketMessageType.Text, endOfMessage: false, none);
        Assert.False(hub.IsCompleted);
        await line.SendAsync(Bytes("a3."), WebSocketMessageType.Text, endOfMessage: true, none);
        await hub;
        Assert.Equal("a1 a2 a3. hub.", wire.Said);
    }

    [Fact]
    public async Task SignalR_waits_while_the_line_has_not_taken_a_message_of_the_hub()
    {
        var wire = new Wire { Full = new TaskCompletionSource() };
        using var line = new LineSocket(wire);
        var hub = line.Write(Bytes("hub"), WebSocketMessageType.Text);
        Assert.False(hub.IsCompleted);
        var ping = line.SendAsync(Bytes("ping"), WebSocketMessageType.Text, endOfMessage: true, none).AsTask();
        Assert.False(ping.IsCompleted);
        wire.Full.SetResult();
        await hub;
        await ping;
        Assert.Equal("hub. ping.", wire.Said);
    }

    [Fact]
    public async Task SignalR_gives_up_waiting_when_its_time_is_over()
    {
        var wire = new Wire { Full = new TaskCompletionSource() };
        using var line = new LineSocket(wire);
        var hub = line.Write(Bytes("hub"), WebSocketMessageType.Text);
        using var limit = new CancellationTokenSource();
        var ping = line.SendAsync(Bytes("ping"), WebSocketMessageType.Text, endOfMessage: true, limit.Token).AsTask();
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping);
        wire.Full.SetResult();
        await hub;
    }

    [Fact]
    public async Task Who_waits_for_a_line_that_breaks_learns_it()
    {
        var wire = new Wire { Full = new TaskCompletionSource() };
        using var line = new LineSocket(wire);
        var first = line.Write(Bytes("hub"), WebSocketMessageType.Text).AsTask();
        var second = line.Write(Bytes("hub"), WebSocketMessageType.Text).AsTask();
        wire.IsBroken = true;
        wire.Full.SetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        await Assert.ThrowsAsync<WebSocketException>(() => first);
        await Assert.ThrowsAsync<WebSocketException>(() => second);
        await Assert.ThrowsAsync<WebSocketException>(() => line.SendAsync(Bytes("ping"), WebSocketMessageType.Text, endOfMessage: true, none).AsTask());
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    // What stands on the wire, a full stop at the end of each message.
    private sealed class Wire : WebSocket
    {
        private readonly List<string> frames = [];

        public string Said => string.Join(' ', frames);

        public TaskCompletionSource? Full { get; init; }

        public bool IsBroken { get; set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            if (IsBroken)
                throw new WebSocketException(WebSocketError.InvalidState);
            var text = Encoding.UTF8.GetString(buffer.Span).TrimEnd('.');
            frames.Add(endOfMessage ? text + "." : text);
            if (Full is not null)
                await Full.Task;
        }

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
