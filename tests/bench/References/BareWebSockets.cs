using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.References;

/// <summary>
/// The bare web socket server: Kestrel, one <c>SendAsync</c> per connection, nothing stored and nobody asked who they are. A member
/// says <c>J</c> and a channel, a poster <c>P</c>, a channel and a text; the server stamps its number into the text.
/// </summary>
internal static class BareWebSockets
{
    private const int SlugLength = 7;

    // The number that is left out to show that it is noticed; 0: none.
    private static uint skipped;

    private static readonly ConcurrentDictionary<string, Room> rooms = new(StringComparer.Ordinal);

    /// <summary>Serves until it is ended.</summary>
    public static async Task Run(int port, bool skips)
    {
        skipped = skips ? 3u : 0;
        var app = Servers.Build(port, _ => { });
        app.UseWebSockets();
        app.Map("/ws", (RequestDelegate)Handle);
        await Servers.Serve(app);
    }

    private static async Task Handle(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var member = new Member(socket);
        var buffer = new byte[1024];
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(), default);
            }
            catch (WebSocketException)
            {
                return;
            }

            if (received.MessageType == WebSocketMessageType.Close)
                return;
            var room = rooms.GetOrAdd(Encoding.ASCII.GetString(buffer, 1, SlugLength), _ => new Room());
            if (buffer[0] == 'J')
                room.Join(member);
            else
                await room.Send(buffer.AsMemory(1 + SlugLength, received.Count - 1 - SlugLength));
        }
    }

    private sealed class Member(WebSocket socket)
    {
        public WebSocket Socket { get; } = socket;

        public ValueTask Pending { get; set; }
    }

    private sealed class Room : IDisposable
    {
        private readonly Lock gate = new();
        private readonly SemaphoreSlim turn = new(1, 1);
        private volatile Member[] members = [];
        private uint number;

        public void Join(Member member)
        {
            lock (gate)
                members = [.. members, member];
        }

        public async Task Send(Memory<byte> text)
        {
            await turn.WaitAsync();
            Member[] all;
            try
            {
                Marks.Write(text.Span[(3 + Marks.Length)..], ++number == skipped ? ++number : number);
                all = members;
                foreach (var member in all)
                {
                    // One write at a time per socket; a full one is waited for, as its next write would be.
                    await Finish(member);
                    var sent = member.Socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, default);
                    if (!sent.IsCompletedSuccessfully)
                        member.Pending = sent.Preserve();
                }
            }
            finally
            {
                turn.Release();
            }

            // The buffer is read again only when nobody reads from it.
            foreach (var member in all)
                await Finish(member);
        }

        public void Dispose() => turn.Dispose();

        private static async ValueTask Finish(Member member)
        {
            try
            {
                await member.Pending;
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or InvalidOperationException)
            {
                // It has hung up.
            }

            member.Pending = default;
        }
    }
}
