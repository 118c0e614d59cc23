using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>Texts wait for the word index. Nobody who searches notices, and what is erased while it waits never gets there.</summary>
public sealed class WordIndexTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_waits_is_found_all_the_same(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", "Gudang di pelabuhan")))).Id;
        await app.Writes("petugas.kanim", alert, "Kapal bersandar.");
        Assert.NotEqual(0, await Waiting(app));
        var found = await (await app.As("petugas.kanim")).Get<FindAlerts.Response>("/api/alerts?q=kapal%20gudang");
        Assert.Equal([alert], found.Items.Select(a => a.Id));
        Assert.Equal(0, await Waiting(app));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task More_than_one_portion_is_taken_in_before_the_search(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        for (var i = 0; i < 140; i++)
            await app.Writes("petugas.kanim", alert, $"Catatan{i} dari lapangan.");
        foreach (var word in new[] { "catatan0", "catatan64", "catatan139" })
            Assert.Equal([alert], (await (await app.As("petugas.kanim")).Get<FindAlerts.Response>($"/api/alerts?q={word}")).Items.Select(a => a.Id));
        Assert.Equal(0, await Waiting(app));
    }

    /// <summary>Two that take at once: the one waits for the other, or leaves it to it, and neither loses nor doubles a text.</summary>
    [Theory, MemberData(nameof(Databases.Servers), MemberType = typeof(Databases))]
    public async Task Nodes_that_take_in_at_once_leave_nothing_out(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await using var other = app.StartSecondNode();
        var alert = (await app.OfficerPosts()).Id;
        for (var i = 0; i < 20; i++)
            await app.Writes("petugas.kanim", alert, $"Catatan{i} dari lapangan.");
        await Task.WhenAll(new[] { app, other, app, other }.Select(node => node.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None)));
        Assert.Equal(0, await Waiting(app));
        Assert.Equal(21, await app.Read(async db => (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM search_texts").ToListAsync())[0]));
    }

    /// <summary>The smallest portions: one number of two channels. It goes on where it stopped, channel after channel, and ends.</summary>
    [Theory, MemberData(nameof(Databases.Servers), MemberType = typeof(Databases))]
    public async Task Portions_go_on_where_the_last_one_ended(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        for (var i = 0; i < 5; i++)
            await app.Writes("petugas.kanim", alert, $"Catatan{i} dari lapangan.");
        var waiting = await Waiting(app);
        var portions = 0;
        for (string? after = ""; after is not null && portions <= waiting; portions++)
            after = await app.Read(async db => (await db.Database.SqlQuery<string?>($"SELECT search_take(true, 1, 2, {after}) AS \"Value\"").ToListAsync())[0]);
        Assert.InRange(portions, 2, waiting);
        Assert.Equal(0, await Waiting(app));
        Assert.Equal(6, await app.Read(async db => (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM search_texts").ToListAsync())[0]));
    }

    [Fact]
    public async Task Many_texts_go_in_in_portions_and_none_is_forgotten()
    {
        await using var app = CommsApp.StartInHand(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Read(db => db.Database.ExecuteSqlRawAsync(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 1000) INSERT INTO search_pending (row, words) SELECT (SELECT number << 35 FROM search_numbers WHERE alert_id = {0}) | (i << 2), 'catatan' || i FROM s", alert));
        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Equal(0, await Waiting(app));
        foreach (var word in new[] { "catatan1", "catatan128", "catatan129", "catatan1000" })
            Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(SearchWords.Of(word), null, 10, CancellationToken.None)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_erased_or_changed_while_it_waits_is_not_found_by_what_it_was(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        await app.Writes("petugas.kanim", alert, "Rahasia pertama.");
        await app.Writes("petugas.kanim", alert, "Rahasia kedua.");
        await app.Read(db => db.Database.ExecuteSqlRawAsync("DELETE FROM reveals WHERE value = 'Rahasia pertama.'"));
        await app.Read(db => db.Database.ExecuteSqlRawAsync("UPDATE reveals SET value = 'Dihapus.' WHERE value = 'Rahasia kedua.'"));
        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Empty(await app.Read(db => db.FindAlertsSaying(["rahasia"], null, 10, CancellationToken.None)));
        Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(["dihapus"], null, 10, CancellationToken.None)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_erased_or_changed_later_leaves_the_index(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        await app.Writes("petugas.kanim", alert, "Rahasia pertama.");
        await app.Writes("petugas.kanim", alert, "Rahasia kedua.");
        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(["rahasia"], null, 10, CancellationToken.None)));
        await app.Read(db => db.Database.ExecuteSqlRawAsync("DELETE FROM reveals WHERE value = 'Rahasia pertama.'"));
        await app.Read(db => db.Database.ExecuteSqlRawAsync("UPDATE reveals SET value = 'Dihapus.' WHERE value = 'Rahasia kedua.'"));
        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Empty(await app.Read(db => db.FindAlertsSaying(["rahasia"], null, 10, CancellationToken.None)));
        Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(["dihapus"], null, 10, CancellationToken.None)));
    }

    // Numbers on PostgreSQL, of which some are texts; texts on SQLite.
    private static Task<int> Waiting(CommsApp app) => app.Read(async db => (await db.Database.SqlQueryRaw<int>(
        db.Database.IsNpgsql() ? "SELECT COALESCE(sum(c.head - COALESCE(p.seq, 0)), 0)::int AS \"Value\" FROM channels c LEFT JOIN search_positions p ON p.channel = c.slug" : "SELECT COUNT(*) AS \"Value\" FROM search_pending").ToListAsync())[0]);
}
