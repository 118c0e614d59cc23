using Microsoft.Data.Sqlite;

namespace Timpora.Comms.Storage;

/// <summary>
/// Copies the embedded database as it is at one moment, while the hub goes on writing, and puts such a copy in its place. The copy is written
/// anew and not page by page: what was erased from the hub is not in it.
/// </summary>
internal static class SqliteBackup
{
    /// <summary>How a backup names this database.</summary>
    public const string Provider = "sqlite";

    private const string Part = "hub.db";
    private const int Busy = 5;

    /// <summary>Writes the database into a backup.</summary>
    public static async Task<BackupManifest> Write(string connectionString, BackupFile.Writer backup, BackupManifest manifest, CancellationToken ct)
    {
        await using var hub = Open(connectionString, SqliteOpenMode.ReadWrite);
        await BackupFile.Private(backup.Scratch).DisposeAsync();
        try
        {
            await Run(hub, "VACUUM INTO @file", ct, ("@file", backup.Scratch));
            await using (var copy = Open($"Data Source={backup.Scratch}", SqliteOpenMode.ReadWrite))
            {
                // What leaves the copy leaves no trace in its file either.
                await Run(copy, "PRAGMA journal_mode=MEMORY; PRAGMA secure_delete=ON; PRAGMA synchronous=OFF;", ct);
                foreach (var table in BackupFile.LeftOut)
                    await Run(copy, $"DELETE FROM {table}", ct);
                manifest = manifest with { Migration = await Migration(copy, ct), Rows = await Rows(copy, ct) };
            }

            await backup.Add(Part, [], async to =>
            {
                await using var content = File.OpenRead(backup.Scratch);
                await content.CopyToAsync(to, ct);
            });
            return manifest;
        }
        finally
        {
            File.Delete(backup.Scratch);
        }
    }

    /// <summary>
    /// Puts a backup's database in the place of the hub's. Everything is made ready in a file beside it; the last step is one transaction of
    /// SQLite's own, so whenever this is interrupted there is the old database or the new one, and never a part of each.
    /// </summary>
    public static async Task Restore(string connectionString, BackupFile.Reader backup, bool replace, Func<HubDb, Task> makeReady, CancellationToken ct)
    {
        new SqliteConnections(connectionString).MakeFolder();
        await using var hub = Open(connectionString, SqliteOpenMode.ReadWriteCreate);
        await HoldAlone(hub, ct);
        var tables = await Tables(hub, ct);
        RestoreRules.Check(tables, tables.Contains("entries") && (await Count(hub, "entries", ct) > 0 || await Count(hub, "members", ct) > 0), replace);
        var scratch = hub.DataSource + ".restoring";
        try
        {
            await using (var to = BackupFile.Private(scratch))
            await using (var content = await backup.Open(Part, ct))
                await content.CopyToAsync(to, ct);
            await using (var copy = Open($"Data Source={scratch}", SqliteOpenMode.ReadWrite))
                RestoreRules.CheckRows(backup.Manifest.Rows, await Rows(copy, ct));
            await using (var services = StorageSetup.Alone($"Data Source={scratch}"))
            {
                await services.PrepareStorage(ct);
                await using var scope = services.CreateAsyncScope();
                await makeReady(scope.ServiceProvider.GetRequiredService<HubDb>());
            }

            await using var ready = Open($"Data Source={scratch}", SqliteOpenMode.ReadWrite);
            ready.BackupDatabase(hub);
        }
        finally
        {
            foreach (var ending in new[] { "", "-wal", "-shm" })
                File.Delete(scratch + ending);
        }
    }

    /// <summary>The connection's own file, apart from the hub's settings and pools.</summary>
    private static SqliteConnection Open(string connectionString, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Mode = mode, Pooling = false, DefaultTimeout = 2 }.ConnectionString);
        connection.Open();
        return connection;
    }

    // A hub keeps its connections open, and while one is open elsewhere SQLite does not leave the WAL. From here on until the connection is closed
    // nobody else gets in, so no hub starts on the old database meanwhile.
    private static async Task HoldAlone(SqliteConnection hub, CancellationToken ct)
    {
        try
        {
            await Run(hub, "PRAGMA locking_mode=EXCLUSIVE", ct);
            await using var leave = hub.CreateCommand();
            leave.CommandText = "PRAGMA journal_mode=DELETE";
            if ((string?)await leave.ExecuteScalarAsync(ct) == "delete")
            {
                await Run(hub, "PRAGMA synchronous=FULL; BEGIN EXCLUSIVE; COMMIT;", ct);
                return;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
        }
        catch (SqliteException)
        {
            throw new BackupRefusedException(new($"{hub.DataSource} bukan basis data SQLite.", $"{hub.DataSource} is no SQLite database."));
        }

        throw RestoreRules.HubIsRunning;
    }

    private static async Task<string> Migration(SqliteConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """SELECT max("MigrationId") FROM "__EFMigrationsHistory" """;
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Dictionary<string, long>> Rows(SqliteConnection connection, CancellationToken ct)
    {
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        // The word index keeps itself in tables of its own.
        foreach (var table in (await Tables(connection, ct)).Where(t => !t.StartsWith("search", StringComparison.Ordinal)))
            rows[table] = await Count(connection, table, ct);
        return rows;
    }

    private static async Task<IReadOnlyList<string>> Tables(SqliteConnection connection, CancellationToken ct)
    {
        var tables = new List<string>();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            tables.Add(reader.GetString(0));
        return tables;
    }

    // The names are the database's own.
    private static async Task<long> Count(SqliteConnection connection, string table, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM \"{table}\"";
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Run(SqliteConnection connection, string sql, CancellationToken ct, params (string Name, object Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
