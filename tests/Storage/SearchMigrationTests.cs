using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>A hub that has run without search finds its old alerts after the update.</summary>
public sealed class SearchMigrationTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Alerts_from_before_are_found_after_the_update(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", "Gudang lama"), ("regionCode", "18.71")))).Id;
        await app.Writes("petugas.kanim", alert, "Kapal bersandar.");
        await app.Read(async db =>
        {
            var applied = await db.Database.GetAppliedMigrationsAsync();
            await db.GetService<IMigrator>().MigrateAsync(applied.TakeWhile(m => !m.EndsWith("_Search", StringComparison.Ordinal)).Last());
            return true;
        });
        await app.Services.PrepareStorage(CancellationToken.None);

        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        foreach (var q in new[] { "gudang", "kapal", "bandar", "TPPO gudang bersandar" })
            Assert.Equal([alert], await app.Read(db => db.FindAlertsSaying(SearchWords.Of(q), null, 10, CancellationToken.None)));
        Assert.Empty(await app.Verify());
    }
}
