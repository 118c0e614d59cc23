using Timpora.Comms.Tests.Support;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// Nodes of one hub on one PostgreSQL and one Redis, all real, each node with a line of its own to either and to its clients, so that each
/// line can be cut or made deaf.
/// </summary>
public sealed class Nodes : IAsyncDisposable
{
    private Nodes(PostgresServer postgres, RedisServer redis) => (Postgres, Redis) = (postgres, redis);

    /// <summary>The database's server.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The server of the hints.</summary>
    public RedisServer Redis { get; }

    /// <summary>The nodes.</summary>
    public List<HubProcess> All { get; } = [];

    /// <summary>Each node's line to the database.</summary>
    public List<CuttableProxy> ToDatabase { get; } = [];

    /// <summary>Each node's line to Redis.</summary>
    public List<CuttableProxy> ToRedis { get; } = [];

    /// <summary>The clients' lines to each node.</summary>
    public List<CuttableProxy> ToNode { get; } = [];

    /// <summary>Where clients find the nodes.</summary>
    public IReadOnlyList<Uri> Addresses => ToNode.ConvertAll(line => line.Address);

    /// <summary>The database, past the nodes' lines.</summary>
    public string Database => Postgres.Connection("hub");

    /// <summary>Starts them.</summary>
    public static async Task<Nodes> Start(int count = 2)
    {
        var nodes = new Nodes(await PostgresServer.StartOrSkip(), await RedisServer.StartOrSkip());
        try
        {
            await nodes.Postgres.Create("hub");
            for (var i = 0; i < count; i++)
            {
                nodes.ToDatabase.Add(new CuttableProxy("127.0.0.1", nodes.Postgres.Port));
                nodes.ToRedis.Add(new CuttableProxy("127.0.0.1", nodes.Redis.Port));
                nodes.All.Add(await HubProcess.Start(nodes.Postgres.Connection("hub", nodes.ToDatabase[i].Port), null,
                    ("ConnectionStrings:Redis", $"127.0.0.1:{nodes.ToRedis[i].Port}"), ("Escalation:MinuteLength", "00:01:00")));
                nodes.ToNode.Add(new CuttableProxy(nodes.All[i].Address));
            }

            await nodes.AreHealthy();
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every node is whole.</summary>
    public async Task AreHealthy()
    {
        foreach (var node in All)
            await Says(node, "Healthy");
    }

    /// <summary>Waits until a node's probe says something; null when it does not answer.</summary>
    public static async Task Says(HubProcess node, params string?[] words)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await node.Health() is var said && !words.Contains(said))
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(40))
                throw new TimeoutException($"The node says {said}, not {string.Join(" or ", words)}.\n{node.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in All)
            node.Dispose();
        foreach (var line in ToDatabase.Concat(ToRedis).Concat(ToNode))
            await line.DisposeAsync();
        Redis.Dispose();
        Postgres.Dispose();
    }
}
