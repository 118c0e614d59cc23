using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Backups;

/// <summary>
/// <c>restore &lt;file&gt;</c>: puts a backup in the place of the hub's database. Every channel gets a new epoch, so that a device which has seen
/// more than the backup knows is told to start anew; the log is proved before anything counts.
/// </summary>
public static class RestoreHub
{
    private const string BrokenLog = "--broken-log";
    private const string Usage = $"restore <berkas / file> [{RestoreRules.Replace}] [{BrokenLog}]";

    /// <summary>Runs the command. 0: restored; 1: nothing has changed, and why is told; 2: wrong usage.</summary>
    public static async Task<int> Run(IReadOnlyList<string> args, IConfiguration configuration, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        if (args is not [var file, ..] || file.StartsWith('-'))
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            VerifyLog.Result? proved = null;
            var backup = await HubBackups.Restore(StorageSetup.ConnectionOf(configuration), file, args.Contains(RestoreRules.Replace), async db =>
            {
                proved = await MakeReady(db, args.Contains(BrokenLog), output, ct);
            }, ct);
            await output.WriteLineAsync($"""
                Dipulihkan dari cadangan {backup.At:u}: {proved!.Entries} entri di {proved.Channels} kanal, rantai terbukti utuh: {proved.Channels - proved.Faults.Count}.
                Restored from the backup of {backup.At:u}: {proved.Entries} entries in {proved.Channels} channels, chains that hold: {proved.Channels - proved.Faults.Count}.
                Semua orang harus masuk lagi; perangkat memuat ulang kanal / everybody signs in again; devices load their channels anew.
                Yang berubah setelah saat itu hilang, juga anggota yang dikeluarkan dan kata sandi yang diganti / what changed since then is gone, removals of members and changed passwords too.
                """);
            return 0;
        }
        catch (Exception exception) when (exception is BackupRefusedException or IOException or UnauthorizedAccessException or DbException)
        {
            await errors.WriteLineAsync($"Tidak dipulihkan, tidak ada yang berubah / not restored, nothing has changed: {exception.Message}");
            return 1;
        }
    }

    // Entries keep the epoch they were hashed with, so old chains hold. Queued notifications stay: one that comes twice does less harm than one
    // that never comes, and whoever sends it looks at the obligation first.
    private static async Task<VerifyLog.Result> MakeReady(HubDb db, bool evenIfBroken, TextWriter output, CancellationToken ct)
    {
        foreach (var slug in await db.Channels.Select(c => c.Slug).ToListAsync(ct))
            await db.Channels.Where(c => c.Slug == slug).ExecuteUpdateAsync(set => set.SetProperty(c => c.Epoch, Channel.NewEpoch()), ct);
        var proved = await VerifyLog.Run(db, new ChannelLog(db, new HubClock(TimeProvider.System)), ct);
        foreach (var fault in proved.Faults)
            await output.WriteLineAsync(fault.ToString());
        if (proved.Faults.Count > 0 && !evenIfBroken)
            throw new BackupRefusedException(new(
                $"rantai log di cadangan ini rusak. Tambahkan {BrokenLog} jika tetap harus dipulihkan.", $"the log in this backup is broken. Add {BrokenLog} to restore it all the same."));
        return proved;
    }
}
