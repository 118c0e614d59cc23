using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>What comes over a line too fast is not read until its time has come, whatever it is; and then all of it.</summary>
public sealed class LimitedLineTests
{
    private const char EndOfMessage = '\u001e';

    [Fact]
    public async Task Calls_of_a_method_that_does_not_exist_wait_and_are_all_answered_in_order()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Limits:Frames:AtOnce", "5"), ("Limits:Frames:PerSecond", "1")]);
        using var officer = await app.SignIn("petugas.kanim");
        using var line = await Open(app, officer);
        var answered = Answers(line, 40);
        for (var i = 0; i < 40; i++)
            await Say(line, $"{{\"type\":1,\"invocationId\":\"n{i}\",\"target\":\"TidakAda\",\"arguments\":[]}}");
        await Device.Until(() => Delayed(app) > 0);
        // The greeting and what fits into one read beyond the fifth.
        Assert.InRange(answered.Count, 0, 8);
        await app.TimePasses(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
        await answered.All;
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"n{i}"), answered.Ids);
        // No read holds more than two of these.
        Assert.True(Delayed(app) >= 10);
    }

    [Fact]
    public async Task Another_line_of_the_same_member_is_not_held_up()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Limits:Frames:AtOnce", "5"), ("Limits:Frames:PerSecond", "1")]);
        using var officer = await app.SignIn("petugas.kanim");
        using var flooded = await Open(app, officer);
        using var other = await Open(app, officer);
        for (var i = 0; i < 20; i++)
            await Say(flooded, "{\"type\":6}");
        await Device.Until(() => Delayed(app) > 0);
        var answered = Answers(other, 1);
        await Say(other, "{\"type\":1,\"invocationId\":\"a\",\"target\":\"Unsubscribe\",\"arguments\":[[]]}");
        await answered.All;
    }

    [Fact]
    public async Task What_cannot_be_read_ends_its_line_and_no_other()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        using var line = await Open(app, officer);
        using var other = await Open(app, officer);
        await Say(line, "{\"type\":1,");
        var end = await Closed(line);
        Assert.DoesNotContain("Json", end, StringComparison.OrdinalIgnoreCase);
        var answered = Answers(other, 1);
        await Say(other, "{\"type\":1,\"invocationId\":\"a\",\"target\":\"Unsubscribe\",\"arguments\":[[]]}");
        await answered.All;
    }

    /// <summary>The web socket answers a ping by itself: SignalR and the hub never see it.</summary>
    [Fact]
    public async Task Pings_and_empty_fragments_count_too()
    {
        var time = new VirtualTime(CommsApp.StartOfTime);
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<HubMeter>().BuildServiceProvider();
        byte[] flood = [.. Enumerable.Range(0, 100).SelectMany(i => FrameCountTests.Frame(0, isMasked: true, i % 2 == 0 ? (byte)0x89 : (byte)0x00))];
        await using var stream = new LimitedStream(new MemoryStream(flood), new Budget(new Allowance { AtOnce = 10, PerSecond = 10 }, time), time, services.GetRequiredService<HubMeter>());
        var buffer = new byte[60];
        Assert.Equal(60, await stream.ReadAsync(buffer));
        Assert.Equal(60, await stream.ReadAsync(buffer));
        var third = stream.ReadAsync(buffer).AsTask();
        time.Advance(TimeSpan.FromSeconds(.9));
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(.1));
        Assert.Equal(60, await third);
    }

    /// <summary>As long as the server's and the kernel's buffers take it in, each packet of a flood wakes a thread of the hub for nothing.</summary>
    [Fact]
    public async Task A_flood_that_is_not_read_is_soon_not_taken_either()
    {
        await using var app = CommsApp.Start(virtualTime: true, settings: [("Limits:Frames:AtOnce", "5"), ("Limits:Frames:PerSecond", "1")]);
        using var officer = await app.SignIn("petugas.kanim");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 16 << 10 };
        await socket.ConnectAsync(app.Address.Host, app.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /hub HTTP/1.1\r\nHost: {app.Address.Authority}\r\nCookie: {officer.Cookie}\r\nOrigin: {app.Origin}\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 101", await Answer(socket), StringComparison.Ordinal);
        byte[] pings = [.. Enumerable.Repeat<byte[]>([0x89, 0x80, 0, 0, 0, 0], 100).SelectMany(p => p)];
        var taken = 0;
        socket.Blocking = false;
        while (taken < 1 << 20 && socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite))
            taken += Math.Max(0, socket.Send(pings, 0, pings.Length, SocketFlags.None, out _));
        Assert.InRange(taken, 1 << 10, 1 << 18);
    }

    [Fact]
    public async Task A_long_text_weighs_more_than_a_short_one()
    {
        var time = new VirtualTime(CommsApp.StartOfTime);
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<HubMeter>().BuildServiceProvider();
        var budget = new Budget(new Allowance { AtOnce = 10, PerSecond = 1 }, time);
        await using var stream = new LimitedStream(new MemoryStream(FrameCountTests.Frame(20 * Limits.FrameBytes, isMasked: true)), budget, time, services.GetRequiredService<HubMeter>());
        await stream.ReadExactlyAsync(new byte[8]);
        await stream.ReadExactlyAsync(new byte[20 * Limits.FrameBytes]);
        Assert.Equal(TimeSpan.FromSeconds(1 + 20 - 10), budget.Wait);
    }

    private static double Delayed(CommsApp app) => app.Counted("timpora_frames_delayed_total");

    private static async Task<string> Answer(Socket socket)
    {
        var (text, buffer) = ("", new byte[4096]);
        while (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer) is > 0 and var read)
            text += Encoding.ASCII.GetString(buffer, 0, read);
        return text;
    }

    private static async Task<ClientWebSocket> Open(CommsApp app, Person person)
    {
        var line = new ClientWebSocket();
        line.Options.SetRequestHeader("Cookie", person.Cookie);
        line.Options.SetRequestHeader("Origin", app.Origin);
        await line.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/hub" }.Uri, CancellationToken.None);
        await Say(line, "{\"protocol\":\"json\",\"version\":1}");
        return line;
    }

    private static Task Say(ClientWebSocket line, string message) =>
        line.SendAsync(Encoding.UTF8.GetBytes(message + EndOfMessage), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static Answered Answers(ClientWebSocket line, int count) => new(line, count);

    private static async Task<string> Closed(ClientWebSocket line)
    {
        var buffer = new byte[1 << 16];
        var text = new StringBuilder();
        while (await line.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } read)
            text.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        return text.ToString();
    }

    // The calls that were answered, in order.
    private sealed class Answered
    {
        private readonly ConcurrentQueue<string> ids = new();

        public Answered(ClientWebSocket line, int count) => All = Read(line, count);

        public Task All { get; }

        public int Count => ids.Count;

        public IEnumerable<string> Ids => ids;

        private async Task Read(ClientWebSocket line, int count)
        {
            var buffer = new byte[1 << 16];
            var text = "";
            while (ids.Count < count)
            {
                var read = await line.ReceiveAsync(buffer, CancellationToken.None);
                text += Encoding.UTF8.GetString(buffer, 0, read.Count);
                var whole = text.LastIndexOf(EndOfMessage) + 1;
                foreach (Match id in Regex.Matches(text[..whole], "\"type\":3,\"invocationId\":\"(\\w+)\""))
                    ids.Enqueue(id.Groups[1].Value);
                text = text[whole..];
            }
        }
    }
}
