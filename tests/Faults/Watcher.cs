using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// A device that follows channels through whatever happens: when its line ends it connects to the next node and resumes from its
/// cursors. All that it asked for and all that arrived stands in its journal, in order.
/// </summary>
public sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(100);

    private readonly Someone someone;
    private readonly IReadOnlyList<Uri> nodes;
    private readonly IReadOnlyList<string> channels;
    private readonly string name;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<Event> events = [];
    private readonly Dictionary<string, (string Epoch, long Seq)> cursors = [];
    private readonly ConcurrentDictionary<string, byte> lost = new();
    private readonly Task living;
    private HubConnection? line;

    private Watcher(Someone someone, IReadOnlyList<Uri> nodes, IReadOnlyList<string> channels, string name)
    {
        (this.someone, this.nodes, this.channels, this.name) = (someone, nodes, channels, name);
        living = Live();
    }

    /// <summary>Lines that it has opened.</summary>
    public int Lines { get; private set; }

    /// <summary>It has a line, and the line has not ended.</summary>
    public bool IsOnLine
    {
        get
        {
            lock (gate)
                return line is { State: not HubConnectionState.Disconnected };
        }
    }

    /// <summary>How long it waits for a sign of the hub before it gives up a silent line; SignalR's own time.</summary>
    public static TimeSpan Silence => TimeSpan.FromSeconds(30);

    /// <summary>Its journal so far.</summary>
    public DeviceJournal Journal
    {
        get
        {
            lock (gate)
                return new DeviceJournal(name, someone.Member, [.. events]);
        }
    }

    /// <summary>Begins to follow channels through these nodes.</summary>
    public static Watcher Follow(Someone someone, IReadOnlyList<Uri> nodes, params IReadOnlyList<string> channels) =>
        new(someone, nodes, channels, $"{someone.UserName}-{Guid.CreateVersion7().ToString("N")[^4..]}");

    /// <summary>The last number that it has of a channel.</summary>
    public long Last(string channel)
    {
        lock (gate)
            return cursors.GetValueOrDefault(channel).Seq;
    }

    /// <summary>Waits until it has a channel up to a number.</summary>
    public async Task Has(string channel, long seq, TimeSpan? within = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Last(channel) < seq)
        {
            if (TimeProvider.System.GetElapsedTime(began) > (within ?? TimeSpan.FromMinutes(3)))
                throw new TimeoutException($"{name} has {channel} up to {Last(channel)}, not {seq}; {Lines} lines.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Leaves its line; the next one goes to the next node.</summary>
    public async Task Hop()
    {
        if (line is { } current)
            await current.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task Live()
    {
        for (var i = 0; !stopping.IsCancellationRequested; i++)
        {
            try
            {
                await LiveOn(nodes[i % nodes.Count]);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException or TimeoutException
                or Microsoft.AspNetCore.SignalR.HubException or System.Net.WebSockets.WebSocketException)
            {
                // The line did not come about, or ended in a call; the next node may do.
            }

            if (!stopping.IsCancellationRequested)
                await Task.Delay(pause, TimeProvider.System);
        }
    }

    private async Task LiveOn(Uri node)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStopped = stopping.Token.Register(() => ended.TrySetResult());
        var own = new HubConnectionBuilder().WithUrl(new Uri(node, "/hub"), o =>
        {
            o.Headers["Cookie"] = someone.Cookie;
            o.Headers["Origin"] = node.GetLeftPart(UriPartial.Authority);
            // A node that is held accepts and says nothing.
            o.SkipNegotiation = true;
            o.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
        }).AddJsonProtocol(o => Json.Configure(o.PayloadSerializerOptions)).Build();
        try
        {
            own.On<string, string, List<JsonElement>>("entries", (channel, epoch, entries) => Arrive(own, channel, epoch, entries));
            own.On<string>("revoked", channel => Lose(own, channel));
            own.On<string>("resync", channel => Resync(own, channel));
            own.Closed += _ =>
            {
                ended.TrySetResult();
                return Task.CompletedTask;
            };
            lock (gate)
                line = own;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            await own.StartAsync(patience.Token);
            Lines++;
            await Subscribe(own, channels.Where(c => !lost.ContainsKey(c)), patience.Token);
            await ended.Task;
        }
        finally
        {
            // Whatever the old line still brings belongs to nobody.
            lock (gate)
                line = null;
            await own.DisposeAsync();
        }
    }

    private async Task Subscribe(HubConnection own, IEnumerable<string> wanted, CancellationToken ct)
    {
        List<object> asked = [];
        lock (gate)
            foreach (var channel in wanted)
            {
                var (epoch, seq) = cursors.GetValueOrDefault(channel, ("", 0));
                events.Add(new Subscribed(channel, epoch, seq));
                asked.Add(new { channel, epoch, seq });
            }

        await own.InvokeCoreAsync("Subscribe", [asked], ct);
    }

    private void Arrive(HubConnection own, string channel, string epoch, List<JsonElement> entries)
    {
        var at = TimeProvider.System.GetTimestamp();
        lock (gate)
        {
            if (line != own)
                return;
            foreach (var entry in entries)
            {
                var seq = entry.GetProperty("seq").GetInt64();
                events.Add(new Arrived(channel, epoch, seq, entry.GetProperty("kind").GetString()!,
                    entry.TryGetProperty("alertId", out var alert) ? alert.GetGuid() : null, entry.GetProperty("hash").GetString()!)
                { At = at });
                // The device's law; the checker judges what else came.
                if (seq == cursors.GetValueOrDefault(channel).Seq + 1)
                    cursors[channel] = (epoch, seq);
            }
        }
    }

    private async Task Resync(HubConnection own, string channel)
    {
        lock (gate)
        {
            if (line != own)
                return;
            events.Add(new Resynced(channel));
            cursors.Remove(channel);
        }

        await Subscribe(own, [channel], stopping.Token);
    }

    private void Lose(HubConnection own, string channel)
    {
        lock (gate)
        {
            if (line != own)
                return;
            events.Add(new Revoked(channel));
            lost[channel] = 0;
        }
    }
}
