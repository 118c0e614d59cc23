using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Backups;

/// <summary>A hub that is copied while it runs comes back elsewhere as it was at one moment, and no device stays silently wrong.</summary>
public sealed class BackupTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_backup_made_while_people_write_comes_back_whole(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var copies = new Copies();
        var first = await app.OfficerPosts();
        await app.Acknowledges("penghubung.polresta", first.Id);
        await app.Writes("petugas.kanim", first.Id, "Pagar hijau.");
        var before = await Heads(app);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await app.Writes("petugas.kanim", first.Id, "Tetap di tempat.");
        });
        Assert.Equal(0, await copies.Backup(app.Connection));
        await enough.CancelAsync();
        await writing;
        var after = await Heads(app);

        var elsewhere = Databases.Create(database);
        Assert.Equal(0, await copies.Restore(elsewhere));
        Databases.Release(elsewhere);
        await using var restored = CommsApp.StartOn(elsewhere);
        Assert.Empty(await restored.Verify());
        var now = await Heads(restored);
        Assert.Equal(before.Keys, now.Keys);
        Assert.All(now, n => Assert.InRange(n.Value.Head, before[n.Key].Head, after[n.Key].Head));
        Assert.All(now, n => Assert.NotEqual(before[n.Key].Epoch, n.Value.Epoch));
        Assert.Equal(now.Count, now.Values.Select(n => n.Epoch).Distinct().Count());
        // What was there works: it is answered, found and goes on.
        var officer = await restored.As("petugas.kanim");
        var alert = await officer.Get<AlertView>($"/api/alerts/{first.Id}");
        Assert.Contains(alert.Obligations, o => o.Agency == "polresta" && o.State == nameof(ObligationState.Acknowledged));
        Assert.Contains(first.Id.ToString(), await (await officer.Send(HttpMethod.Get, "/api/alerts?q=pagar")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await restored.OfficerPosts();
        Assert.Empty(await restored.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_device_that_saw_more_or_less_than_the_backup_knows_starts_anew(Database database)
    {
        using var copies = new Copies();
        long kept, lost;
        string epoch;
        await using (var app = CommsApp.Start(database))
        {
            var posted = await app.OfficerPosts();
            (epoch, kept) = (posted.Epoch, posted.Seq);
            Assert.Equal(0, await copies.Backup(app.Connection));
            lost = (await app.OfficerPosts()).Seq;
        }

        var elsewhere = Databases.Create(database);
        Assert.Equal(0, await copies.Restore(elsewhere));
        Databases.Release(elsewhere);
        await using var restored = CommsApp.StartOn(elsewhere);
        // The history goes another way, to a number beyond what the device has seen.
        while ((await restored.HeadOf("tppo")).Head <= lost)
            await restored.OfficerPosts();
        foreach (var seq in new[] { kept, lost, 1 })
        {
            await using var device = await Device.Of(await restored.As("petugas.kanim"));
            await device.Follow("tppo", epoch, seq);
            await Device.Until(() => device.WasTold("resync tppo"));
            Assert.Empty(device.Log("tppo"));
            await device.Follow("tppo", "", 0);
            var head = await restored.HeadOf("tppo");
            var log = await device.Has("tppo", head.Head);
            Assert.Equal(await restored.Read(async db => (await db.Database.SqlQuery<byte[]>($"SELECT hash AS \"Value\" FROM entries WHERE channel = 'tppo' ORDER BY seq").ToListAsync())
                .Select(h => Canonical.Base64(h)).ToList()), log.Select(e => e.Hash));
        }
    }

    /// <summary>Whoever gets hold of a backup walks in nowhere: not into the hub it is of, nor into the one that is made of it.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Open_doors_and_erased_texts_are_not_in_it(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var copies = new Copies();
        var cookie = (await app.As("petugas.kanim")).Cookie!;
        await app.OfficerPosts(Reports.HoldingHouse().But(("narrative", "Tersisa Pisang")));
        var erased = await app.OfficerPosts(Reports.HoldingHouse().But(("narrative", "Dihapus Durian")));
        await app.Read(async db => await db.Database.ExecuteSqlAsync($"DELETE FROM reveals WHERE value LIKE '%Durian%'") + await db.Database.ExecuteSqlAsync($"UPDATE alerts SET narrative = '' WHERE id = {erased.Id}"));
        var keys = await app.Read(db => db.Sessions.Select(s => s.Key).ToListAsync());
        Assert.Equal(0, await copies.Backup(app.Connection));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copies.File()));
        Assert.Equal(["hub.backup"], Directory.EnumerateFiles(copies.Folder).Select(Path.GetFileName));

        var text = await Text(copies.File());
        Assert.Contains("Pisang", text, StringComparison.Ordinal);
        Assert.All(keys.Append("Durian").Append("encryptedSecret").Append("masterKey"), secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));

        var elsewhere = Databases.Create(database);
        Assert.Equal(0, await copies.Restore(elsewhere));
        Databases.Release(elsewhere);
        await using var restored = CommsApp.StartOn(elsewhere);
        using var thief = restored.Anyone();
        thief.Cookie = cookie;
        using var answer = await thief.Send(HttpMethod.Get, "/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_leaves_nothing_half_made()
    {
        await using var app = CommsApp.Start();
        using var copies = new Copies();
        await File.WriteAllTextAsync(copies.File(), "mine");
        Assert.Equal(1, await copies.Backup(app.Connection));
        Assert.Equal("mine", await File.ReadAllTextAsync(copies.File()));
        Assert.Contains("exists already", copies.Said, StringComparison.Ordinal);
        Assert.Equal(1, await copies.Backup($"Data Source={copies.File("none.db")}", "other"));
        Assert.Equal(["hub.backup"], Directory.EnumerateFiles(copies.Folder).Select(Path.GetFileName));
    }

    private static async Task<Dictionary<string, (string Epoch, long Head)>> Heads(CommsApp app) =>
        (await app.Read(db => db.Channels.AsNoTracking().ToListAsync())).OrderBy(c => c.Slug, StringComparer.Ordinal).ToDictionary(c => c.Slug, c => (c.Epoch, c.Head));

    private static async Task<string> Text(string file)
    {
        var text = new StringBuilder();
        await using var zip = await ZipFile.OpenReadAsync(file);
        foreach (var entry in zip.Entries)
        {
            await using var content = await entry.OpenAsync();
            using var reader = new StreamReader(content, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }
}
