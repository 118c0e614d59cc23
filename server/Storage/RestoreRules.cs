namespace Timpora.Comms.Storage;

/// <summary>When a database may be replaced by a backup; the same for both kinds.</summary>
internal static class RestoreRules
{
    /// <summary>The word that allows to replace what is there.</summary>
    public const string Replace = "--replace";

    /// <summary>Somebody has the database open.</summary>
    public static BackupRefusedException HubIsRunning => new(new(
        "Basis data ini sedang dipakai: hentikan semua simpul hub (dan sambungan lain) lebih dulu.",
        "This database is in use: stop all nodes of the hub (and other connections) first."));

    /// <summary>Refuses what is no hub's database, and one that holds entries or people unless it was said that they may go.</summary>
    public static void Check(IReadOnlyList<string> tables, bool holdsSomething, bool replace)
    {
        if (tables.Count > 0 && !(tables.Contains("__EFMigrationsHistory") && tables.Contains("entries") && tables.Contains("members")))
            throw new BackupRefusedException(new("Basis data ini berisi tabel yang bukan milik hub.", "This database holds tables that are not a hub's."));
        if (holdsSomething && !replace)
            throw new BackupRefusedException(new(
                $"Basis data ini tidak kosong. Tambahkan {Replace} jika isinya memang harus diganti.", $"This database is not empty. Add {Replace} if what it holds shall be replaced."));
    }

    /// <summary>Refuses a copy that has not every row it had.</summary>
    public static void CheckRows(IReadOnlyDictionary<string, long> written, IReadOnlyDictionary<string, long> loaded)
    {
        if (written.Any(w => loaded.GetValueOrDefault(w.Key, -1) != w.Value))
            throw new BackupRefusedException(new("Isi cadangan tidak sesuai dengan catatannya.", "What the backup holds is not what it says."));
    }
}
