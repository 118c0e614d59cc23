using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>"Accepted" means on disk.</summary>
public sealed class DurabilityTests
{
    /// <summary>
    /// On every connection, pooled ones too: the setting belongs to the connection and not to the file (F16). What SQLite keeps for taking back stays in
    /// memory: texts of cases do not go into the machine's folder for temporary files.
    /// </summary>
    [Fact]
    public async Task Every_sqlite_connection_waits_for_the_disk_and_writes_nowhere_else()
    {
        await using var app = CommsApp.Start();
        await app.OfficerPosts();
        var settings = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => app.Read(async db => (
            (await db.Database.SqlQuery<long>($"SELECT synchronous AS \"Value\" FROM pragma_synchronous").ToListAsync())[0],
            (await db.Database.SqlQuery<string>($"SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").ToListAsync())[0],
            (await db.Database.SqlQuery<long>($"SELECT foreign_keys AS \"Value\" FROM pragma_foreign_keys").ToListAsync())[0],
            (await db.Database.SqlQuery<long>($"SELECT temp_store AS \"Value\" FROM pragma_temp_store").ToListAsync())[0]))));
        Assert.All(settings, s => Assert.Equal((2L, "wal", 1L, 2L), s));
    }

    [Fact]
    public void A_postgres_that_answers_before_its_disk_is_refused()
    {
        Databases.RequirePostgres();
        var connection = Databases.Create(Database.Postgres);
        try
        {
            var refused = Assert.ThrowsAny<Exception>(() => CommsApp.SetUp(connection + ";Options=-c synchronous_commit=off"));
            Assert.Contains("synchronous_commit", refused.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Databases.Drop(connection);
        }
    }
}
