using System.Collections.Concurrent;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>The tails of this node, one for each channel that somebody has followed; there are only as many as there are channels.</summary>
internal sealed class ChannelTails(LogReader log, ILogger<ChannelTail> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, ChannelTail> tails = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim opening = new(1, 1);
    private bool isStopped;

    /// <summary>The channels that are followed here.</summary>
    public IReadOnlyList<string> Followed => [.. tails.Where(t => !t.Value.IsRetired).Select(t => t.Key)];

    /// <summary>The tail of a channel, opened if there is none of its present epoch.</summary>
    public async Task<ChannelTail> Open(Channel channel, CancellationToken ct)
    {
        if (tails.TryGetValue(channel.Slug, out var tail) && tail.Serves(channel.Epoch))
            return tail;
        await opening.WaitAsync(ct);
        try
        {
            if (tails.TryGetValue(channel.Slug, out tail) && tail.Serves(channel.Epoch))
                return tail;
            if (isStopped)
                throw new OperationCanceledException("The hub is ending.");
            tail = tails[channel.Slug] = await ChannelTail.Open(channel, log, logger, ct);
            // What was announced while the tail was being opened was not heard.
            tail.Wake();
            return tail;
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>Passes on that channels may have moved, and the entries that this node has just committed in them.</summary>
    public void Hear(IReadOnlyList<Hint> hints, IReadOnlyList<StoredEntry>? entries = null)
    {
        var own = entries?.ToLookup(e => e.Channel, StringComparer.Ordinal);
        foreach (var hint in hints)
            if (tails.TryGetValue(hint.Channel, out var tail))
                tail.Hear(hint, own?[hint.Channel]);
    }

    /// <summary>
    /// As <see cref="Hear"/>, from outside the database. Another epoch is nothing to believe anybody: it would send every client back to
    /// the beginning. The poll reads it where it is true.
    /// </summary>
    public void HearSay(IReadOnlyList<Hint> hints)
    {
        foreach (var hint in hints)
            if (hint.Channel is not null && tails.TryGetValue(hint.Channel, out var tail) && tail.Channel.Epoch == hint.Epoch)
                tail.Hear(hint);
    }

    /// <summary>The hub ends: nothing is opened or read any more. Done when the readings under way have ended, which need a database that is still open.</summary>
    public async Task Stop(CancellationToken ct)
    {
        await opening.WaitAsync(ct);
        isStopped = true;
        opening.Release();
        await Task.WhenAll(tails.Values.Select(t => t.Stop())).WaitAsync(ct);
    }

    /// <inheritdoc/>
    public void Dispose() => opening.Dispose();
}
