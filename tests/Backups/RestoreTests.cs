using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Backups;

/// <summary>A restore replaces only what it may, only by what is whole, and wholly or not at all.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly Copies copies = new();

    public void Dispose() => copies.Dispose();

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_there_is_replaced_only_when_that_is_said_and_nobody_uses_it(Database database)
    {
        var connection = await Written(database, async app =>
        {
            Assert.Equal(1, await copies.Restore(app.Connection, words: "--replace"));
            Assert.Contains("in use", copies.Said, StringComparison.Ordinal);
        });
        var before = await Everything(connection);

        Assert.Equal(1, await copies.Restore(connection));
        Assert.Contains("not empty", copies.Said, StringComparison.Ordinal);
        Assert.Equal(before, await Everything(connection));

        Assert.Equal(0, await copies.Restore(connection, words: "--replace"));
        var after = await Everything(connection);
        Assert.True(after.IsNewerThan(before), $"{before} became {after}");
        Databases.Drop(connection);
    }

    [Fact]
    public async Task Damage_never_gets_into_a_database()
    {
        await using var app = CommsApp.Start();
        Assert.Equal(0, await copies.Backup(app.Connection));
        var whole = await File.ReadAllBytesAsync(copies.File());
        var (content, refused) = (await Content(copies.File()), 0);
        for (var at = 0; at < whole.Length; at += whole.Length / 67)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 1;
            await File.WriteAllBytesAsync(copies.File("damaged"), damaged);
            if (await IsRefused())
                refused++;
            else
                // A bit that says nothing, such as the time of day in a zip's list.
                Assert.Equal(content, await Content(copies.File("damaged")));
        }

        Assert.InRange(refused, 40, 68);
        foreach (var cut in new[] { 0, 1, 100, whole.Length / 2, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(copies.File("damaged"), whole[..cut]);
            Assert.True(await IsRefused(), $"the first {cut} bytes");
        }

        async Task<bool> IsRefused()
        {
            File.Delete(copies.File("new.db"));
            if (await copies.Restore($"Data Source={copies.File("new.db")}", "damaged") == 0)
                return false;
            Assert.Contains("damaged", copies.Said, StringComparison.Ordinal);
            return !File.Exists(copies.File("new.db"));
        }

        static async Task<string> Content(string file)
        {
            await using var backup = await BackupFile.Read(file, CancellationToken.None);
            await using var part = await backup.Open("hub.db", CancellationToken.None);
            return Convert.ToHexString(await SHA256.HashDataAsync(part));
        }
    }

    [Theory]
    [InlineData("postgres", "20261124170542_Lean", "postgres")]
    [InlineData("sqlite", "99990101000000_Later", "newer")]
    public async Task A_backup_of_another_database_or_of_a_newer_server_is_refused(string provider, string migration, string why)
    {
        await BackupFile.Write(copies.File(), _ => Task.FromResult(
            new BackupManifest(BackupFile.Product, BackupFile.Format, "9.9", provider, migration, DateTimeOffset.UnixEpoch, new Dictionary<string, long>(), [])), CancellationToken.None);
        Assert.Equal(1, await copies.Restore($"Data Source={copies.File("new.db")}"));
        Assert.Contains(why, copies.Said, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_backup_of_an_older_server_is_brought_up_to_date(Database database)
    {
        var (old, target) = (Databases.Create(database), Databases.Create(database));
        await using (var services = StorageSetup.Alone(old))
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().First());
            await db.Database.ExecuteSqlRawAsync(Insert("channels", ("slug", "'lama'"), ("name", "'Lama'"), ("kind", "'topic'"), ("head", "0"), ("head_at", "''"), ("epoch", "'e'"),
                ("acl_version", "0"), ("head_hash", database == Database.Sqlite ? "zeroblob(32)" : "decode(repeat('00', 32), 'hex')"), ("admits", database == Database.Sqlite ? "'[]'" : "ARRAY[]::text[]")));
        }

        Databases.Release(old);
        Assert.True(await copies.Backup(old) == 0, copies.Said);
        Assert.True(await copies.Restore(target) == 0, copies.Said);
        await using (var services = StorageSetup.Alone(target))
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            Assert.NotEqual("e", (await db.Channels.SingleAsync(c => c.Slug == "lama")).Epoch);
        }

        Databases.Drop(old);
        Databases.Drop(target);
    }

    /// <summary>It was broken when it was copied; that must not pass unseen, but may be all there is.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_log_that_does_not_hold_is_restored_only_when_that_is_said(Database database)
    {
        await using var app = CommsApp.Start(database);
        var posted = await app.OfficerPosts();
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE entries SET actor = 'system' WHERE channel = 'tppo' AND seq = {posted.Seq}"));
        Assert.Equal(0, await copies.Backup(app.Connection));
        var target = Databases.Create(database);
        Assert.Equal(1, await copies.Restore(target));
        Assert.Contains($"BROKEN  tppo #{posted.Seq}", copies.Said, StringComparison.Ordinal);
        Assert.Equal(0, await copies.Restore(target, words: "--broken-log"));
        Assert.Contains($"BROKEN  tppo #{posted.Seq}", copies.Said, StringComparison.Ordinal);
        Databases.Drop(target);
    }

    [Fact]
    public async Task What_is_no_hubs_database_is_left_alone()
    {
        await using var app = CommsApp.Start();
        Assert.Equal(0, await copies.Backup(app.Connection));
        await using (var other = new SqliteConnection($"Data Source={copies.File("other.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (a)";
            await command.ExecuteNonQueryAsync();
        }

        await File.WriteAllTextAsync(copies.File("text.db"), new string('x', 5000));
        foreach (var file in new[] { "other.db", "text.db" })
            Assert.Equal(1, await copies.Restore($"Data Source={copies.File(file)}", words: "--replace"));
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(copies.File("text.db")));
    }

    /// <summary>Killed at moments all over its course: then there is the old database or the new one.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_restore_that_is_killed_leaves_the_old_database_or_the_new_one(Database database)
    {
        var connection = await Written(database);
        var (before, took) = (await Everything(connection), TimeSpan.Zero);
        foreach (var tenth in new[] { 10, 8, 5 })
        {
            var began = TimeProvider.System.GetTimestamp();
            using var restore = Copies.Run(connection, "restore", copies.File(), "--replace");
            await Device.Until(() => restore.HasExited || (tenth < 10 && TimeProvider.System.GetElapsedTime(began) > took * tenth / 10));
            took = tenth == 10 ? TimeProvider.System.GetElapsedTime(began) : took;
            restore.Kill();
            await restore.WaitForExitAsync();
            var now = await Everything(connection);
            Assert.True(tenth < 10 && now == before || now.IsNewerThan(before), $"{before} became {now}");
            before = now;
        }

        Assert.Equal(0, await copies.Restore(connection, words: "--replace"));
        Databases.Drop(connection);
    }

    private static string Insert(string table, params (string Column, string Value)[] values) =>
        $"INSERT INTO {table} ({string.Join(',', values.Select(v => v.Column))}) VALUES ({string.Join(',', values.Select(v => v.Value))})";

    /// <summary>A database with two alerts, and a backup from between them; nobody uses it any more.</summary>
    private async Task<string> Written(Database database, Func<CommsApp, Task>? meanwhile = null)
    {
        var connection = Databases.CreateWithDemo(database);
        await using (var app = CommsApp.StartOn(connection, keep: true))
        {
            await app.OfficerPosts();
            Assert.Equal(0, await copies.Backup(connection));
            await app.OfficerPosts();
            if (meanwhile is not null)
                await meanwhile(app);
        }

        Databases.Release(connection);
        return connection;
    }

    private static async Task<Found> Everything(string connection)
    {
        Found found;
        await using (var services = StorageSetup.Alone(connection))
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            var faults = (await VerifyLog.Run(db, new ChannelLog(db, new HubClock(TimeProvider.System)), CancellationToken.None)).Faults;
            found = new Found(await db.Alerts.CountAsync(), string.Join(' ', faults), string.Join(' ', await db.Channels.OrderBy(c => c.Slug).Select(c => c.Epoch).ToListAsync()));
        }

        Databases.Release(connection);
        return found;
    }

    private sealed record Found(int Alerts, string Faults, string Epochs)
    {
        public bool IsNewerThan(Found before) => (Alerts, Faults) == (1, "") && !Epochs.Split(' ').Intersect(before.Epochs.Split(' ')).Any();
    }
}
