using System.Buffers.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>
/// Who sees an alert under each mark and exclusion, at every door: the alert itself, the list, the channel's entries and the desks.
/// Who may not gets a stub that says nothing, or hears that there is nothing.
/// </summary>
public sealed class ReleaseMarkTests(Hubs hubs) : IClassFixture<Hubs>
{
    private const string Secret = "Rahasia rumah nomor tujuh";

    /// <summary>Full; withheld in a channel one may read; or the channel is not open at all (the alert's own door is told apart).</summary>
    [Theory]
    // mark, reader, sees the alert, may read the channel
    [InlineData("RED", "petugas.kanim", true, true)]
    [InlineData("RED", "penghubung.kanim", false, true)]
    [InlineData("RED", "kepala.kanim", false, true)]
    [InlineData("RED", "penghubung.polresta", true, true)]
    [InlineData("RED", "kepala.polresta", false, true)]
    [InlineData("RED", "penghubung.bp3mi", false, true)]
    [InlineData("RED", "penghubung.kua", false, false)]
    [InlineData("RED", "sekretariat.timpora", false, true)]
    [InlineData("RED", "ketua.timpora", false, true)]
    [InlineData("RED", "auditor", false, false)]
    [InlineData("AMBER+STRICT", "penghubung.kanim", true, true)]
    [InlineData("AMBER+STRICT", "penghubung.polresta", true, true)]
    [InlineData("AMBER+STRICT", "petugas.polresta", true, true)]
    [InlineData("AMBER+STRICT", "penghubung.bp3mi", false, true)]
    [InlineData("AMBER+STRICT", "penghubung.kua", false, false)]
    [InlineData("AMBER+STRICT", "sekretariat.timpora", true, true)]
    [InlineData("AMBER+STRICT", "admin.kanim", false, false)]
    [InlineData("AMBER", "penghubung.kanim", true, true)]
    [InlineData("AMBER", "penghubung.polresta", true, true)]
    [InlineData("AMBER", "penghubung.bp3mi", true, true)]
    [InlineData("AMBER", "penghubung.kua", false, false)]
    [InlineData("AMBER", "ketua.timpora", true, true)]
    [InlineData("AMBER", "auditor", false, false)]
    [InlineData("GREEN", "penghubung.bp3mi", true, true)]
    [InlineData("GREEN", "penghubung.kua", true, false)]
    [InlineData("GREEN", "auditor", false, false)]
    [InlineData("CLEAR", "penghubung.polresta", true, true)]
    [InlineData("CLEAR", "penghubung.kua", true, false)]
    [InlineData("CLEAR", "admin.kanim", false, false)]
    public async Task A_mark_holds_at_every_door(string tlp, string who, bool sees, bool mayReadChannel)
    {
        var app = await hubs.On(Database.Sqlite);
        var report = Reports.HoldingHouse(tlp: tlp).But(("headline", Secret));
        if (tlp == "RED")
            report["recipients"] = new[] { await app.IdOf("penghubung.polresta") };
        var alert = (await app.OfficerPosts(report)).Id;
        await AssertDoors(app, who, alert, sees, mayReadChannel, "tppo");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_excluded_learns_nothing_whatever_the_mark_and_role(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse(tlp: "CLEAR").But(("headline", Secret), ("exclude", new
        {
            agencies = new[] { "bp3mi" }, members = new[] { await app.IdOf("penghubung.uptdppa"), await app.IdOf("sekretariat.timpora") }, reason = "Diduga terlibat jaringan ini.",
        })))).Id;
        foreach (var excluded in new[] { "penghubung.bp3mi", "kepala.bp3mi", "penghubung.uptdppa", "sekretariat.timpora" })
            await AssertDoors(app, excluded, alert, sees: false, mayReadChannel: true, "tppo");
        // Also at their own desk, where their agency owes an answer.
        await AssertDoors(app, "penghubung.uptdppa", alert, sees: false, mayReadChannel: true, "meja-uptdppa");
        await AssertDoors(app, "kepala.uptdppa", alert, sees: true, mayReadChannel: true, "meja-uptdppa");
        await AssertDoors(app, "ketua.timpora", alert, sees: true, mayReadChannel: true, "tppo");
        Assert.DoesNotContain("penghubung.uptdppa r1 L1", await app.Woken(alert));
    }

    [Fact]
    public async Task Why_somebody_is_excluded_is_told_to_the_poster_and_the_chair_only()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("exclude", new { agencies = new[] { "bp3mi" }, reason = "Diduga terlibat jaringan ini." })))).Id;
        foreach (var (who, told) in new[] { ("petugas.kanim", true), ("ketua.timpora", true), ("sekretariat.timpora", false), ("penghubung.kanim", false), ("penghubung.polresta", false) })
        {
            using var answer = await (await app.As(who)).Send(HttpMethod.Get, $"/api/alerts/{alert}");
            Assert.Equal(told, (await answer.Content.ReadAsStringAsync()).Contains("jaringan ini", StringComparison.Ordinal));
            using var entries = await (await app.As(who)).Send(HttpMethod.Get, "/api/channels/tppo/entries?limit=500");
            var text = await entries.Content.ReadAsStringAsync();
            Assert.DoesNotContain("jaringan ini", text, StringComparison.Ordinal);
        }
    }

    private static async Task AssertDoors(CommsApp app, string who, Guid alert, bool sees, bool mayReadChannel, string channel)
    {
        var reader = await app.As(who);
        using (var answer = await reader.Send(HttpMethod.Get, $"/api/alerts/{alert}"))
            Assert.Equal((sees ? 200 : 404, sees), ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains(Secret, StringComparison.Ordinal)));
        using (var list = await reader.Send(HttpMethod.Get, "/api/alerts?limit=500"))
            Assert.Equal(sees, (await list.Content.ReadAsStringAsync()).Contains(alert.ToString(), StringComparison.Ordinal));
        // What is not there cannot be acted on either.
        if (!sees)
            foreach (var (act, body) in new (string, object)[]
            {
                ("seen", new { version = 1 }), ("acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 }), ("messages", new { clientKey = Guid.CreateVersion7(), text = "Halo." }),
                ("cancel", new { clientKey = Guid.CreateVersion7(), reason = "Salah kirim." }), ("escalate", new { clientKey = Guid.CreateVersion7(), agency = "polresta" }),
            })
                Assert.Equal("not_found", (await app.Refused(who, alert, act, body)).Code);

        using var read = await reader.Send(HttpMethod.Get, $"/api/channels/{channel}/entries?limit=500");
        Assert.Equal(mayReadChannel ? 200 : 404, (int)read.StatusCode);
        if (!mayReadChannel)
            return;
        var text = await read.Content.ReadAsStringAsync();
        var entries = JsonElement.Parse(text).GetProperty("entries").EnumerateArray().ToDictionary(e => e.GetProperty("seq").GetInt64());
        foreach (var row in (await app.Log(alert)).Where(e => e.Channel == channel))
        {
            var entry = entries[row.Seq];
            if (sees)
                Assert.Equal((row.Kind, alert.ToString()), (entry.GetProperty("kind").GetString(), entry.GetProperty("alertId").GetString()));
            else
            {
                Assert.Equal(["hash", "kind", "prevHash", "seq"], entry.EnumerateObject().Select(p => p.Name).Order());
                Assert.Equal("withheld", entry.GetProperty("kind").GetString());
            }
        }

        if (!sees)
            Assert.DoesNotContain(alert.ToString(), text, StringComparison.Ordinal);
        // Number and hash are the same for everybody, or the chain would not hold for all.
        var whole = await app.Read(db => db.Channels.AsNoTracking().SingleAsync(c => c.Slug == channel));
        Assert.Equal(Base64Url.EncodeToString(whole.HeadHash), entries[whole.Head].GetProperty("hash").GetString());
    }

    /// <summary>TLP 2.0: only the source lets more people in.</summary>
    [Fact]
    public async Task Only_the_agency_of_origin_relaxes_a_mark()
    {
        await using var app = CommsApp.Start();
        foreach (var (who, tlp, may) in new[]
        {
            ("petugas.kanim", "GREEN", true), ("kepala.kanim", "GREEN", true), ("sekretariat.timpora", "GREEN", false), ("ketua.timpora", "CLEAR", false),
            ("sekretariat.timpora", "AMBER+STRICT", true), ("sekretariat.timpora", "AMBER", true),
        })
            await Relaxes(app, who, tlp, may);
    }

    private static async Task Relaxes(CommsApp app, string who, string tlp, bool may)
    {
        var posted = await app.OfficerPosts(Reports.Operation().But(("clientKey", Guid.CreateVersion7()), ("tlp", "AMBER")));
        using var answer = await (await app.As(who)).Send(HttpMethod.Post, $"/api/alerts/{posted.Id}/update", new { clientKey = Guid.CreateVersion7(), version = 1, changes = new { tlp } });
        if (may)
            Assert.True(answer.IsSuccessStatusCode);
        else
            Assert.Equal(["changes.tlp"], (await Person.ProblemOf(answer)).Errors!.Keys);
        Assert.Equal(may ? tlp : "AMBER", (await app.Opens("petugas.kanim", posted.Id)).Tlp);
    }
}
