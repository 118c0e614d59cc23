using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Realtime;

/// <summary>What delivery reads from the database, each time in a scope of its own: nothing it knows outlives the reading.</summary>
internal sealed class LogReader(IServiceScopeFactory scopes, AskedTogether<NewsQuestion, IReadOnlyList<StoredEntry>> news, HubClock clock, HubMeter meter) : IDisposable
{
    private const int MembersAtOnce = 500;

    // Replays of reconnecting clients share a few readers, so that a storm of them leaves the database to those who post.
    private readonly SemaphoreSlim replays = new(8, 8);

    private long misses;

    /// <summary>How often a client lay before the ring and had to be served from the database.</summary>
    public long RingMisses => Interlocked.Read(ref misses);

    /// <summary>Entries after a number, with the facts of their alerts read after them.</summary>
    public async Task<IReadOnlyList<LiveEntry>> After(string channel, long seq, int limit, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<ChannelLog>().ReadAfter(channel, seq, limit, ct);
        var alerts = await scope.ServiceProvider.GetRequiredService<HubDb>().AlertAccess(stored.Select(e => e.AlertId), ct);
        return [.. stored.Select(e => new LiveEntry(e, alerts.Of(e)))];
    }

    /// <summary>Entries after a number, for a tail that heard of something, perhaps in a trace; tails that heard at the same moment are answered together.</summary>
    public async Task<IReadOnlyList<StoredEntry>> News(string channel, long seq, string? trace)
    {
        using var step = HubTrace.Of(trace, "tail read");
        await using var scope = scopes.CreateAsyncScope();
        return await news.Ask(scope.ServiceProvider, new NewsQuestion(channel, seq), CancellationToken.None) ?? [];
    }

    /// <summary>Notes how old the oldest of what a tail has taken in is by now.</summary>
    public void HasRead(IReadOnlyList<StoredEntry> entries)
    {
        if (entries.Count > 0)
            meter.HasRead(clock.Now() - Canonical.TimeOf(entries[0].At));
    }

    /// <summary>As <see cref="After"/>, for a client that lies far behind.</summary>
    public async Task<IReadOnlyList<LiveEntry>> Replay(string channel, long seq, CancellationToken ct)
    {
        Interlocked.Increment(ref misses);
        await replays.WaitAsync(ct);
        try
        {
            return await After(channel, seq, EntryBatch.MostEntries, ct);
        }
        finally
        {
            replays.Release();
        }
    }

    /// <summary>The facts of alerts as they are now.</summary>
    public async Task<IReadOnlyDictionary<Guid, AlertAccess>> Alerts(IEnumerable<Guid> alerts, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HubDb>().AlertAccess(alerts.Cast<Guid?>(), ct);
    }

    /// <summary>
    /// A channel, then those of the given members who are still there. In this order: what is known of the members is at least
    /// as fresh as the channel's access version.
    /// </summary>
    public async Task<(Channel? Channel, IReadOnlyDictionary<Guid, Reader> Readers)> Access(string channel, IEnumerable<Guid> members, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var row = await db.FindChannel(channel, ct);
        var readers = new Dictionary<Guid, Reader>();
        foreach (var ids in members.Distinct().Chunk(MembersAtOnce))
            foreach (var m in await db.Users.AsNoTracking().Where(m => ids.Contains(m.Id) && m.RemovedAt == null).Select(m => new { m.Id, m.Agency, m.Roles }).ToListAsync(ct))
                readers[m.Id] = new Reader(m.Id, m.Agency, m.Roles);
        return (row, readers);
    }

    /// <summary>Newest state of channels.</summary>
    public async Task<IReadOnlyList<Hint>> Heads(IReadOnlyList<string> channels, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChannelLog>().Heads(channels, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => replays.Dispose();
}
