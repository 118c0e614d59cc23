using System.Data.Common;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Backups;

/// <summary><c>backup &lt;file&gt;</c>: the whole hub in one file, while it runs.</summary>
public static class BackupHub
{
    private const string Usage = "backup <berkas / file>";

    /// <summary>Runs the command. 0: the file is whole and on disk; 1: it was not made, and why is told; 2: wrong usage.</summary>
    public static async Task<int> Run(IReadOnlyList<string> args, IConfiguration configuration, TimeProvider time, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        if (args is not [var file, ..] || file.StartsWith('-'))
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var made = await HubBackups.Write(StorageSetup.ConnectionOf(configuration), file, time.GetUtcNow(), ct);
            await output.WriteLineAsync($"{file}: {made.Rows.GetValueOrDefault("entries")} entri di {made.Rows.GetValueOrDefault("channels")} kanal dicadangkan / entries in channels backed up.");
            await output.WriteLineAsync("Berkas ini berisi data pribadi dan tidak terenkripsi / this file holds personal data and is not encrypted.");
            return 0;
        }
        catch (Exception exception) when (exception is BackupRefusedException or IOException or UnauthorizedAccessException or DbException)
        {
            await errors.WriteLineAsync($"Cadangan tidak dibuat / no backup was made: {exception.Message}");
            return 1;
        }
    }
}
