using System.Data;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Timpora.Comms.Storage;

/// <summary>
/// Copies all tables of one moment with COPY, while the hub goes on writing, and loads them again; nothing but the hub's own program is needed. Text
/// and not PostgreSQL's binary form, so that it can be read by a later PostgreSQL and by people.
/// </summary>
internal static class PostgresBackup
{
    /// <summary>How a backup names this database.</summary>
    public const string Provider = "postgres";

    private const string Folder = "tables/";
    private const string History = "__EFMigrationsHistory";

    // Made by the migrations and from what is loaded.
    private static readonly string[] derived = [History, "search_texts", "search_positions"];

    /// <summary>Writes the database into a backup.</summary>
    public static async Task<BackupManifest> Write(HubDb db, BackupFile.Writer backup, BackupManifest manifest, CancellationToken ct)
    {
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var hub = (NpgsqlConnection)db.Database.GetDbConnection();
        await hub.Run("SET TRANSACTION READ ONLY", ct);
        var columns = (await hub.Ask("""
            SELECT c.relname::text, a.attname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY 1, a.attnum
            """, ct)).ToLookup(c => c[0], c => c[1]);
        if (!columns.Contains(History))
            throw new BackupRefusedException(new("Ini bukan basis data hub.", "This is no hub's database."));
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await InOrder(hub, [.. columns.Select(c => c.Key).Except(derived).Except(BackupFile.LeftOut)], ct))
        {
            rows[table] = await hub.Number($"SELECT count(*) FROM {Quoted(table)}", ct);
            await backup.Add(Folder + table, [.. columns[table]], async to =>
            {
                using var from = await hub.BeginTextExportAsync($"COPY {Quoted(table)} ({Quoted(columns[table])}) TO STDOUT", ct);
                await using var text = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true);
                await Copy(from, text, ct);
            });
        }

        return manifest with { Migration = (await hub.Ask($"SELECT max(\"MigrationId\") FROM \"{History}\"", ct))[0][0], Rows = rows };
    }

    /// <summary>Puts a backup in the place of what the database holds, in one transaction: interrupted at any moment, it has changed nothing.</summary>
    public static async Task Restore(HubDb db, BackupFile.Reader backup, bool replace, Func<HubDb, Task> makeReady, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(0);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var hub = (NpgsqlConnection)db.Database.GetDbConnection();
        if (await hub.Number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'", ct) > 0)
            throw RestoreRules.HubIsRunning;
        var tables = (await hub.Ask("SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'", ct)).Select(t => t[0]).ToList();
        RestoreRules.Check(tables, tables.Contains("entries") && await hub.Number("SELECT (EXISTS(SELECT 1 FROM entries) OR EXISTS(SELECT 1 FROM members))::int", ct) > 0, replace);
        // A hub that starts now waits for these locks and then finds the new database.
        await hub.Run(RemoveAll, ct);

        var migrator = db.GetService<IMigrator>();
        await hub.Run(migrator.GenerateScript(null, backup.Manifest.Migration, MigrationsSqlGenerationOptions.NoTransactions), ct);
        var loaded = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in backup.Manifest.Parts.Where(p => p.Name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var table = part.Name[Folder.Length..];
            using (var from = new StreamReader(await backup.Open(part.Name, ct), new UTF8Encoding(false, throwOnInvalidBytes: true)))
            await using (var to = await hub.BeginTextImportAsync($"COPY {Quoted(table)} ({Quoted(part.Columns)}) FROM STDIN", ct))
                await Copy(from, to, ct);
            loaded[table] = await hub.Number($"SELECT count(*) FROM {Quoted(table)}", ct);
        }

        RestoreRules.CheckRows(backup.Manifest.Rows, loaded);
        await hub.Run(CountOn, ct);
        if (backup.Manifest.Migration != db.Database.GetMigrations().Last())
            await hub.Run(migrator.GenerateScript(backup.Manifest.Migration, null, MigrationsSqlGenerationOptions.NoTransactions), ct);
        await db.FillSearchWords(ct);
        // An older server does not know that its neighbour's positions are made from the rest, and that they say what is in an index which is not in the file.
        if (loaded.ContainsKey("search_positions"))
            await hub.Run("DELETE FROM search_positions", ct);
        await PostgresWordIndex.TakeAll(db, ct);
        await makeReady(db);
        await transaction.CommitAsync(ct);
    }

    // What refers to a table comes after it. The texts come last: in a backup of an older server a trigger takes them into the word index, which needs their entries and alerts.
    private static async Task<IReadOnlyList<string>> InOrder(NpgsqlConnection hub, List<string> tables, CancellationToken ct)
    {
        var needs = (await hub.Ask("""
            SELECT c.relname::text, r.relname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
            WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace AND c.oid <> r.oid
            """, ct)).Concat([["reveals", "entries"], ["reveals", "alerts"]]).ToLookup(n => n[0], n => n[1]);
        var ordered = new List<string>();
        while (tables.Find(t => !needs[t].Any(tables.Contains)) is { } next)
        {
            ordered.Add(next);
            tables.Remove(next);
        }

        return tables.Count == 0 ? ordered : throw new InvalidOperationException($"These tables refer to each other: {string.Join(", ", tables)}.");
    }

    private static async Task Copy(TextReader from, TextWriter to, CancellationToken ct)
    {
        var some = new char[32 << 10];
        while (await from.ReadAsync(some, ct) is > 0 and var count)
            await to.WriteAsync(some.AsMemory(0, count), ct);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Quoted(IEnumerable<string> names) => string.Join(',', names.Select(Quoted));

    private static async Task Run(this NpgsqlConnection hub, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, hub) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<long> Number(this NpgsqlConnection hub, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, hub) { CommandTimeout = 0 };
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<List<string[]>> Ask(this NpgsqlConnection hub, string sql, CancellationToken ct)
    {
        var rows = new List<string[]>();
        await using var command = new NpgsqlCommand(sql, hub);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    private const string RemoveAll = """
        SET LOCAL lock_timeout = '10s';
        DO $$ DECLARE one record; BEGIN
            FOR one IN SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
            LOOP EXECUTE 'DROP TABLE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
            FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
                AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            LOOP EXECUTE 'DROP FUNCTION IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
        END $$;
        """;

    // Columns that number themselves go on after the largest number that was loaded.
    private const string CountOn = """
        DO $$ DECLARE one record; BEGIN
            FOR one IN SELECT c.oid::regclass::text AS name, a.attname AS col FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                AND pg_get_serial_sequence(c.oid::regclass::text, a.attname) IS NOT NULL
            LOOP EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %s', one.name, one.col, one.col, one.name); END LOOP;
        END $$;
        """;
}
