using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;

namespace Timpora.Comms.Tests.Faults;

/// <summary>Where a channel ends, as its row says.</summary>
public sealed record ChannelEnd(string Slug, string Epoch, long Head, byte[] HeadHash)
{
    /// <summary>Its access version.</summary>
    public long AccessVersion { get; init; }
}

/// <summary>A member lost a channel: an entry written with this access version or a newer one is not for them.</summary>
public sealed record Loss(Guid Member, string Channel, long AccessVersion);

/// <summary>All that the checker judges by: the log as it is stored, the kept answers, and what clients and devices noted.</summary>
public sealed record History(
    IReadOnlyList<ChannelEnd> Channels, IReadOnlyList<StoredEntry> Entries, IReadOnlySet<(Guid Member, Guid Key)> Keys,
    IReadOnlyList<Act> Acts, IReadOnlyList<DeviceJournal> Devices)
{
    /// <summary>Who lost which channels.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>When which step fired, by the hub's clock at the moment it was decided; an entry's time is when it could be written.</summary>
    public IReadOnlyList<(Guid Alert, int Level, DateTimeOffset At)> Fired { get; init; } = [];

    /// <summary>Whether a member may read an entry in full; null where that is not judged.</summary>
    public Func<Guid, StoredEntry, bool?> MayRead { get; init; } = (_, _) => null;

    /// <summary>The devices were given the time to catch up, so they must have everything.</summary>
    public bool IsAtRest { get; init; } = true;

    /// <summary>
    /// Reads a database, live or left behind, and adds the journals. Who may read what is judged by the facts as they are now, unless they
    /// <paramref name="changed"/> during the run.
    /// </summary>
    public static async Task<History> Read(string connection, IEnumerable<Act> acts, IEnumerable<DeviceJournal> devices, bool changed = false)
    {
        await using var services = Databases.Services(connection).AddScoped<ChannelLog>().AddAccess().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var (db, log) = (scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<ChannelLog>());
        // One moment of all tables: hubs may go on writing.
        await using var moment = await db.Database.BeginTransactionAsync(db.Snapshot);
        var channels = await db.Channels.AsNoTracking().OrderBy(c => c.Slug).ToListAsync();
        List<StoredEntry> entries = [];
        foreach (var channel in channels)
            entries.AddRange(await log.ReadAfter(channel.Slug, 0, int.MaxValue, default, withHidden: true));
        var fired = await db.Firings.AsNoTracking().Join(db.Obligations, f => f.Obligation, o => o.Id, (f, o) => new { o.AlertId, f.Level, f.FiredAt }).ToListAsync();
        var keys = await db.Set<CommandResult>().AsNoTracking().Select(r => new { r.Member, r.ClientKey }).ToListAsync();
        var readers = (await db.Users.AsNoTracking().ToListAsync()).ToDictionary(m => m.Id, m => m.AsReader());
        var alerts = await db.AlertAccess(entries.Select(e => e.AlertId), default);
        var bySlug = channels.ToDictionary(c => c.Slug);
        return new History(
            [.. channels.Select(c => new ChannelEnd(c.Slug, c.Epoch, c.Head, c.HeadHash) { AccessVersion = c.AclVersion })], entries, keys.Select(k => (k.Member, k.ClientKey)).ToHashSet(), [.. acts], [.. devices])
        {
            Fired = [.. fired.Select(f => (f.AlertId, f.Level, f.FiredAt))],
            MayRead = (member, entry) => changed || !readers.TryGetValue(member, out var reader) ? null : EntryView.MayRead(entry, alerts.Of(entry), reader, bySlug[entry.Channel]),
        };
    }

    /// <summary>SQLite's own judgement of the file; <c>ok</c> when it is whole.</summary>
    public static string Integrity(string connection)
    {
        using var open = new SqliteConnection(connection + ";Pooling=False");
        open.Open();
        using var command = open.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}

/// <summary>What an entry says of an agency's obligation; null where it says nothing of one.</summary>
internal sealed record About(string Agency, long Version, long Round, long Level)
{
    public static About? Of(StoredEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.TryGetProperty("agency", out var agency)
            ? new About(agency.GetString()!, Number(data.RootElement, "version"), Number(data.RootElement, "round"), Number(data.RootElement, "level"))
            : null;
    }

    private static long Number(JsonElement data, string field) => data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
