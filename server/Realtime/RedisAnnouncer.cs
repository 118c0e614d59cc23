using System.Text.Json;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Announces to all nodes through Redis: one small hint a channel, no content. This node's own tails hear at once and need no Redis. Hints
/// that wait while one message is under way go out together, the newest of each channel.
/// </summary>
internal sealed class RedisAnnouncer : IAnnouncer
{
    // A hint is about a hundred bytes. What is longer than this was not written by a node.
    private const int LongestMessage = 256 << 10;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly Guid node = Guid.CreateVersion7();
    private readonly RedisLink link;
    private readonly ChannelTails tails;
    private readonly ILogger<RedisAnnouncer> logger;
    private readonly Lock gate = new();
    private readonly WakeUp sending;
    private Dictionary<string, Hint> waiting = new(StringComparer.Ordinal);
    private long heard, lost;

    public RedisAnnouncer(RedisLink link, ChannelTails tails, ILogger<RedisAnnouncer> logger)
    {
        (this.link, this.tails, this.logger) = (link, tails, logger);
        sending = new WakeUp(Send, exception => logger.LogError(exception, "Announcing through Redis failed."));
    }

    /// <summary>Called when this node's own probe has come back, with what it carried.</summary>
    public Action<long>? ProbeHeard { get; set; }

    /// <summary>Hints of other nodes.</summary>
    public long Heard => Interlocked.Read(ref heard);

    /// <summary>Messages that did not get as far as Redis.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <inheritdoc/>
    public void Announce(IReadOnlyList<Hint> hints, IReadOnlyList<StoredEntry>? entries = null)
    {
        try
        {
            tails.Hear(hints, entries);
            lock (gate)
                foreach (var hint in hints)
                    if (!waiting.TryGetValue(hint.Channel, out var known) || known.Epoch != hint.Epoch || known.Head < hint.Head || known.AclVersion < hint.AclVersion)
                        waiting[hint.Channel] = hint;
            sending.Wake();
        }
        catch (Exception exception)
        {
            // The command is committed and must be answered as accepted; the poll finds what was not announced.
            logger.LogError(exception, "An announcement failed.");
        }
    }

    /// <summary>Sends a probe that only this node takes notice of.</summary>
    public Task Probe(long sentAt) => Publish(new Message(node, sentAt, null));

    /// <summary>Takes a message off the line. Whoever can write to Redis can say anything, so it is only ever a reason to look into the database.</summary>
    public void Hear(ReadOnlyMemory<byte> text)
    {
        try
        {
            if (text.Length > LongestMessage || JsonSerializer.Deserialize<Message>(text.Span, Format) is not { } message)
                return;
            if (message.From == node && message.Probe is { } probe)
                ProbeHeard?.Invoke(probe);
            if (message.From == node || message.Hints is not { } hints)
                return;
            Interlocked.Add(ref heard, hints.Count);
            tails.HearSay(hints);
        }
        catch (JsonException)
        {
            logger.LogWarning("Something else than a hint came through Redis; it is left aside.");
        }
    }

    private Task Send()
    {
        Dictionary<string, Hint> all;
        lock (gate)
        {
            if (waiting.Count == 0)
                return Task.CompletedTask;
            (all, waiting) = (waiting, new Dictionary<string, Hint>(StringComparer.Ordinal));
        }

        return Publish(new Message(node, null, [.. all.Values]));
    }

    private async Task Publish(Message message)
    {
        if (!await link.Publish(JsonSerializer.SerializeToUtf8Bytes(message, Format)))
            Interlocked.Increment(ref lost);
    }

    private sealed record Message(Guid From, long? Probe, IReadOnlyList<Hint>? Hints);
}
