using Npgsql;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>What the suites inject really happens: a fault that does nothing would prove everything.</summary>
[Collection(FaultSuites.Name)]
public sealed class FaultToolsTests
{
    [Fact]
    public async Task A_killed_node_is_gone_and_comes_back_with_what_it_accepted()
    {
        var database = Databases.CreateWithDemo(Database.Sqlite);
        try
        {
            using var node = await HubProcess.Start(database);
            await using var proxy = new CuttableProxy(node.Address);
            var officer = await Someone.SignIn(node.Address, "petugas.kanim");
            using var poster = new Poster(officer, proxy.Address);
            await using var watcher = Watcher.Follow(officer, [proxy.Address], "tppo");
            var first = await poster.Post();
            await watcher.Has("tppo", first.Seq!.Value);

            node.Kill();
            Assert.Null(await node.Health());
            var second = poster.Post();
            await node.Restart();
            Assert.True((await second) is { Outcome: Outcome.Accepted, Attempts: > 1 });
            await watcher.Has("tppo", (await second).Seq!.Value);

            Assert.True(watcher.Lines > 1);
            var numbers = watcher.Journal.Events.OfType<Arrived>().Select(a => a.Seq).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        }
        finally
        {
            Databases.Drop(database);
        }
    }

    [Fact]
    public async Task A_node_that_is_held_answers_nobody_until_it_goes_on()
    {
        var database = Databases.CreateWithDemo(Database.Sqlite);
        try
        {
            using var node = await HubProcess.Start(database);
            node.Pause();
            Assert.Null(await node.Health());
            node.Continue();
            await node.IsReady();
        }
        finally
        {
            Databases.Drop(database);
        }
    }

    [Fact]
    public async Task A_line_is_deaf_one_way_refuses_is_cut_and_mended()
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var proxy = new CuttableProxy("127.0.0.1", redis.Port);
        Assert.Equal("+PONG", await Ping(proxy.Port));

        proxy.Deafen(Way.ToClient);
        var held = Ping(proxy.Port);
        await Device.Until(() => proxy.Open == 1);
        Assert.NotSame(held, await Task.WhenAny(held, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System)));
        proxy.Mend();
        Assert.Equal("+PONG", await held);

        proxy.Refuse();
        Assert.False(await ChildProcess.Listens(proxy.Port));
        proxy.Mend();
        Assert.Equal("+PONG", await Ping(proxy.Port));

        await proxy.Cut();
        Assert.Equal("", await Ping(proxy.Port));
        proxy.Mend();
        proxy.Inspect((way, _) => way == Way.ToServer ? Passage.CutBefore : Passage.Passes);
        Assert.Equal("", await Ping(proxy.Port));
        proxy.Inspect(null);
        Assert.Equal("+PONG", await Ping(proxy.Port));
    }

    [Fact]
    public async Task A_killed_Postgres_keeps_what_it_committed()
    {
        using var server = await PostgresServer.StartOrSkip();
        await server.Create("uji");
        await using (var connection = new NpgsqlConnection(server.Connection("uji")))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("CREATE TABLE t (n int); INSERT INTO t VALUES (1)", connection);
            await command.ExecuteNonQueryAsync();
            server.Kill();
            await Assert.ThrowsAnyAsync<NpgsqlException>(command.ExecuteNonQueryAsync);
        }

        await server.Restart();
        NpgsqlConnection.ClearAllPools();
        await using var again = new NpgsqlConnection(server.Connection("uji"));
        await again.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM t", again);
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Redis_is_killed_started_and_throws_its_clients_out()
    {
        using var redis = await RedisServer.StartOrSkip();
        Assert.StartsWith(":", await redis.Ask("CLIENT KILL TYPE normal SKIPME yes"), StringComparison.Ordinal);
        redis.Kill();
        Assert.False(await ChildProcess.Listens(redis.Port));
        await redis.Restart();
        await redis.ThrowOut();
    }

    private static async Task<string> Ping(int port)
    {
        try
        {
            return await RedisServer.Ask(port, "PING");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
