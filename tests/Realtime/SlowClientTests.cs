using System.Net.WebSockets;
using System.Text;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>A client that does not read is cut off; it disturbs nobody, and what it lacks it gets when it comes back.</summary>
public class SlowClientTests
{
    /// <summary>A real socket that nobody reads from: pipe, kernel and window fill up, then the hub has to notice.</summary>
    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off_and_the_others_notice_nothing()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        using var officer = await app.SignIn("petugas.kanim");
        await using var healthy = await Device.Of(officer);
        await healthy.Follow("satu");
        using var deaf = await Deaf(app, officer);
        await app.Writes("satu", 1);
        await Device.Until(() => Lines(app).Count(l => l.Followed.Contains("satu")) == 2);

        // 1.7 MB: more than all buffers on the way with the hub's cap, and less than the kernel would take without it.
        for (var i = 0; i < 20; i++)
        {
            var head = await app.Writes("satu", 64, characters: 1000);
            await healthy.Has("satu", head);
        }

        await app.TimePasses(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));
        Assert.Equal(2, Lines(app).Count);
        for (var second = 0; second < 120 && Lines(app).Count > 1; second++)
            await app.TimePasses(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Assert.Single(Lines(app));

        await healthy.Has("satu", await app.Writes("satu", 1));
        Assert.False(healthy.IsClosed);
        Assert.Equal(Enumerable.Range(1, 1282).Select(n => (long)n), healthy.Arrived.Select(a => a.Seq));
    }

    [Fact]
    public async Task Who_falls_behind_for_a_moment_catches_up_in_few_messages_and_stays()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        var line = await FakeLine.Of(app, "petugas.kanim");
        await line.Subscribes(app, new Subscribe.Cursor("satu", "", 0));
        await app.Writes("satu", 1);
        var seen = new List<long>();
        await Sees(line, seen, 1);

        line.Stalls();
        for (var i = 0; i < 40; i++)
            await app.Writes("satu", 10);
        await Sees(line, seen, 11);
        line.Connection.CloseIfTooSlow();
        line.Flows();

        var calls = await Sees(line, seen, 401);
        line.Connection.CloseIfTooSlow();
        Assert.Equal(Enumerable.Range(1, 401).Select(n => (long)n), seen);
        Assert.InRange(calls, 1, 12);
        Assert.Equal(["satu"], line.Connection.Followed);
    }

    /// <summary>A client far behind because it just came back is served at its own pace, however long that takes.</summary>
    [Fact]
    public async Task Who_replays_slowly_is_not_cut_off()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        for (var i = 0; i < 4; i++)
            await app.Writes("satu", 400);
        var line = await FakeLine.Of(app, "petugas.kanim");
        line.Stalls();
        await line.Subscribes(app, new Subscribe.Cursor("satu", "", 0));

        line.Connection.CloseIfTooSlow();
        await app.TimePasses(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(2));
        line.Connection.CloseIfTooSlow();
        line.Flows();

        await Sees(line, [], 1600);
    }

    /// <summary>
    /// When its client hangs up, a line takes whatever is written at once. Twenty such lines with thousands of entries to come once held every
    /// thread of the hub for over a second.
    /// </summary>
    [Fact]
    public async Task A_line_that_takes_everything_at_once_keeps_no_thread_to_itself()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 640);
        var line = await FakeLine.Of(app, "petugas.kanim");
        var held = line.Holds();
        await line.Subscribes(app, new Subscribe.Cursor("satu", "", 0));
        var goOn = await held.Awaited;

        // A thread of no pool, so that nothing else runs on it.
        var hangsUp = new Thread(() => goOn());
        hangsUp.Start();
        var calls = await Sees(line, [], 640);
        hangsUp.Join();

        Assert.InRange(calls, 10, 100);
        Assert.InRange(line.WrittenOn(hangsUp), 0, 1);
    }

    private static async Task<int> Sees(FakeLine line, List<long> seen, long seq)
    {
        var calls = 0;
        await Device.Until(() =>
        {
            foreach (var call in line.Take().Where(c => c.Target == "entries"))
            {
                calls++;
                seen.AddRange(FakeLine.Entries(call).Entries.Select(e => e.Seq));
            }

            return seen.Count > 0 && seen[^1] >= seq;
        });
        return calls;
    }

    private static IReadOnlyCollection<FeedConnection> Lines(CommsApp app) =>
        ((FeedConnections)app.Services.GetService(typeof(FeedConnections))!).All;

    private static async Task<ClientWebSocket> Deaf(CommsApp app, Person person)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", person.Cookie);
        socket.Options.SetRequestHeader("Origin", person.Origin);
        await socket.ConnectAsync(new UriBuilder(new Uri(app.Address, "/hub")) { Scheme = "ws" }.Uri, CancellationToken.None);
        foreach (var text in new[] { """{"protocol":"json","version":1}""", """{"type":1,"target":"Subscribe","arguments":[[{"channel":"satu","epoch":"","seq":0}]]}""" })
            await socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        return socket;
    }
}
