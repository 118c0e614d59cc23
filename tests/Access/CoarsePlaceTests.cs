using System.Text.Json;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>The precise place is for those who go there: the required agencies, the poster's side and the overseers. The channel sees the district.</summary>
public sealed class CoarsePlaceTests(Hubs hubs) : IClassFixture<Hubs>
{
    private static readonly string[] precise = ["Jalan Kenari 7", "5.401", "105.262", "Gudang belakang pasar"];

    [Theory]
    [InlineData("petugas.kanim", true)]
    [InlineData("penghubung.polresta", true)]
    [InlineData("petugas.polresta", true)]
    [InlineData("sekretariat.timpora", true)]
    [InlineData("ketua.timpora", true)]
    // Admitted to the channel, but owing nothing.
    [InlineData("penghubung.bp3mi", false)]
    // Reads GREEN alerts of the team, not the channel.
    [InlineData("penghubung.kua", false)]
    public async Task Who_owes_nothing_sees_the_district(string who, bool sees)
    {
        var app = await hubs.On(Database.Sqlite);
        var (person, alert) = (await app.As(who), await Post(app));

        var view = await Outsider.Told(await person.Send(HttpMethod.Get, $"/api/alerts/{alert}"));
        Assert.All(precise, word => Assert.Equal(sees, view.Contains(word, StringComparison.Ordinal)));
        Assert.Contains("\"regionCode\":\"18.71.03\"", view, StringComparison.Ordinal);
        foreach (var door in new[] { "/api/alerts?limit=500", "/api/alerts?q=kenari", "/api/alerts?q=gudang" })
            AssertCoarse(await Outsider.Told(await person.Send(HttpMethod.Get, door)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_feed_holds_the_place_for_nobody_only_its_proof(Database database)
    {
        var app = await hubs.On(database);
        var alert = await Post(app);
        await app.Acknowledges("penghubung.polresta", alert);
        await app.NotesProgress("penghubung.polresta", alert);
        foreach (var who in new[] { "petugas.kanim", "penghubung.polresta", "penghubung.bp3mi" })
        {
            var page = await Outsider.Told(await (await app.As(who)).Send(HttpMethod.Get, "/api/channels/tppo/entries?limit=500"));
            Assert.Contains(alert.ToString(), page, StringComparison.Ordinal);
            AssertCoarse(page);
            await using var device = await Device.Of(await app.As(who));
            await device.Follow("tppo");
            AssertCoarse(JsonSerializer.Serialize((await device.Has("tppo", (await app.HeadOf("tppo")).Head)).Select(e => e.All)));
        }

        AssertCoarse(await Outsider.Told(await (await app.As("penghubung.polresta")).Send(HttpMethod.Get, "/api/channels/meja-polresta/entries?limit=500")));
        var posted = (await app.Log(alert)).Single(e => e.Kind == "alert.posted").Fact;
        foreach (var field in new[] { "location", "details" })
            Assert.Equal(["commit"], posted.GetProperty(field).EnumerateObject().Select(p => p.Name));
    }

    private static async Task<Guid> Post(CommsApp app) => (await app.OfficerPosts(Reports.HoldingHouse(tlp: "GREEN").But(
        ("regionCode", "18.71.03"), ("location", new { lat = -5.401, lon = 105.262, address = precise[0] }), ("details", new { holdingPlace = precise[3] })))).Id;

    private static void AssertCoarse(string text) => Assert.All(precise, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
}
