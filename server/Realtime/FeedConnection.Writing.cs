using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Timpora.Comms.Realtime;

// How a connection is written to: directly while the line takes it, by one drain while it does not.
internal sealed partial class FeedConnection
{
    // Far more than the answers to the largest Subscribe; who lets so many pile up does not read at all.
    private const int MostWords = 1000;

    // Null where the client could open no web socket.
    private readonly LineSocket? line = context.GetHttpContext()?.Features.Get<LineSocket>();
    private Queue<SerializedHubMessage>? words;
    private int turn;
    private bool isBusy;
    private bool areHeadsDue;
    private long delivered;

    /// <summary>Entries written to it so far, stubs too.</summary>
    public long Delivered => Volatile.Read(ref delivered);

    /// <summary>Offers entries. An up-to-date feed gets the shared message at once; any other is left to the drain.</summary>
    public void Push(Feed feed, EntryBatch batch)
    {
        lock (gate)
        {
            if (isClosed || isBusy || !feed.IsFollowed)
                return;
            if (feed.Cursor != batch.First - 1 || batch.AclVersion > feed.FreshAs || feed.FreshAs > feed.Tail.AclVersion)
            {
                DrainIfIdle();
                return;
            }

            try
            {
                var written = Write(feed, batch);
                // This is the whole detector of a slow client: its pipe is full.
                if (!written.IsCompletedSuccessfully)
                    StartDrain(written);
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }
    }

    /// <summary>Tells where its channels end, after whatever is being written.</summary>
    public void TellHeads()
    {
        lock (gate)
        {
            areHeadsDue = true;
            DrainIfIdle();
        }
    }

    private void Say(SerializedHubMessage word)
    {
        if (isClosed)
            return;
        if (words?.Count == MostWords)
        {
            Close();
            return;
        }

        (words ??= new()).Enqueue(word);
        DrainIfIdle();
    }

    private void DrainIfIdle()
    {
        if (isBusy || isClosed)
            return;
        StartDrain(ValueTask.CompletedTask);
    }

    // Apart from whoever asks for it: what the drain keeps is made only when there is one.
    private void StartDrain(ValueTask pending)
    {
        isBusy = true;
        _ = Task.Run(() => Drain(pending));
    }

    // Only one drain runs at a time, and while it runs nobody else writes. After each message it lets go of its thread: a line whose client
    // has hung up takes thousands at once, and a few of those would hold every thread, of live delivery and of the news that they are gone.
    private async Task Drain(ValueTask pending)
    {
        try
        {
            await pending;
            while (Next() is { } step)
            {
                await step();
                await Task.Yield();
            }
        }
        catch (OperationCanceledException) when (context.ConnectionAborted.IsCancellationRequested)
        {
            Close();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // The hub's own words first, then one message of one feed, each in its turn. Nothing left: the line is idle again, decided
    // under the lock, so whoever offers something later finds it so.
    private Func<ValueTask>? Next()
    {
        lock (gate)
        {
            if (isClosed || context.ConnectionAborted.IsCancellationRequested)
                return null;
            if (words?.TryDequeue(out var word) == true)
                return () => Send(word);
            if (areHeadsDue)
            {
                areHeadsDue = false;
                if (Heads() is { Count: > 0 } heads)
                    return () => Send(HubCall.Heads(heads));
            }

            for (var i = 0; i < feeds.Count; i++)
            {
                var feed = feeds[(turn + i) % feeds.Count];
                if (feed.FreshAs < feed.Tail.AclVersion)
                    return () => new(feed.Tail.Refresh(feed, context.ConnectionAborted));
                if (feed.Cursor < feed.Tail.Head)
                {
                    turn = (turn + i + 1) % feeds.Count;
                    return () => new(Advance(feed));
                }

                feed.IsLive = true;
            }

            isBusy = false;
            return null;
        }
    }

    private async Task Advance(Feed feed)
    {
        var batch = await feed.Tail.After(feed, context.ConnectionAborted);
        if (batch.AclVersion > feed.FreshAs)
            await feed.Tail.Refresh(feed, context.ConnectionAborted);
        ValueTask written;
        lock (gate)
        {
            if (isClosed || !feed.IsFollowed || batch.AclVersion > feed.FreshAs)
                return;
            written = Write(feed, batch);
        }

        await written;
    }

    private ValueTask Write(Feed feed, EntryBatch batch)
    {
        var written = Send(batch.For(feed.Reader));
        feed.Cursor = batch.Last;
        // Under the connection's own lock: counting costs nobody else anything.
        Volatile.Write(ref delivered, delivered + (batch.Last - batch.First + 1));
        return written;
    }

    // All that the hub says by itself goes this one way, so it arrives in the order it was said in.
    private ValueTask Send(SerializedHubMessage message) => line is null
        ? context.WriteAsync(message)
        : line.Write(message.GetSerializedMessage(context.Protocol), context.Protocol.TransferFormat == TransferFormat.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary);

    // A feed with entries still to come is left out: they will show by themselves whether something is missing.
    private Dictionary<string, WireHead> Heads() => feeds.Where(f => f.Cursor >= f.Tail.Head).ToDictionary(
        f => f.Tail.Channel.Slug, f => new WireHead(f.Tail.Channel.Epoch, Math.Max(f.Cursor, f.Tail.KnownHead)), StringComparer.Ordinal);

    private void Fail(Exception exception)
    {
        // Whoever hangs up while something is on its way is no fault of the hub's.
        if (exception is not (WebSocketException or IOException or ObjectDisposedException or OperationCanceledException))
            logger.LogError(exception, "Writing to a connection failed; it is closed.");
        Close();
    }
}
