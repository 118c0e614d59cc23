using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Timpora.Comms.Replay;

/// <summary>
/// One person's device: listens to the alert's channel and the agency's desk with the official SignalR client, says what it has
/// received, and after every cut resumes from its cursors.
/// </summary>
public sealed class Device(Uri hub, HubDoor door, string who, Me me, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan[] Retries = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(500), 60)];
    private readonly ConcurrentDictionary<string, ChannelCursor> cursors = new();
    private HubConnection? connection;

    /// <summary>Whose it is.</summary>
    public string Who => who;

    /// <summary>Whose it is, as the hub says.</summary>
    public Me Me => me;

    /// <summary>Listening now.</summary>
    public bool IsConnected => connection is not null;

    /// <summary>Was listening when the alert was posted and has not been cut since.</summary>
    public bool IsUncut { get; set; } = true;

    /// <summary>What it has, channel by channel.</summary>
    public IReadOnlyList<ChannelCursor> Cursors => [.. cursors.Values.OrderBy(c => c.Channel, StringComparer.Ordinal)];

    /// <summary>Joins the channel and remembers where it and the desk end now: the device shows what comes after.</summary>
    public async Task Prepare(string channel, CancellationToken ct)
    {
        var joined = await door.Post($"/api/channels/{channel}/join", new { clientKey = Guid.CreateVersion7() }, ct);
        if (!joined.IsAccepted)
            throw new ReplayException($"{who} may not join the channel {channel}: {joined.Sentence}");
        var channels = (await door.Get("/api/channels", ct)).GetProperty("items").EnumerateArray();
        foreach (var item in channels.Where(i => i.GetProperty("slug").GetString() is { } slug && (slug == channel || slug == me.DeskChannel)))
        {
            var slug = item.GetProperty("slug").GetString()!;
            cursors[slug] = new ChannelCursor(slug, item.GetProperty("epoch").GetString()!, item.GetProperty("head").GetInt64());
        }
    }

    /// <summary>Goes on line and resumes.</summary>
    public async Task Connect(CancellationToken ct)
    {
        if (connection is not null)
            return;
        var line = new HubConnectionBuilder().WithUrl(new Uri(hub, "/hub"), o =>
        {
            foreach (var (name, value) in door.Headers)
                o.Headers[name] = value;
        }).WithAutomaticReconnect(Retries).Build();
        line.On<string, string, SeenEntry[]>("entries", (channel, epoch, entries) => Take(line, channel, epoch, entries));
        line.On<string>("resync", channel => Cursor(channel)?.Complain("the hub could not continue from the device's cursor"));
        line.On<string>("revoked", channel => Cursor(channel)?.Complain("the hub closed it to this person"));
        line.Reconnected += _ => Subscribe(line, CancellationToken.None);
        connection = line;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await line.StartAsync(ct);
                await Subscribe(line, ct);
                return;
            }
            catch (HttpRequestException) when (attempt < Retries.Length)
            {
                // The hub may be starting again.
                await Task.Delay(Retries[attempt], time, ct);
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or HubException)
            {
                throw new ReplayException($"The device of {who} cannot connect to {new Uri(hub, "/hub")}: {exception.Message}");
            }
        }
    }

    /// <summary>Goes off line.</summary>
    public async Task Disconnect()
    {
        IsUncut = false;
        var line = connection;
        connection = null;
        if (line is not null)
            await line.DisposeAsync();
    }

    /// <summary>Waits, but not for ever, until the device has the whole log, then compares the two.</summary>
    public async Task Judge(CancellationToken ct)
    {
        foreach (var cursor in cursors.Values)
        {
            var log = await Log(cursor, ct);
            for (var wait = 0; IsConnected && cursor.Last < cursor.Start + log.Count && wait < 50; wait++)
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
            // A device that is off line owes only what it had.
            cursor.CompareWith(IsConnected ? log : [.. log.Take(cursor.Count)]);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Disconnect();

    private ChannelCursor? Cursor(string channel) => cursors.GetValueOrDefault(channel);

    private Task Subscribe(HubConnection line, CancellationToken ct) =>
        line.InvokeAsync("Subscribe", Positions(), ct);

    private Position[] Positions() => [.. cursors.Values.Select(c => new Position(c.Channel, c.Epoch, c.Last))];

    private Task Take(HubConnection line, string channel, string epoch, SeenEntry[] entries)
    {
        if (Cursor(channel) is not { } cursor)
            return Task.CompletedTask;
        var isWhole = cursor.Apply(epoch, entries);
        // Sent without waiting for the hub's word: the next entries must not wait for it either.
        return isWhole ? line.SendAsync("Received", channel, cursor.Last) : line.SendAsync("Subscribe", Positions());
    }

    private async Task<List<SeenEntry>> Log(ChannelCursor cursor, CancellationToken ct)
    {
        List<SeenEntry> log = [];
        while (true)
        {
            var page = await door.Get($"/api/channels/{cursor.Channel}/entries?after={cursor.Start + log.Count}&limit=500", ct);
            var entries = page.GetProperty("entries").Deserialize<List<SeenEntry>>(JsonSerializerOptions.Web)!;
            log.AddRange(entries);
            if (entries.Count == 0 || cursor.Start + log.Count >= page.GetProperty("head").GetInt64())
                return log;
        }
    }

    private sealed record Position(string Channel, string Epoch, long Seq);
}
