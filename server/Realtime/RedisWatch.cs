using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Keeps the line to Redis and knows whether it works: every five seconds the node sends itself a probe, and believes the line only while
/// its probes come back. Without it the node goes on, degraded: heads are polled from the database in any case.
/// </summary>
internal sealed partial class RedisWatch(RedisLink link, RedisAnnouncer announcer, TimeProvider time, ILogger<RedisWatch> logger) : BackgroundService, IHealthCheck
{
    /// <summary>A line whose probes have not come back for so long is taken for dead.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(9);

    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(15);

    private long provenAt, probedAt, renewedAt;
    private bool isProven, wasWorking = true;
    private WakeUp? probing;

    /// <summary>What is announced on this node is heard on the others.</summary>
    public bool IsWorking => Volatile.Read(ref isProven) && link.IsConnected && time.GetElapsedTime(Interlocked.Read(ref provenAt)) < SilentAfter;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsWorking ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis does not carry hints; heads are polled from the database."));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        probing = new WakeUp(Probe, ProbeFailed);
        announcer.ProbeHeard = HeardOwnProbe;
        // Off the thread that starts the hub: a name that does not resolve takes its time.
        await Task.Yield();
        await Renew();
        await Beat.Every(LookEvery, time, Look, logger, stoppingToken);
    }

    private async Task Look(CancellationToken ct)
    {
        if (IsWorking != wasWorking)
        {
            wasWorking = !wasWorking;
            if (wasWorking)
                IsBack();
            else
                IsSilent();
        }

        if (time.GetElapsedTime(Interlocked.Read(ref probedAt)) >= ProbeEvery)
            probing!.Wake();
        // A client that does not find back by itself, or hears nothing though it is connected, is replaced by a new one.
        if (!IsWorking && time.GetElapsedTime(renewedAt) >= RenewAfter && (!isProven || time.GetElapsedTime(Interlocked.Read(ref provenAt)) >= RenewAfter))
            await Renew();
    }

    private async Task Renew()
    {
        renewedAt = time.GetTimestamp();
        try
        {
            await link.Connect(announcer.Hear, probing!.Wake);
            probing.Wake();
        }
        catch (Exception exception)
        {
            ConnectFailed(exception);
        }
    }

    private Task Probe()
    {
        var now = time.GetTimestamp();
        Interlocked.Exchange(ref probedAt, now);
        return announcer.Probe(now);
    }

    // What counts is when it was sent: a line that brings everything half a minute late does not work.
    private void HeardOwnProbe(long sentAt)
    {
        Interlocked.Exchange(ref provenAt, sentAt);
        Volatile.Write(ref isProven, true);
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis carries no hints: entries reach other nodes' members by polling, within two seconds.")]
    private partial void IsSilent();

    [LoggerMessage(2, LogLevel.Information, "Redis carries hints again.")]
    private partial void IsBack();

    [LoggerMessage(3, LogLevel.Warning, "The line to Redis could not be made; it is tried again.")]
    private partial void ConnectFailed(Exception exception);

    [LoggerMessage(4, LogLevel.Error, "A probe through Redis failed.")]
    private partial void ProbeFailed(Exception exception);
}
