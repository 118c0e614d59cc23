using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;

namespace Timpora.Comms.Realtime;

/// <summary>
/// The connections of this node. Deriving from SignalR's lifetime manager is the only door to a connection's own context; all
/// else of it stays as it is, and none of its group sends are used: they wait for the slowest.
/// </summary>
internal sealed class FeedConnections(ILogger<DefaultHubLifetimeManager<CommsHub>> logger, ILogger<FeedConnection> feedLogger, TimeProvider time, SessionKeys sessions, Limits limits)
    : DefaultHubLifetimeManager<CommsHub>(logger)
{
    private readonly ConcurrentDictionary<string, FeedConnection> connections = new(StringComparer.Ordinal);
    private readonly Lock counting = new();
    private long deliveredBefore;

    /// <summary>All connections at this moment.</summary>
    public IReadOnlyCollection<FeedConnection> All => [.. connections.Values];

    /// <summary>Entries written to connections of this node since it started, those that are gone included.</summary>
    // Together with a connection's going: a count that dips looks like a restart to whoever reads it.
    public long Delivered
    {
        get
        {
            lock (counting)
                return deliveredBefore + connections.Values.Sum(c => c.Delivered);
        }
    }

    /// <summary>A connection by SignalR's id.</summary>
    public FeedConnection Of(string connectionId) => connections[connectionId];

    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections[connection.ConnectionId] = new FeedConnection(connection, connection.User.MemberId(), sessions.Of(connection), time, feedLogger) { Calls = new(limits.Calls, time) };
        if (connection.GetHttpContext() is { } http)
            Line.Forget(http);
        return base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connections.TryGetValue(connection.ConnectionId, out var gone))
        {
            gone.Close();
            lock (counting)
                if (connections.TryRemove(connection.ConnectionId, out _))
                    deliveredBefore += gone.Delivered;
        }

        return base.OnDisconnectedAsync(connection);
    }
}
