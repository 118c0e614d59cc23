using System.Net;
using System.Text.Json;
using StackExchange.Redis;
using Timpora.Comms.Tests.Faults;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Two nodes and a real Redis. In virtual time nothing is polled: what arrives has come through Redis.</summary>
public sealed class RedisTests
{
    private const string Secret = "Mawar-Rahasia-7319";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_alert_posted_on_one_node_reaches_the_other_ones_members_through_Redis(Database database)
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var nodes = await Two.On(redis, database);

        await nodes.Deliver();
    }

    [Fact]
    public async Task Redis_hears_hints_and_keeps_nothing()
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var app = CommsApp.Start(settings: On(redis));
        await Health(app, "Healthy");
        await using var line = await ConnectionMultiplexer.ConnectAsync(redis.Connection);
        var heard = new List<string>();
        await line.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("*"), (_, message) =>
        {
            lock (heard)
                heard.Add(message.ToString());
        });
        using var officer = await app.SignIn("petugas.kanim");

        var posted = await officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse().But(("headline", "Di " + Secret), ("narrative", "Rumah " + Secret), ("location", new { lat = -5.4, lon = 105.2, address = Secret })));
        await officer.Post($"/api/alerts/{posted.GetProperty("id").GetString()}/messages", new { clientKey = Guid.CreateVersion7(), text = Secret });

        await Device.Until(() => Heard().Contains("\"channel\":\"tppo\"", StringComparison.Ordinal));
        // A probe goes out with the start and every five seconds; all else are hints, and a hint is these four members.
        foreach (var message in Heard().Split('\n').Select(m => JsonElement.Parse(m)))
            Assert.All(message.TryGetProperty("hints", out var hints) ? hints.EnumerateArray() : [],
                hint => Assert.Equal(["aclVersion", "channel", "epoch", "head"], hint.EnumerateObject().Select(p => p.Name).Order()));
        foreach (var said in new[] { Secret, posted.GetProperty("id").GetString()!, (await app.IdOf("petugas.kanim")).ToString() })
            Assert.DoesNotContain(said, Heard(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(":0", await redis.Ask("DBSIZE"));

        string Heard()
        {
            lock (heard)
                return string.Join('\n', heard);
        }
    }

    [Fact]
    public async Task Without_Redis_the_hub_starts_accepts_and_delivers_and_finds_Redis_by_itself()
    {
        using var redis = await RedisServer.StartOrSkip();
        redis.Kill();
        await using var app = CommsApp.Start(settings: On(redis));
        await using var other = app.StartSecondNode();
        await Health(app, "Degraded");
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await other.SignIn("penghubung.polresta");
        await using var device = await Device.Of(liaison);
        await device.Follow("tppo");

        var posted = await officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse());
        await device.Has("tppo", posted.GetProperty("seq").GetInt64());

        await redis.Restart();
        await Health(app, "Healthy");
        await Health(other, "Healthy");
    }

    [Fact]
    public async Task A_line_that_is_connected_and_deaf_is_noticed_within_ten_seconds_and_comes_back()
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var app = CommsApp.StartInHand(settings: On(redis));
        await Health(app, "Healthy");

        redis.Pause();
        await app.TimePasses(TimeSpan.FromSeconds(10));
        await Health(app, "Degraded");

        redis.Continue();
        await app.TimePasses(TimeSpan.FromSeconds(5));
        await Health(app, "Healthy");
    }

    [Fact]
    public async Task A_cut_subscription_is_restored()
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var nodes = await Two.On(redis);

        Assert.NotEqual(":0", await redis.Ask("CLIENT KILL TYPE pubsub"));
        await using var line = await ConnectionMultiplexer.ConnectAsync(redis.Connection);
        await Device.Until(() => line.GetServers()[0].SubscriptionSubscriberCount(RedisChannel.Literal("timpora.hints")) == 2);

        await nodes.Deliver();
    }

    [Fact]
    public async Task What_a_stranger_says_through_Redis_sends_nobody_back_and_stops_nothing()
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var nodes = await Two.On(redis);
        await using var line = await ConnectionMultiplexer.ConnectAsync(redis.Connection);
        var node = Guid.CreateVersion7();
        var epoch = (await nodes.One.HeadOf("tppo")).Epoch;
        foreach (var said in new[]
        {
            "not json", "null", "[]", "{}", "{\"from\":\"x\"}", $$"""{"from":"{{node}}","hints":[null]}""", $$"""{"from":"{{node}}","hints":[{"head":1}]}""",
            $$"""{"from":"{{node}}","hints":[{"channel":"tppo","epoch":"another","head":5,"aclVersion":9}]}""",
            $$"""{"from":"{{node}}","hints":[{"channel":"tppo","epoch":"{{epoch}}","head":9000000000,"aclVersion":1}]}""",
            new string('[', 300_000),
        })
            await line.GetSubscriber().PublishAsync(RedisChannel.Literal("timpora.hints"), said);

        await nodes.Deliver();
        Assert.False(nodes.Device.WasTold("resync tppo"));
    }

    [Fact]
    public void A_connection_string_without_a_server_is_refused_at_start() =>
        Assert.Contains("names no server", Assert.ThrowsAny<Exception>(() => CommsApp.Start(settings: ("ConnectionStrings:Redis", "ssl=true,password=geheim"))).ToString(), StringComparison.Ordinal);

    private static (string, string?) On(RedisServer redis) => ("ConnectionStrings:Redis", redis.Connection);

    private static async Task Health(CommsApp app, string expected)
    {
        using var anyone = app.Anyone();
        var said = "";
        var began = TimeProvider.System.GetTimestamp();
        while (said != expected)
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(20))
                Assert.Fail($"The node is {said}, not {expected}.");
            using var answer = await anyone.Send(HttpMethod.Get, "/healthz/ready");
            said = await answer.Content.ReadAsStringAsync();
            Assert.True(said == "Unhealthy" || answer.StatusCode == HttpStatusCode.OK, said);
        }
    }

    /// <summary>Two nodes that hear each other, in virtual time: an officer at the one, a liaison's device at the other.</summary>
    private sealed record Two(CommsApp One, CommsApp Other, Person Officer, Person Liaison, Device Device) : IAsyncDisposable
    {
        public static async Task<Two> On(RedisServer redis, Database database = Database.Sqlite)
        {
            var one = CommsApp.Start(database, virtualTime: true, settings: RedisTests.On(redis));
            var other = one.StartSecondNode();
            await Health(one, "Healthy");
            await Health(other, "Healthy");
            var (officer, liaison) = (await one.SignIn("petugas.kanim"), await other.SignIn("penghubung.polresta"));
            var device = await Device.Of(liaison);
            await device.Follow("tppo");
            return new Two(one, other, officer, liaison, device);
        }

        /// <summary>What is posted at the one arrives at the other.</summary>
        public async Task Deliver()
        {
            var posted = await Officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse());
            await Device.Has("tppo", posted.GetProperty("seq").GetInt64());
        }

        public async ValueTask DisposeAsync()
        {
            await Device.DisposeAsync();
            Officer.Dispose();
            Liaison.Dispose();
            await Other.DisposeAsync();
            await One.DisposeAsync();
        }
    }
}
