using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>Rows that are written without being followed for changes stand and fall with their transaction.</summary>
public sealed class NewRowsTests
{
    private const string Agency = "another";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task They_are_written_with_the_next_save_as_they_then_are(Database database)
    {
        await using var app = CommsApp.Start(database);
        var owed = await Owed(app);
        await app.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.AddRow(owed);
            owed.Lead = true;
            Assert.Equal(1, await db.SaveChangesAsync());
            Assert.Empty(db.ChangeTracker.Entries());
            Assert.Equal(0, await db.SaveChangesAsync());
            await transaction.CommitAsync();
            return 0;
        });
        Assert.True(await app.Read(db => db.Obligations.Where(o => o.Agency == Agency).Select(o => o.Lead).SingleAsync()));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_transaction_did_not_save_is_in_no_later_one(Database database)
    {
        await using var app = CommsApp.Start(database);
        var owed = await Owed(app);
        await app.Read(async db =>
        {
            await using (await db.Database.BeginTransactionAsync())
                db.AddRow(owed);
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.Equal(0, await db.SaveChangesAsync());
            await transaction.CommitAsync();
            return 0;
        });
        Assert.False(await app.Read(db => db.Obligations.AnyAsync(o => o.Agency == Agency)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Outside_a_transaction_they_are_written_like_any_other(Database database)
    {
        await using var app = CommsApp.Start(database);
        var owed = await Owed(app);
        await app.Read(db =>
        {
            db.AddRow(owed);
            return db.SaveChangesAsync();
        });
        Assert.True(await app.Read(db => db.Obligations.AnyAsync(o => o.Agency == Agency)));
    }

    private static async Task<Obligation> Owed(CommsApp app)
    {
        await app.OfficerPosts();
        return new Obligation { Id = Guid.CreateVersion7(), AlertId = await app.Read(db => db.Alerts.Select(a => a.Id).FirstAsync()), Agency = Agency };
    }
}
