using System.Collections.Immutable;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Follows one channel's log for all connections of this node: reads what is new once, keeps it in a ring and offers it to every
/// feed. Never delivers an entry to somebody known only as of an older access version than the entry's (the revocation barrier).
/// </summary>
internal sealed partial class ChannelTail
{
    private const int PageSize = ChannelLog.PageSize, Primed = 256;

    private readonly LogReader log;
    private readonly ILogger logger;
    private readonly EntryRing ring = new();
    private readonly Lock gate = new();
    private readonly WakeUp pump;
    private readonly KnownFacts facts = new();
    private readonly OwnEntries own = new();
    private ImmutableArray<Feed> feeds = [];
    private volatile Channel channel;
    private volatile bool isRetired;
    private long heardAcl, heardHead, aclVersion;
    private string? heardTrace;

    private ChannelTail(Channel channel, LogReader log, ILogger logger)
    {
        (this.channel, this.log, this.logger) = (channel, log, logger);
        aclVersion = heardAcl = channel.AclVersion;
        heardHead = channel.Head;
        pump = new WakeUp(CatchUp, exception => this.logger.LogError(exception, "Reading channel {Channel} failed; the next poll tries again.", this.channel.Slug));
    }

    /// <summary>The channel as last read.</summary>
    public Channel Channel => channel;

    /// <summary>The channel has another history now, or is gone.</summary>
    public bool IsRetired => isRetired;

    /// <summary>Newest number in the ring.</summary>
    public long Head => ring.Head;

    /// <summary>Newest number known: more than <see cref="Head"/> when reading fails, and then clients must be told.</summary>
    public long KnownHead => pump.HasFailed ? Math.Max(ring.Head, Volatile.Read(ref heardHead)) : ring.Head;

    /// <summary>The access version that the readers were last asked for.</summary>
    public long AclVersion => Volatile.Read(ref aclVersion);

    /// <summary>Opens the tail with the newest entries in its ring, so that reconnecting clients need no database.</summary>
    public static async Task<ChannelTail> Open(Channel channel, LogReader log, ILogger logger, CancellationToken ct)
    {
        var tail = new ChannelTail(channel, log, logger);
        var from = Math.Max(0, channel.Head - Primed);
        tail.ring.StartAfter(from);
        tail.ring.Append(await log.After(channel.Slug, from, PageSize, ct));
        return tail;
    }

    /// <summary>
    /// Hears that the channel may have moved, perhaps with <paramref name="entries"/> that this node has committed. Returns at once; the reading happens elsewhere.
    /// </summary>
    public void Hear(Hint hint, IEnumerable<StoredEntry>? entries = null)
    {
        if (!Serves(hint.Epoch))
            return;
        if (entries is not null)
            own.Add(entries);

        heardTrace = hint.Trace ?? heardTrace;
        Raise(ref heardHead, hint.Head);
        Raise(ref heardAcl, hint.AclVersion);
        if (hint.Head > ring.Head || hint.AclVersion > AclVersion)
            pump.Wake();
    }

    /// <summary>Looks into the database whatever was heard.</summary>
    public void Wake() => pump.Wake();

    /// <summary>Reads nothing more; done when a reading that is under way has ended.</summary>
    public Task Stop() => pump.Stop();

    /// <summary>Adds a feed; false when the tail is no longer followed.</summary>
    public bool Add(Feed feed)
    {
        lock (gate)
        {
            if (isRetired)
                return false;
            feeds = feeds.Add(feed);
            return true;
        }
    }

    /// <summary>Whether new feeds of this epoch may come; a tail of another epoch ends here.</summary>
    public bool Serves(string epoch)
    {
        if (!isRetired && epoch != channel.Epoch)
            Retire();
        return !isRetired;
    }

    /// <summary>Takes a feed away.</summary>
    public void Remove(Feed feed)
    {
        lock (gate)
            feeds = feeds.Remove(feed);
    }

    /// <summary>Bytes in the ring after a cursor.</summary>
    public long BytesAfter(long seq) => ring.BytesAfter(seq);

    /// <summary>Whether entries of alerts lie between two numbers, as far as the ring can tell.</summary>
    public bool MayTellOfAlerts(long after, long upTo) => after < ring.Floor || ring.All().Any(e => e.Seq > after && e.Seq <= upTo && e.Stored.AlertId is not null);

    /// <summary>The next message for a feed that lies behind: from the ring, or from the database when it lies before the ring or is known by fresher facts.</summary>
    public async ValueTask<EntryBatch> After(Feed feed, CancellationToken ct)
    {
        var cursor = feed.Cursor;
        var entries = (feed.FreshAs > AclVersion ? null : ring.After(cursor)) ?? await log.Replay(channel.Slug, cursor, ct);
        if (entries.Count == 0 || entries[0].Seq != cursor + 1)
            throw new InvalidOperationException($"Channel {channel.Slug} has no entry {cursor + 1}.");
        return new EntryBatch(channel, [.. entries.Take(EntryBatch.Fitting(entries, 0))]);
    }

    /// <summary>Asks the database anew who one feed's reader is; closes the feed when they may no longer read.</summary>
    public async Task Refresh(Feed feed, CancellationToken ct)
    {
        var (now, readers) = await log.Access(channel.Slug, [feed.Reader.Id], ct);
        if (now is null || now.Epoch != channel.Epoch)
            Retire();
        else
            feed.Connection.Refresh(feed, readers.GetValueOrDefault(feed.Reader.Id), now);
    }

    // Under the lock: a feed added before this is seen, and one added after it sees the ring's new head by itself.
    private ImmutableArray<Feed> Feeds()
    {
        lock (gate)
            return feeds;
    }

    // The channel has another history now (a restored database) or is gone: whoever follows it has to start anew.
    private void Retire()
    {
        ImmutableArray<Feed> all;
        lock (gate)
        {
            isRetired = true;
            all = feeds;
            feeds = [];
        }

        foreach (var feed in all)
            feed.Connection.Drop(feed, HubCall.Resync(channel.Slug));
    }

    private static void Raise(ref long known, long heard)
    {
        for (var now = Volatile.Read(ref known); heard > now && Interlocked.CompareExchange(ref known, heard, now) != now;)
            now = Volatile.Read(ref known);
    }
}
