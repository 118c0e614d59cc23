using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>On SQLite texts wait for the word index. Nobody who searches notices, and what is erased while it waits never gets there.</summary>
public sealed class WordIndexTests
{
    [Fact]
    public async Task What_waits_is_found_all_the_same()
    {
        await using var app = await CommsApp.StartInHand(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", "Gudang di pelabuhan")))).Id;
        await app.Writes("petugas.kanim", alert, "Kapal bersandar.");
        Assert.Equal(2, await Waiting(app));
        var found = await (await app.As("petugas.kanim")).Get<FindAlerts.Response>("/api/alerts?q=kapal%20gudang");
        Assert.Equal([alert], found.Items.Select(a => a.Id));
        Assert.Equal(0, await Waiting(app));
    }

    [Fact]
    public async Task Many_texts_go_in_in_portions_and_none_is_forgotten()
    {
        await using var app = await CommsApp.StartInHand(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Read(db => db.Database.ExecuteSqlRawAsync(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 1000) INSERT INTO search_pending (row, words) SELECT (SELECT number << 35 FROM search_numbers WHERE alert_id = {0}) | (i << 2), 'catatan' || i FROM s", alert));
        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Equal(0, await Waiting(app));
        foreach (var word in new[] { "catatan1", "catatan128", "catatan129", "catatan1000" })
            Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(SearchWords.Of(word), null, 10, CancellationToken.None)));
    }

    [Fact]
    public async Task What_is_erased_or_changed_while_it_waits_is_not_found_by_what_it_was()
    {
        await using var app = await CommsApp.StartInHand(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Writes("petugas.kanim", alert, "Rahasia pertama.");
        await app.Writes("petugas.kanim", alert, "Rahasia kedua.");
        await app.Read(db => db.Database.ExecuteSqlRawAsync("DELETE FROM reveals WHERE value = 'Rahasia pertama.'"));
        await app.Read(db => db.Database.ExecuteSqlRawAsync("UPDATE reveals SET value = 'Dihapus.' WHERE value = 'Rahasia kedua.'"));
        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Empty(await app.Read(db => db.FindAlertsSaying(["rahasia"], null, 10, CancellationToken.None)));
        Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(["dihapus"], null, 10, CancellationToken.None)));
    }

    private static Task<int> Waiting(CommsApp app) =>
        app.Read(async db => (await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM search_pending").ToListAsync())[0]);
}
