using System.Text.Json;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Entries reach devices live, in either protocol.</summary>
public class LiveDeliveryTests
{
    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task An_alert_reaches_a_device_without_being_asked_for(Protocol protocol)
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await using var device = await Device.Of(liaison, protocol);
        await device.Follow("tppo");

        var posted = await officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse());

        var log = await device.Has("tppo", posted.GetProperty("seq").GetInt64());
        var entry = log.Single(e => e.Kind == "alert.posted");
        Assert.Equal(posted.GetProperty("id").GetString(), entry.AlertId);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
    }

    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task A_bot_posts_and_acknowledges_over_the_hub_as_over_HTTP(Protocol protocol)
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await using var posting = await Device.Of(officer, protocol);
        await using var answering = await Device.Of(liaison, protocol);
        await answering.Follow("meja-polresta");
        var report = Reports.HoldingHouse();

        var posted = Json(await posting.Ask<object>("PostAlert", report));
        var again = Json(await posting.Ask<object>("PostAlert", report));
        Assert.Equal(posted.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Contains(posted.GetProperty("obligations").EnumerateArray(), o => o.GetProperty("agency").GetString() == "polresta");

        var opened = await answering.Has("meja-polresta", 1);
        Assert.Contains(opened, e => e.Kind == "obligation.opened" && e.AlertId == posted.GetProperty("id").GetString());
        var answer = Json(await answering.Ask<object>("Acknowledge", new
        {
            alert = posted.GetProperty("id").GetString(), clientKey = Guid.CreateVersion7(), version = 1, note = "Tim berangkat",
        }));
        Assert.Equal("Acknowledged", answer.GetProperty("state").GetString());
        Assert.Equal("polresta", answer.GetProperty("agency").GetString());
    }

    [Fact]
    public async Task What_a_device_has_received_counts_as_delivered_once_and_never_beyond_what_was_sent()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await using var device = await Device.Of(liaison);
        await device.Follow("tppo");
        await device.Invoke("Received", "tppo", 1_000_000L);
        var posted = await officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse());
        var id = posted.GetProperty("id").GetString();
        await device.Has("tppo", (await app.HeadOf("tppo")).Head);
        Assert.DoesNotContain(await app.LogOf("tppo"), e => e.Kind == "obligation.delivered");

        await device.Invoke("Received", "tppo", device.Last("tppo"));
        await device.Invoke("Received", "tppo", device.Last("tppo"));
        await device.Invoke("Received", "tppo", 1L);

        var delivered = Assert.Single(await app.LogOf("tppo"), e => e.Kind == "obligation.delivered");
        Assert.Equal(id, delivered.AlertId.ToString());
    }

    [Fact]
    public async Task Hundreds_of_posts_from_many_at_once_reach_every_device_in_order_and_once()
    {
        await using var app = CommsApp.Start();
        await app.OpensChannel("ramai", "kanim");
        using var officer = await app.SignIn("petugas.kanim");
        var devices = new List<Device>();
        for (var i = 0; i < 8; i++)
            devices.Add(await Device.Of(officer, (Protocol)(i % 2)));
        foreach (var device in devices)
            await device.Follow("ramai");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 25; i++)
                await app.Writes("ramai", 1 + (i % 3), characters: 500);
        }));

        var head = (await app.HeadOf("ramai")).Head;
        foreach (var device in devices)
        {
            await device.Has("ramai", head);
            Assert.Equal(Enumerable.Range(1, (int)head).Select(n => (long)n), device.Arrived.Select(a => a.Seq));
            await device.DisposeAsync();
        }
    }

    private static JsonElement Json(object answer) => JsonSerializer.SerializeToElement(answer, Pipeline.Json.Options);
}
