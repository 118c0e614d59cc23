using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit;

namespace Timpora.Comms.Tests.Support;

/// <summary>An entry as a stranger's program reads it.</summary>
public sealed record SeenEntry(long Seq, string Kind, string? AlertId, string PrevHash, string Hash, IReadOnlyDictionary<string, object?> All);

/// <summary>
/// A device on the official client that keeps the contract's rule: the next number is applied, an old one dropped, a later one
/// asked for from the cursor. Says what it has and what it was told; tests wait on that with a limit.
/// </summary>
public sealed class Device : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    private readonly HubConnection line;
    private readonly ConcurrentDictionary<string, List<SeenEntry>> logs = new();
    private readonly ConcurrentDictionary<string, (string Epoch, long Head)> heads = new();
    private readonly ConcurrentQueue<string> told = new();
    private readonly ConcurrentDictionary<string, string> epochs = new();

    private Device(HubConnection line)
    {
        this.line = line;
        line.On<string, string, List<Dictionary<string, object?>>>("entries", Entries);
        line.On<Dictionary<string, Dictionary<string, object?>>>("heads", all =>
        {
            foreach (var (channel, head) in all)
                heads[channel] = (Text(head["epoch"])!, Number(head["head"]));
        });
        line.On<string>("resync", channel => told.Enqueue("resync " + channel));
        line.On<string>("revoked", channel => told.Enqueue("revoked " + channel));
        line.Closed += _ =>
        {
            IsClosed = true;
            return Task.CompletedTask;
        };
    }

    /// <summary>The connection ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Every number that arrived, applied or not, in the order of arrival.</summary>
    public ConcurrentQueue<(string Channel, long Seq)> Arrived { get; } = new();

    /// <summary>Connects somebody's device.</summary>
    public static async Task<Device> Of(Person person, Protocol protocol = Protocol.Json)
    {
        var device = new Device(person.Connect(protocol));
        await device.line.StartAsync();
        return device;
    }

    /// <summary>Follows a channel from the cursor that the device has.</summary>
    public Task Follow(string channel) => Follow(channel, epochs.GetValueOrDefault(channel, ""), Last(channel));

    /// <summary>Follows a channel from any cursor.</summary>
    public Task Follow(string channel, string epoch, long seq) => Invoke("Subscribe", (object)new[] { new { channel, epoch, seq } });

    /// <summary>Calls the hub.</summary>
    public Task Invoke(string method, params object?[] arguments) => line.InvokeCoreAsync(method, arguments);

    /// <summary>Calls the hub and returns its answer.</summary>
    public Task<T> Ask<T>(string method, params object?[] arguments) => line.InvokeCoreAsync<T>(method, arguments);

    /// <summary>What the device has of a channel, by the rule.</summary>
    public IReadOnlyList<SeenEntry> Log(string channel)
    {
        var log = logs.GetOrAdd(channel, _ => []);
        lock (log)
            return [.. log];
    }

    /// <summary>The device's cursor.</summary>
    public long Last(string channel) => Log(channel) is [.., var last] ? last.Seq : 0;

    /// <summary>The newest head it was told.</summary>
    public (string Epoch, long Head)? Head(string channel) => heads.TryGetValue(channel, out var head) ? head : null;

    /// <summary>Whether it was told <c>resync channel</c> or <c>revoked channel</c>.</summary>
    public bool WasTold(string word) => told.Contains(word);

    /// <summary>Waits until the device has a channel up to a number.</summary>
    public async Task<IReadOnlyList<SeenEntry>> Has(string channel, long seq)
    {
        await Until(() => Last(channel) >= seq, () => $"{channel} stops at {Last(channel)}, not {seq}; told: {string.Join(", ", told)}");
        return Log(channel);
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task Until(Func<bool> holds, Func<string>? otherwise = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > patience)
                Assert.Fail(otherwise?.Invoke() ?? "It did not come to hold.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => line.DisposeAsync();

    private void Entries(string channel, string epoch, List<Dictionary<string, object?>> entries)
    {
        epochs[channel] = epoch;
        var log = logs.GetOrAdd(channel, _ => []);
        foreach (var e in entries)
        {
            var seq = Number(e["seq"]);
            Arrived.Enqueue((channel, seq));
            lock (log)
            {
                var last = log.Count == 0 ? 0 : log[^1].Seq;
                if (seq == last + 1)
                    log.Add(new SeenEntry(seq, Text(e["kind"])!, Text(e.GetValueOrDefault("alertId")), Text(e["prevHash"])!, Text(e["hash"])!, e));
                else if (seq > last + 1)
                    told.Enqueue($"gap {channel} {last} {seq}");
            }
        }
    }

    private static string? Text(object? value) => value is JsonElement json ? json.GetString() : (string?)value;

    private static long Number(object? value) =>
        value is JsonElement json ? json.GetInt64() : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
}
