namespace Timpora.Comms.Realtime;

/// <summary>Compares the followed channels with the database every second: a lost announcement costs time and never an entry.</summary>
internal sealed class HeadPoll(ChannelTails tails, LogReader log, TimeProvider time, ILogger<HeadPoll> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Beat.Every(Period, time, Poll, logger, stoppingToken);

    /// <inheritdoc/>
    // Lines and requests have ended by now; what would still read for nobody must not meet a database that closes.
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await tails.Stop(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Poll(CancellationToken ct)
    {
        if (tails.Followed is { Count: > 0 } followed)
            tails.Hear(await log.Heads(followed, ct));
    }
}
