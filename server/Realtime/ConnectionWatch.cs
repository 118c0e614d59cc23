using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Realtime;

/// <summary>Ends the connections of sessions that are over, and of clients that cannot keep up.</summary>
internal sealed class ConnectionWatch(
    FeedConnections connections, IServiceScopeFactory scopes, HubClock clock, TimeProvider time, ILogger<ConnectionWatch> logger) : BackgroundService
{
    private const int SessionsAtOnce = 500;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Beat.Every(Period, time, Look, logger, stoppingToken);

    private async Task Look(CancellationToken ct)
    {
        var all = connections.All;
        foreach (var connection in all)
            connection.CloseIfTooSlow();
        foreach (var some in all.Chunk(SessionsAtOnce))
        {
            var living = await Living([.. some.Select(c => c.Session).OfType<string>().Distinct()], ct);
            foreach (var connection in some.Where(c => c.Session is null || !living.Contains(c.Session)))
                connection.Close();
        }
    }

    private async Task<HashSet<string>> Living(string[] keys, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var now = clock.Now();
        return await db.Sessions.AsNoTracking()
            .Where(s => keys.Contains(s.Key) && s.ExpiresAt > now && db.Users.Any(m => m.Id == s.Member && m.RemovedAt == null))
            .Select(s => s.Key).ToHashSetAsync(ct);
    }
}
