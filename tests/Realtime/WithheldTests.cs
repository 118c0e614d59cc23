using System.Text.Json;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Who may not read gets a stub, not a gap, and nothing else.</summary>
public class WithheldTests
{
    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task A_strict_alert_is_withheld_live_and_replayed_from_who_owes_nothing(Protocol protocol)
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        using var required = await app.SignIn("penghubung.polresta");
        using var outside = await app.SignIn("penghubung.kodim");
        await using var inFull = await Device.Of(required, protocol);
        await using var withheld = await Device.Of(outside, protocol);
        await inFull.Follow("wilayah-bandarlampung");
        await withheld.Follow("wilayah-bandarlampung");

        var posted = await officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse("wilayah-bandarlampung", "AMBER+STRICT"));
        var head = (await app.HeadOf("wilayah-bandarlampung")).Head;
        Assert.InRange(head, posted.GetProperty("seq").GetInt64(), long.MaxValue);

        var full = await inFull.Has("wilayah-bandarlampung", head);
        var stubs = await withheld.Has("wilayah-bandarlampung", head);
        Assert.Contains(full, e => e.Kind == "alert.posted");
        Assert.All(stubs.Zip(full), pair =>
        {
            Assert.Equal(["hash", "kind", "prevHash", "seq"], pair.First.All.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("withheld", pair.First.Kind);
            Assert.Equal((pair.Second.Seq, pair.Second.PrevHash, pair.Second.Hash), (pair.First.Seq, pair.First.PrevHash, pair.First.Hash));
        });

        // The same over HTTP and from a fresh cursor: there is one view.
        var page = await outside.Get<JsonElement>("/api/channels/wilayah-bandarlampung/entries");
        Assert.All(page.GetProperty("entries").EnumerateArray(), e => Assert.Equal(["hash", "kind", "prevHash", "seq"], e.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)));
        await using var later = await Device.Of(outside, protocol);
        await later.Follow("wilayah-bandarlampung");
        Assert.All(await later.Has("wilayah-bandarlampung", head), e => Assert.Equal("withheld", e.Kind));
    }

    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task An_entry_in_full_says_what_the_contract_says(Protocol protocol)
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer, protocol);
        await device.Follow("tppo");
        await officer.Post("/api/alerts", Reports.HoldingHouse());
        await device.Has("tppo", (await app.HeadOf("tppo")).Head);

        var entry = device.Log("tppo").Single(e => e.Kind == "alert.posted");

        // Written as JSON once more, both protocols must say the same as HTTP.
        var page = await officer.Get<JsonElement>("/api/channels/tppo/entries");
        var overHttp = page.GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("kind").GetString() == "alert.posted");
        var overHub = JsonSerializer.SerializeToElement(entry.All, Pipeline.Json.Options);
        Assert.True(JsonElement.DeepEquals(overHttp, overHub), $"{overHttp}\n{overHub}");
        Assert.Equal("Rumah penampungan di Rajabasa", overHttp.GetProperty("reveal").GetProperty("headline").GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.String, overHttp.GetProperty("data").GetProperty("headline").GetProperty("commit").ValueKind);
    }
}
