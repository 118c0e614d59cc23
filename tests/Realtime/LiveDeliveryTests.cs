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
}
