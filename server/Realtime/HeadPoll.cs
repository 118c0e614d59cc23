namespace Timpora.Comms.Realtime;

/// <summary>Compares the followed channels with the database every second: a lost announcement costs time and never an entry.</summary>
internal sealed class HeadPoll(ChannelTails tails, LogReader log, TimeProvider time, ILogger<HeadPoll> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Beat.Every(Period, time, Poll, logger, stoppingToken);

    private async Task Poll(CancellationToken ct)
    {
        if (tails.Followed is { Count: > 0 } followed)
            tails.Hear(await log.Heads(followed, ct));
    }
}
