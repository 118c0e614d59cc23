using Microsoft.Extensions.Diagnostics.HealthChecks;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Storage;

/// <summary>
/// How far this node's wall clock stands from the hub's clock, which is the database's where nodes share one. It moves no deadline and ends no
/// session; but certificates, the operator's logs and the machine's other programs go by it. Told in the log once, and then every ten minutes.
/// </summary>
public sealed partial class ClockSkew : IHealthCheck
{
    /// <summary>From here on it is degraded, and told (reliability-security.md section 6).</summary>
    public static readonly TimeSpan Tolerable = TimeSpan.FromSeconds(2);

    /// <summary>From here on it is an error.</summary>
    public static readonly TimeSpan Large = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan remindEvery = TimeSpan.FromMinutes(10);

    private readonly HubClock clock;
    private readonly TimeProvider time;
    private readonly ILogger<ClockSkew> logger;
    private LogLevel told = LogLevel.None;
    private long toldAt;

    /// <summary>Offers the number to the meter.</summary>
    public ClockSkew(HubClock clock, TimeProvider time, HubMeter meter, ILogger<ClockSkew> logger)
    {
        (this.clock, this.time, this.logger) = (clock, time, logger);
        meter.Watch("timpora_clock_skew_seconds", "How far this node's wall clock stands ahead of the hub's clock.", () => [new(clock.WallDrift().TotalSeconds)]);
    }

    /// <inheritdoc/>
    // Degraded and never unhealthy: a node that serves well is not taken away because of its calendar, least of all when all nodes disagree with the database.
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(clock.WallDrift().Duration() < Tolerable ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("The wall clock differs from the hub's clock."));

    /// <summary>Looks, and tells the operator what is news. Not for two at once.</summary>
    public void Look()
    {
        var skew = clock.WallDrift();
        var level = LevelOf(skew.Duration());
        if (level == told && (level == LogLevel.None || time.GetElapsedTime(toldAt) < remindEvery))
            return;
        (told, toldAt) = (level, time.GetTimestamp());
        if (level == LogLevel.None)
            IsRightAgain();
        else
            Differs(level, skew);
    }

    /// <summary>The clock was moved to follow the database's: by seconds, one of the two was set, or this machine was held.</summary>
    public void Moved(TimeSpan by)
    {
        if (by.Duration() >= Tolerable)
            FollowedDatabase(by);
    }

    // It is right again only well below the bound: a clock that hangs about it is told once.
    private LogLevel LevelOf(TimeSpan skew) =>
        skew >= Large ? LogLevel.Error : skew >= Tolerable || (told != LogLevel.None && skew >= Tolerable / 2) ? LogLevel.Warning : LogLevel.None;

    [LoggerMessage(EventId = 1, Message = "The wall clock stands {Skew} from the hub's clock: somebody set it, or it is not kept in time. Deadlines are not moved.")]
    private partial void Differs(LogLevel level, TimeSpan skew);

    [LoggerMessage(2, LogLevel.Information, "The wall clock agrees with the hub's clock again.")]
    private partial void IsRightAgain();

    [LoggerMessage(3, LogLevel.Warning, "The hub's clock was moved by {By} to follow the database's: that one was set, or this machine was held.")]
    private partial void FollowedDatabase(TimeSpan by);
}
