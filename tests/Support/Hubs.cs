namespace Timpora.Comms.Tests.Support;

/// <summary>
/// One hub a database for all tests of a class, with time in the test's hand. For tests that look at their own alerts only; starting
/// a hub is what costs.
/// </summary>
public sealed class Hubs : IAsyncDisposable
{
    private readonly Dictionary<Database, CommsApp> running = [];

    /// <summary>The hub on this database.</summary>
    public async Task<CommsApp> On(Database database) => running.TryGetValue(database, out var app) ? app : running[database] = CommsApp.StartInHand(database);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var app in running.Values)
            await app.DisposeAsync();
    }
}
