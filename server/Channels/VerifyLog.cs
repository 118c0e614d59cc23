using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>
/// Recomputes every chain of the database from the stored columns: numbers gapless from 1, every hash, the head, and every
/// commitment whose opening still exists. Reads only.
/// </summary>
public static class VerifyLog
{
    private const int Page = 1_000;

    /// <summary>The first bad entry of a channel, and why.</summary>
    public sealed record Fault(string Channel, long Seq, string Why)
    {
        /// <summary>As commands print it.</summary>
        public override string ToString() => $"RUSAK / BROKEN  {Channel} #{Seq}: {Why}";
    }

    /// <summary>What was checked. A channel with a fault is counted up to it.</summary>
    public sealed record Result(int Channels, long Entries, IReadOnlyList<Fault> Faults);

    /// <summary>Checks all channels in the order of their slugs; in the caller's transaction if there is one.</summary>
    public static async Task<Result> Run(HubDb db, ChannelLog log, CancellationToken ct)
    {
        // One moment of the whole database: entries that are written meanwhile must not look like faults.
        await using var moment = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(db.Snapshot, ct) : null;
        var channels = await db.Channels.AsNoTracking().OrderBy(c => c.Slug).ToListAsync(ct);
        List<Fault> faults = [];
        long entries = 0;
        foreach (var channel in channels)
        {
            var (checkedEntries, fault) = await Check(channel, log, ct);
            entries += checkedEntries;
            if (fault is not null)
                faults.Add(fault);
        }

        return new Result(channels.Count, entries, faults);
    }

    /// <summary>The <c>verify</c> command: 0 when every chain holds, 1 when one does not.</summary>
    public static async Task<int> Command(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await Run(scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<ChannelLog>(), ct);
        foreach (var fault in result.Faults)
            await output.WriteLineAsync(fault.ToString());
        await output.WriteLineAsync($"{result.Entries} entries in {result.Channels} channels checked, {result.Faults.Count} chains broken.");
        return result.Faults.Count == 0 ? 0 : 1;
    }

    private static async Task<(long Entries, Fault? Fault)> Check(Channel channel, ChannelLog log, CancellationToken ct)
    {
        var (seq, hash) = (0L, Canonical.Genesis);
        var size = Page;
        while (true)
        {
            IReadOnlyList<StoredEntry> page;
            try
            {
                page = await log.ReadAfter(channel.Slug, seq, size, ct, withHidden: true);
            }
            catch (Exception exception) when (exception is FormatException or InvalidCastException)
            {
                // Somebody wrote what is not even of the column's form: one by one it is found which entry that is.
                if (size == 1)
                    return (seq, new Fault(channel.Slug, seq + 1, "the entry cannot be read"));
                size = 1;
                continue;
            }

            foreach (var entry in page)
            {
                if (WhyBad(entry, seq + 1, hash) is { } why)
                    return (seq, new Fault(channel.Slug, Math.Min(entry.Seq, seq + 1), why));
                (seq, hash) = (entry.Seq, entry.Hash);
            }

            if (page.Count == size)
                continue;
            if (seq != channel.Head || !hash.AsSpan().SequenceEqual(channel.HeadHash))
                return (seq, new Fault(channel.Slug, seq + 1, $"the channel's head is {channel.Head}, the log ends at {seq}, or the head's hash differs"));
            return (seq, null);
        }
    }

    private static string? WhyBad(StoredEntry entry, long expected, byte[] prevHash)
    {
        if (entry.Seq != expected)
            return $"entry {expected} is missing";
        if (!entry.PrevHash.AsSpan().SequenceEqual(prevHash))
            return "the previous hash is not that of the entry before";
        if (!Canonical.Hash(prevHash, entry.CanonicalText()).AsSpan().SequenceEqual(entry.Hash))
            return "the content does not give the stored hash";
        using var data = JsonDocument.Parse(entry.Data);
        foreach (var reveal in entry.Reveals)
            if (!data.RootElement.TryGetProperty(reveal.Field, out var field) || field.ValueKind != JsonValueKind.Object
                || !field.TryGetProperty("commit", out var commit) || commit.GetString() != Canonical.Commit(reveal.Salt, reveal.Value))
                return $"the stored text of {reveal.Field} is not the one that was committed";
        return null;
    }
}
