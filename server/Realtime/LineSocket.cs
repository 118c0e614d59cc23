using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Timpora.Comms.Realtime;

/// <summary>
/// A line's web socket, which SignalR owns and the hub writes its deliveries to, past SignalR's own queue: that takes a copy, a thread and a
/// time limit for each of them, and costs more than the delivery (docs/measuring.md). Whole messages never mix, whoever writes.
/// </summary>
internal sealed class LineSocket(WebSocket inner) : WebSocket
{
    private readonly SemaphoreSlim turn = new(1, 1);

    // SignalR writes one frame after another; only it asks.
    private bool isMidMessage;

    /// <inheritdoc/>
    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    /// <inheritdoc/>
    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    /// <inheritdoc/>
    public override WebSocketState State => inner.State;

    /// <inheritdoc/>
    public override string? SubProtocol => inner.SubProtocol;

    /// <summary>
    /// Writes one message of the hub's. It is done when the line has taken it, at once while the client keeps up. Fails as a
    /// <see cref="WebSocket"/> does when the line is gone; not done, it ends when the line is aborted.
    /// </summary>
    public ValueTask Write(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        if (!turn.Wait(0))
            return WriteInTurn(message, type);
        var written = default(ValueTask);
        try
        {
            written = inner.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            if (written.IsCompleted)
                turn.Release();
        }

        return written.IsCompleted ? written : Finish(written);
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (!isMidMessage)
            await turn.WaitAsync(cancellationToken);
        isMidMessage = false;
        try
        {
            await inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
            isMidMessage = !endOfMessage;
        }
        finally
        {
            // After a failure the line is at its end, and who waits has to learn it.
            if (!isMidMessage)
                turn.Release();
        }
    }

    /// <inheritdoc/>
    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc/>
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc/>
    public override void Abort() => inner.Abort();

    /// <inheritdoc/>
    // Not the turn: a write may still be ending, and without a wait handle there is nothing to free.
    public override void Dispose() => inner.Dispose();

    private async ValueTask WriteInTurn(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        await turn.WaitAsync();
        await Finish(inner.SendAsync(message, type, endOfMessage: true, CancellationToken.None));
    }

    private async ValueTask Finish(ValueTask written)
    {
        try
        {
            await written;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Opens a line's web socket as the framework does, and keeps it where the hub finds it.</summary>
    internal sealed class Opening(HttpContext http, IHttpWebSocketFeature handshake) : IHttpWebSocketFeature
    {
        /// <inheritdoc/>
        public bool IsWebSocketRequest => handshake.IsWebSocketRequest;

        /// <inheritdoc/>
        public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
        {
            var socket = new LineSocket(await handshake.AcceptAsync(context));
            http.Features.Set(socket);
            return socket;
        }
    }
}
