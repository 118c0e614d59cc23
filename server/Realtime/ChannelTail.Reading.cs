using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

// How a tail comes to what is new, and to the facts that decide who gets it in full. Only the pump does this, one at a time.
internal sealed partial class ChannelTail
{
    private async Task CatchUp()
    {
        for (var more = true; more && !isRetired;)
        {
            var trace = Interlocked.Exchange(ref heardTrace, null);
            var stored = own.TakeAfter(ring.Head, PageSize);
            var isOwn = stored.Count > 0;
            if (!isOwn)
                stored = await log.News(channel.Slug, ring.Head, trace);
            log.HasRead(stored);
            var isNews = stored.Any(e => e.AclVersion > AclVersion);
            var entries = await WithFacts(stored, isNews);
            if (isNews || Volatile.Read(ref heardAcl) > AclVersion)
                await RefreshAll(entries);
            if (isRetired)
                return;
            ring.Append(entries);
            using var step = HubTrace.Of(trace, "fan-out")?.SetTag("timpora.entries", entries.Count);
            foreach (var batch in EntryBatch.Cut(channel, entries))
                foreach (var feed in Feeds())
                    feed.Connection.Push(feed, batch);
            // What was heard may be false; what was read is not.
            more = isOwn ? Volatile.Read(ref heardHead) > ring.Head : entries.Count == PageSize;
        }
    }

    // An alert's facts change during its life, and with them the access version of all channels that tell of it: what is known holds until then. The newest
    // reading counts for older entries, too.
    private async Task<IReadOnlyList<LiveEntry>> WithFacts(IReadOnlyList<StoredEntry> stored, bool areOld)
    {
        var known = stored.Select(e => e.AlertId).OfType<Guid>().Distinct().ToDictionary(id => id, id => areOld ? null : facts.Of(id));
        if (known.Where(k => k.Value is null).Select(k => k.Key).ToList() is { Count: > 0 } unknown)
        {
            var read = await log.Alerts(unknown, CancellationToken.None);
            foreach (var (id, alert) in read)
                known[id] = alert;
            foreach (var older in facts.AreNews(read) ? ring.All() : [])
                older.Learn(read.GetValueOrDefault);
        }

        return [.. stored.Select(e => new LiveEntry(e, e.AlertId is { } id ? known[id] : null))];
    }

    // The channel's row is read before the members: what is then known of them is at least as fresh as its access version.
    private async Task RefreshAll(IReadOnlyList<LiveEntry> coming)
    {
        var known = Feeds();
        var (now, readers) = await log.Access(channel.Slug, known.Select(f => f.Reader.Id), CancellationToken.None);
        if (now is null || now.Epoch != channel.Epoch)
        {
            Retire();
            return;
        }

        IReadOnlyList<LiveEntry> all = [.. ring.All(), .. coming];
        var alerts = await log.Alerts(all.Select(e => e.Stored.AlertId).OfType<Guid>(), CancellationToken.None);
        facts.Forget();
        facts.AreNews(alerts);
        foreach (var entry in all)
            entry.Learn(alerts.GetValueOrDefault);
        channel = now;
        foreach (var feed in known)
            feed.Connection.Refresh(feed, readers.GetValueOrDefault(feed.Reader.Id), now);
        Volatile.Write(ref aclVersion, now.AclVersion);
    }
}
