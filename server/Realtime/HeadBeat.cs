namespace Timpora.Comms.Realtime;

/// <summary>Tells every connection every 15 seconds where its channels end, so that even a lost last entry is noticed.</summary>
internal sealed class HeadBeat(FeedConnections connections, TimeProvider time, ILogger<HeadBeat> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Beat.Every(Period, time, Tell, logger, stoppingToken);

    private Task Tell(CancellationToken ct)
    {
        foreach (var connection in connections.All)
            connection.TellHeads();
        return Task.CompletedTask;
    }
}
