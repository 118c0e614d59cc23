namespace Timpora.Comms.Realtime;

/// <summary>Does something again and again; a failure is logged and the next beat tries anew.</summary>
internal static class Beat
{
    /// <summary>Runs the work every period until stopped.</summary>
    public static async Task Every(TimeSpan period, TimeProvider time, Func<CancellationToken, Task> work, ILogger logger, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try
                {
                    await work(stop);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.LogError(exception, "A beat failed.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }
}
