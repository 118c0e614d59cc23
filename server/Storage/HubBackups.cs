using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>Writes and takes backups of whichever database the hub is set to.</summary>
public static class HubBackups
{
    /// <summary>Writes a backup of one moment; the hub may run and is not held up.</summary>
    public static Task<BackupManifest> Write(string connection, string file, DateTimeOffset at, CancellationToken ct) => BackupFile.Write(file, async backup =>
    {
        var manifest = new BackupManifest(BackupFile.Product, BackupFile.Format, Version, ProviderOf(connection), "", at, new Dictionary<string, long>(), []);
        if (!StorageSetup.IsPostgres(connection))
            return await SqliteBackup.Write(connection, backup, manifest, ct);
        await using var services = StorageSetup.Alone(connection);
        await using var scope = services.CreateAsyncScope();
        return await PostgresBackup.Write(scope.ServiceProvider.GetRequiredService<HubDb>(), backup, manifest, ct);
    }, ct);

    /// <summary>
    /// Replaces what the database holds by a backup; a database of an older server is migrated. <paramref name="makeReady"/> sees the whole of it before
    /// it counts; when it throws, nothing has changed.
    /// </summary>
    public static async Task<BackupManifest> Restore(string connection, string file, bool replace, Func<HubDb, Task> makeReady, CancellationToken ct)
    {
        await using var backup = await BackupFile.Read(file, ct);
        var manifest = backup.Manifest;
        if (manifest.Provider != ProviderOf(connection))
            throw new BackupRefusedException(new(
                $"Cadangan ini dari basis data {manifest.Provider}, sedangkan hub ini memakai {ProviderOf(connection)}.", $"This backup is of a {manifest.Provider} database; this hub uses {ProviderOf(connection)}."));
        await using var services = StorageSetup.Alone(connection);
        await using var scope = services.CreateAsyncScope();
        // Of the context only the list of migrations is asked; it opens nothing.
        var db = StorageSetup.IsPostgres(connection) ? scope.ServiceProvider.GetRequiredService<HubDb>() : scope.ServiceProvider.GetRequiredService<SqliteHubDb>();
        if (!db.Database.GetMigrations().Contains(manifest.Migration))
            throw new BackupRefusedException(new(
                $"Cadangan ini dibuat oleh server yang lebih baru ({manifest.Server}).", $"This backup was made by a newer server ({manifest.Server})."));
        if (db is PostgresHubDb)
            await PostgresBackup.Restore(db, backup, replace, makeReady, ct);
        else
            await SqliteBackup.Restore(connection, backup, replace, makeReady, ct);
        return manifest;
    }

    private static string Version => typeof(HubBackups).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    private static string ProviderOf(string connection) => StorageSetup.IsPostgres(connection) ? PostgresBackup.Provider : SqliteBackup.Provider;
}
