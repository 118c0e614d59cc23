using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;

namespace Timpora.Comms.Realtime;

/// <summary>
/// The connections of this node. Deriving from SignalR's lifetime manager is the only door to a connection's own context; all
/// else of it stays as it is, and none of its group sends are used: they wait for the slowest.
/// </summary>
internal sealed class FeedConnections(ILogger<DefaultHubLifetimeManager<CommsHub>> logger, ILogger<FeedConnection> feedLogger, TimeProvider time, SessionKeys sessions)
    : DefaultHubLifetimeManager<CommsHub>(logger)
{
    private readonly ConcurrentDictionary<string, FeedConnection> connections = new(StringComparer.Ordinal);
    private long deliveredBefore;

    /// <summary>All connections at this moment.</summary>
    public IReadOnlyCollection<FeedConnection> All => [.. connections.Values];

    /// <summary>Entries written to connections of this node since it started, those that are gone included.</summary>
    public long Delivered => Interlocked.Read(ref deliveredBefore) + connections.Values.Sum(c => c.Delivered);

    /// <summary>A connection by SignalR's id.</summary>
    public FeedConnection Of(string connectionId) => connections[connectionId];

    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections[connection.ConnectionId] = new FeedConnection(connection, connection.User.MemberId(), sessions.Of(connection), time, feedLogger);
        if (connection.GetHttpContext() is { } http)
            Line.Forget(http);
        return base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connections.TryRemove(connection.ConnectionId, out var gone))
        {
            gone.Close();
            Interlocked.Add(ref deliveredBefore, gone.Delivered);
        }

        return base.OnDisconnectedAsync(connection);
    }
}
