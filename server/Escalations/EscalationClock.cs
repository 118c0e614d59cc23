using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Duty;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// Looks for due steps at least once a second. Due times are absolute and in the database, so a timer that lies or a process
/// that was down only makes a step late, never lost and never double. Leaves a heartbeat that users see.
/// </summary>
public sealed partial class EscalationClock(IServiceScopeFactory scopes, HubClock clock, ClockSkew skew, WriteGate gate, TimeProvider time, ILogger<EscalationClock> logger) : BackgroundService
{
    /// <summary>Longest pause between two looks.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GapLookEvery = TimeSpan.FromMinutes(10);
    private readonly FailingAlerts failing = new();
    // By the steady counter: the hub's clock follows the database's, also back.
    private long? lastBeat;
    private long? lastGapLook;

    /// <summary>Most alerts of one look; what is left over comes with the next one.</summary>
    internal int Batch { get; set; } = 200;

    /// <summary>Makes all moves that are due now; one alert that fails holds up no other and is tried again later. Returns how many alerts it looked at.</summary>
    public async Task<int> Scan(CancellationToken ct)
    {
        IReadOnlyList<Guid> due;
        var now = clock.Now();
        await using (var scope = scopes.CreateAsyncScope())
            due = await EscalateDue.FindDue(scope.ServiceProvider.GetRequiredService<HubDb>(), now, Batch + failing.Count, ct);
        failing.KeepOnly(due);
        due = [.. due.Where(alert => !failing.Waits(alert, now)).Take(Batch)];
        foreach (var alert in due)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new EscalateDue.Request(alert), ct);
                failing.Worked(alert);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failing.Failed(alert, clock.Now());
                MoveFailed(alert, exception);
            }
        }

        await LookForGaps(ct);
        await Beat(ct);
        return due.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Scan(stoppingToken);
                skew.Look();
                await Task.Delay(await Pause(stoppingToken), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database may be away: the engine stays alive, its heartbeat goes stale and is shown.
                ScanFailed(exception);
                await Task.Delay(Longest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<TimeSpan> Pause(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var waiting = failing.Ids;
        var next = await db.Obligations.AsNoTracking().Where(o => o.WakeAt != null && !waiting.Contains(o.AlertId)).OrderBy(o => o.WakeAt).Select(o => o.WakeAt).FirstOrDefaultAsync(ct);
        next = failing.NextAt is { } retry && !(next < retry) ? retry : next;
        var pause = next is { } at ? at - clock.Now() : Longest;
        return pause > Longest ? Longest : pause < TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : pause;
    }

    // Rides on the ladders' clock: rosters change by the hour, and a warning may wait for minutes.
    private async Task LookForGaps(CancellationToken ct)
    {
        if (!IsTime(lastGapLook, GapLookEvery))
            return;
        lastGapLook = time.GetTimestamp();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new WarnOfGaps.Request(), ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            GapLookFailed(exception);
        }
    }

    private async Task Beat(CancellationToken ct)
    {
        if (!IsTime(lastBeat, BeatEvery))
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        skew.Moved(await db.FollowDatabaseClock(clock, ct));
        var now = clock.Now();
        using (await gate.Enter(ct))
        {
            if (await db.EngineBeats.Where(b => b.Name == EngineHealth.BeatName).ExecuteUpdateAsync(set => set.SetProperty(b => b.At, now), ct) == 0)
            {
                db.EngineBeats.Add(new EngineBeat { Name = EngineHealth.BeatName, At = now });
                try
                {
                    await db.SaveChangesAsync(ct);
                }
                catch (DbUpdateException exception) when (exception.IsUniqueViolation())
                {
                    // Another node has made the row at this moment: the engine beats.
                }
            }
        }

        lastBeat = time.GetTimestamp();
    }

    private bool IsTime(long? last, TimeSpan every) => last is not { } at || time.GetElapsedTime(at) >= every;

    [LoggerMessage(1, LogLevel.Error, "A due step of alert {Alert} could not be made; it stays due and is tried again later.")]
    private partial void MoveFailed(Guid alert, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The escalation scan failed; it is tried again.")]
    private partial void ScanFailed(Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The rosters could not be looked through for gaps; they are at the next look.")]
    private partial void GapLookFailed(Exception exception);
}
