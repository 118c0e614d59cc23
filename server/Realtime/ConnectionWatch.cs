using Timpora.Comms.Access;
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
        var living = new HashSet<string>(StringComparer.Ordinal);
        foreach (var keys in all.Select(c => c.Session).OfType<string>().Distinct(StringComparer.Ordinal).Chunk(SessionsAtOnce))
            await AddLiving(living, keys, ct);
        foreach (var connection in all)
            if (connection.Session is not { } session || !living.Contains(session))
                connection.Close();
    }

    private async Task AddLiving(HashSet<string> living, string[] keys, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        await using var statement = await db.Statement($"SELECT s.key FROM {SessionStore.Living} WHERE s.key IN ({Statements.Places(keys.Length)})", ct);
        await using var row = await statement.WithEach(keys).WithTime("@now", clock.Now()).Read(ct);
        while (await row.ReadAsync(ct))
            living.Add(row.GetString(0));
    }
}
