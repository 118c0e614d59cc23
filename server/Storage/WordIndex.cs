namespace Timpora.Comms.Storage;

/// <summary>
/// Brings into the word index what was written since: in the transaction of every message it would cost more than the message. Texts go in a moment after
/// their commit, many at a time, and each search waits until they have.
/// </summary>
public abstract class WordIndex(TimeProvider time, ILogger<WordIndex> logger) : BackgroundService
{
    /// <summary>How often it is looked whether something waits.</summary>
    protected virtual TimeSpan Period => TimeSpan.FromMilliseconds(250);

    /// <summary>Everything committed before this call is found after it.</summary>
    public abstract Task CatchUp(CancellationToken ct);

    /// <summary>What is done several times a second, whether anybody searches or not.</summary>
    protected virtual Task Tick(CancellationToken ct) => CatchUp(ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Tick(stoppingToken);
                }
                catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
                {
                    logger.LogError(exception, "The word index could not be brought up to date; it is tried again.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }
}
