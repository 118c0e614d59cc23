using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Tests.Support;

/// <summary>Writes straight into the log, for tests about delivery that need many entries and no reason for them.</summary>
public static class Journal
{
    /// <summary>A channel of a test's own.</summary>
    public static async Task OpensChannel(this CommsApp app, string slug, params string[] admits)
    {
        using var turn = await app.Services.GetRequiredService<WriteGate>().Enter(CancellationToken.None);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        db.Channels.Add(new Channel { Slug = slug, Name = slug, Kind = "topic", Admits = [.. admits], Epoch = "e-" + slug });
        await db.SaveChangesAsync();
    }

    /// <summary>Commits entries in one transaction and announces them, unless the announcement is <paramref name="lost"/>. Returns the head.</summary>
    public static async Task<long> Writes(this CommsApp app, IReadOnlyList<EntryDraft> drafts, bool lost = false)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var log = scope.ServiceProvider.GetRequiredService<ChannelLog>();
        IReadOnlyList<StoredEntry> written;
        using (await app.Services.GetRequiredService<WriteGate>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            written = await log.Append(CancellationToken.None, [.. drafts]);
            await transaction.CommitAsync();
        }

        if (!lost)
            app.Services.GetRequiredService<IAnnouncer>().Announce(log.Appended);
        return written[^1].Seq;
    }

    /// <summary>As above: some entries of one channel, each with so many characters of text.</summary>
    public static Task<long> Writes(this CommsApp app, string channel, int count, int characters = 10) =>
        app.Writes([.. Enumerable.Range(0, count).Select(_ => Note(channel).Commit("text", new string('x', characters)))]);

    /// <summary>An entry that every reader of the channel may see.</summary>
    public static EntryDraft Note(string channel) => new(channel, "test.noted", EntryDraft.System);

    /// <summary>An entry of an alert that nobody may read.</summary>
    public static EntryDraft Secret(string channel) => new EntryDraft(channel, "test.noted", EntryDraft.System, Guid.CreateVersion7()).With("secret", "rahasia");

    /// <summary>A channel's whole log as it is stored.</summary>
    public static async Task<IReadOnlyList<StoredEntry>> LogOf(this CommsApp app, string channel)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChannelLog>().ReadAfter(channel, 0, int.MaxValue, CancellationToken.None);
    }

    /// <summary>The epoch and head of a channel.</summary>
    public static Task<Hint> HeadOf(this CommsApp app, string channel) =>
        app.Read(db => db.Channels.Where(c => c.Slug == channel).Select(c => new Hint(c.Slug, c.Epoch, c.Head, c.AclVersion)).SingleAsync());
}
