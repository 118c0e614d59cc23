using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>
/// One connection and its feeds. Whoever offers it something never waits for it: while a write is pending nothing is queued but
/// the hub's few own words; feeds keep only their cursors, and a drain catches up from the rings once the line takes more.
/// </summary>
internal sealed partial class FeedConnection(HubConnectionContext context, Guid member, string? session, TimeProvider time, ILogger logger)
{
    /// <summary>A live feed further behind than this for <see cref="Patience"/> is cut off.</summary>
    public const int MostEntriesBehind = 256;

    /// <summary>As <see cref="MostEntriesBehind"/>, in bytes.</summary>
    public const long MostBytesBehind = 1 << 20;

    /// <summary>Most channels one connection follows.</summary>
    public const int MostFeeds = 200;

    /// <summary>How long a feed may lie too far behind.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    // Mostly one; more than a few are looked through seldom.
    private readonly List<Feed> feeds = new(1);
    private bool isClosed;

    /// <summary>Whose connection it is.</summary>
    public Guid Member => member;

    /// <summary>The session it was opened with.</summary>
    public string? Session => session;

    /// <summary>What it may call.</summary>
    public Budget? Calls { get; init; }

    /// <summary>The channels it follows.</summary>
    public IReadOnlyCollection<string> Followed
    {
        get
        {
            lock (gate)
                return [.. feeds.Select(f => f.Tail.Channel.Slug)];
        }
    }

    /// <summary>How many of its feeds lie behind at this moment, and by how many entries in all.</summary>
    public (int Feeds, long Entries) Behind
    {
        get
        {
            lock (gate)
                return feeds.Aggregate((Feeds: 0, Entries: 0L), (sum, f) => f.Tail.Head - f.Cursor is > 0 and var missing ? (sum.Feeds + 1, sum.Entries + missing) : sum);
        }
    }

    /// <summary>Follows a channel from the feed's cursor on; an older feed of the channel is replaced.</summary>
    public void Follow(Feed feed)
    {
        // In the tail first: what comes between is found by the drain, because the ring is longer by then.
        var isLost = !feed.Tail.Add(feed);
        lock (gate)
        {
            Forget(feed.Tail.Channel.Slug);
            if (isClosed)
                feed.Tail.Remove(feed);
            else if (isLost)
                Say(HubCall.Resync(feed.Tail.Channel.Slug));
            else
            {
                feeds.Add(feed);
                feed.IsFollowed = true;
                DrainIfIdle();
            }
        }
    }

    /// <summary>Follows a channel no longer, and says why if there is something to say.</summary>
    public void Leave(string channel, SerializedHubMessage? why = null)
    {
        lock (gate)
        {
            Forget(channel);
            if (why is not null)
                Say(why);
        }
    }

    /// <summary>Ends one feed, unless another has taken its place.</summary>
    public void Drop(Feed feed, SerializedHubMessage why)
    {
        lock (gate)
            if (feed.IsFollowed)
                Leave(feed.Tail.Channel.Slug, why);
    }

    /// <summary>Takes fresh facts about the feed's reader; none means that the member is gone.</summary>
    public void Refresh(Feed feed, Reader? reader, Channel channel)
    {
        lock (gate)
        {
            if (reader is null)
                Close();
            else if (!Permissions.MayRead(reader, channel))
                Drop(feed, HubCall.Revoked(channel.Slug));
            else if (channel.AclVersion >= feed.FreshAs)
                (feed.Reader, feed.FreshAs) = (reader, channel.AclVersion);
        }
    }

    /// <summary>
    /// Notes a device's receipt, of no more than was written to it. Answers how far it counts when an alert may be among what is new.
    /// </summary>
    public long? Received(string channel, long seq)
    {
        lock (gate)
        {
            if (Find(channel) is not { } feed)
                return null;
            var before = feed.Received;
            feed.Received = Math.Max(before, Math.Min(seq, feed.Cursor));
            return feed.Received > before && feed.Tail.MayTellOfAlerts(before, feed.Received) ? feed.Received : null;
        }
    }

    /// <summary>Cuts the connection off when a live feed has been too far behind for too long.</summary>
    public void CloseIfTooSlow()
    {
        lock (gate)
        {
            foreach (var feed in feeds)
            {
                if (!feed.IsLive)
                    continue;
                feed.BehindSince = feed.IsFarBehind ? feed.BehindSince ?? time.GetTimestamp() : null;
                if (feed.BehindSince is not { } since || time.GetElapsedTime(since) < Patience)
                    continue;
                logger.LogInformation("A connection lies {Entries} entries behind in {Channel} and is cut off.", feed.Tail.Head - feed.Cursor, feed.Tail.Channel.Slug);
                Close();
                return;
            }
        }
    }

    /// <summary>Ends the connection; the client's cursor tells at its next Subscribe what it lacks.</summary>
    public void Close()
    {
        bool isStuck;
        lock (gate)
        {
            if (isClosed)
                return;
            isClosed = true;
            isStuck = isBusy;
            foreach (var feed in feeds)
                End(feed);
            feeds.Clear();
            words = null;
        }

        context.Abort();
        // SignalR waits for the write under way before it lets go, and that write waits for a client that does not read.
        if (isStuck)
            context.GetHttpContext()?.Abort();
    }

    private Feed? Find(string channel) => feeds.Find(f => f.Tail.Channel.Slug == channel);

    private void Forget(string channel)
    {
        if (Find(channel) is { } feed && feeds.Remove(feed))
            End(feed);
    }

    private static void End(Feed feed)
    {
        feed.IsFollowed = false;
        feed.Tail.Remove(feed);
    }
}
