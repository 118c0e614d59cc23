using StackExchange.Redis;

namespace Timpora.Comms.Realtime;

/// <summary>
/// The line to Redis on which nodes hear each other. Connects in the background and again by itself, so nobody waits for Redis; what
/// is published while the line is down is lost, and readers find it in the database.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly ConfigurationOptions options;
    private volatile ConnectionMultiplexer? connection;

    /// <summary>Takes what stands in the connection string, e.g. <c>redis:6379,password=…,ssl=true,channelPrefix=…</c>. <see cref="ArgumentException"/> when it names no server.</summary>
    public RedisLink(string connectionString)
    {
        // What the string says comes later and wins; the figures are measured: a dead line is known in seconds, and no call hangs.
        options = ConfigurationOptions.Parse("connectTimeout=1000,syncTimeout=1000,asyncTimeout=1000,keepAlive=5,name=timpora-comms," + connectionString);
        if (options.EndPoints.Count == 0)
            throw new ArgumentException("The connection string of Redis names no server.");
        options.AbortOnConnectFail = false;
        options.HeartbeatInterval = TimeSpan.FromSeconds(1);
        options.HeartbeatConsistencyChecks = true;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(500);
    }

    // One channel for all nodes, not one for each of the hub's: subscriptions are what gets lost when Redis changes hands.
    private static RedisChannel Hints { get; } = RedisChannel.Literal("timpora.hints");

    /// <summary>The client believes it is connected. A line can be connected and deaf; only a probe that comes back proves that it works.</summary>
    public bool IsConnected => connection is { IsConnected: true };

    /// <summary>Connects anew, and hears what comes; <paramref name="restored"/> is called whenever a broken line is back. Does not fail when Redis is away.</summary>
    public async Task Connect(Action<ReadOnlyMemory<byte>> hear, Action restored)
    {
        var made = await ConnectionMultiplexer.ConnectAsync(options);
        made.ConnectionRestored += (_, _) => restored();
        if (Interlocked.Exchange(ref connection, made) is { } old)
            await old.DisposeAsync();
        try
        {
            await made.GetSubscriber().SubscribeAsync(Hints, (_, message) => hear(message));
        }
        catch (RedisException)
        {
            // Away. The client keeps the wish, and subscribes when it has connected.
        }
        catch (TimeoutException)
        {
            // As above.
        }
    }

    /// <summary>Sends to all nodes, this one too; false when it did not get as far as Redis.</summary>
    public async Task<bool> Publish(ReadOnlyMemory<byte> message)
    {
        if (connection is not { IsConnected: true } line)
            return false;
        try
        {
            await line.GetSubscriber().PublishAsync(Hints, message);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is { } line)
            await line.DisposeAsync();
    }
}
