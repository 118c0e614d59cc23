using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Storage;

/// <summary>What the database says of the whole hub, counted when somebody asks and at most every ten seconds.</summary>
public sealed class HubCounts : IDisposable
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider time;
    private readonly HubClock clock;
    private readonly SemaphoreSlim one = new(1, 1);
    private long countedAt;
    private Numbers now = new(0, 0, 0, [], [], [], null);

    /// <summary>Offers the numbers to the meter.</summary>
    public HubCounts(IServiceScopeFactory scopes, TimeProvider time, HubClock clock, HubMeter meter)
    {
        (this.scopes, this.time, this.clock) = (scopes, time, clock);
        meter.Count("timpora_alerts_posted", "Alerts ever posted.", () => [new(now.Alerts)]);
        meter.Watch("timpora_alerts_open", "Alerts that are neither resolved nor cancelled.", () => [new(now.Open)]);
        meter.Watch("timpora_obligations_owed", "Answers that are owed.", () => [new(now.Owed)]);
        meter.Count("timpora_escalations_fired", "Steps of ladders that fired or were skipped, by level.", () => now.Firings.Select(f => new Measurement<long>(f.Number, new KeyValuePair<string, object?>("level", f.Word))));
        meter.Watch("timpora_notifications", "Notifications by where they stand.", () => now.Notifications.Select(n => new Measurement<double>(n.Number, new KeyValuePair<string, object?>("state", n.Word))));
        meter.Watch("timpora_notifications_waiting", "Notifications that are still to leave the hub, by transport.", () => now.Waiting.Select(w => Of(w, w.Number)));
        meter.Watch("timpora_notifications_lag_seconds", "How long the longest due notification has waited for a node to take it, by transport.", () => now.Waiting.Select(w => Of(w, Math.Max(0, (clock.Now() - w.FirstDueAt).TotalSeconds))));
        meter.Watch("timpora_engine_beat_age_seconds", "How long ago the escalation engine finished a scan.", () => now.Beat is { } at ? [new((clock.Now() - at).TotalSeconds)] : []);
    }

    /// <summary>Counts, unless that was done a moment ago.</summary>
    public async Task Refresh(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if (countedAt != 0 && time.GetElapsedTime(countedAt) < Fresh)
                return;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            now = new Numbers(
                await db.Alerts.LongCountAsync(ct),
                await db.Alerts.LongCountAsync(a => a.State == AlertState.Open || a.State == AlertState.Acknowledged || a.State == AlertState.InProgress, ct),
                await db.Obligations.LongCountAsync(o => o.State == ObligationState.Pending || o.State == ObligationState.Notified || o.State == ObligationState.Delivered
                    || o.State == ObligationState.Seen || o.State == ObligationState.Exhausted, ct),
                [.. (await db.Firings.GroupBy(f => f.Level).Select(g => new { g.Key, Number = g.LongCount() }).ToListAsync(ct)).Select(g => (g.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), g.Number))],
                [.. (await db.Notifications.GroupBy(n => n.State).Select(g => new { g.Key, Number = g.LongCount() }).ToListAsync(ct)).Select(g => (g.Key.ToString(), g.Number))],
                [.. (await db.Notifications.Where(n => n.DueAt != null).GroupBy(n => n.Transport).Select(g => new { g.Key, Number = g.LongCount(), First = g.Min(n => n.DueAt) }).ToListAsync(ct)).Select(g => new Waiting(g.Key, g.Number, g.First!.Value))],
                await EngineHealth.LastScan(db, ct));
            countedAt = time.GetTimestamp();
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private sealed record Numbers(long Alerts, long Open, long Owed, IReadOnlyList<(string Word, long Number)> Firings, IReadOnlyList<(string Word, long Number)> Notifications, IReadOnlyList<Waiting> Waiting, DateTimeOffset? Beat);

    private sealed record Waiting(string Transport, long Number, DateTimeOffset FirstDueAt);

    private static Measurement<double> Of(Waiting waiting, double value) => new(value, new KeyValuePair<string, object?>("transport", waiting.Transport));
}
