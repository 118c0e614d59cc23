using System.Text;
using Npgsql;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// PostgreSQL dies with all its processes under load, and the hub's connection is cut right before or right after a COMMIT went through: whether it
/// was stored is unknown to the hub, and a retry with the same key finds out.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed class PostgresSuite
{
    private const int CyclesOfALife = 20;

    private static readonly byte[] commit = Encoding.ASCII.GetBytes("COMMIT\0");

    [Fact]
    public async Task Nothing_accepted_is_lost_or_doubled_when_Postgres_is_killed()
    {
        using var run = new FaultRun("PostgreSQL killed", inShort: 4, inLong: 80);
        await Live(run, async (server, _, load) =>
        {
            await load.Does(run.Random.Next(1, 20));
            await Task.Delay(run.Within(TimeSpan.FromMilliseconds(50)), TimeProvider.System);
            server.Kill();
            await server.Restart();
        });
    }

    [Theory]
    [InlineData(Passage.CutBefore)]
    [InlineData(Passage.CutAfter)]
    public async Task A_commit_whose_outcome_is_unknown_leaves_exactly_one_row(Passage where)
    {
        using var run = new FaultRun($"PostgreSQL's connection cut: {where} COMMIT", inShort: 3, inLong: 60);
        await Live(run, async (_, line, load) =>
        {
            await load.Does(run.Random.Next(1, 10));
            var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // One commit of many: somebody's post, answer, step or session.
            var left = run.Random.Next(5);
            line.Inspect((way, piece) =>
            {
                if (way != Way.ToServer || piece.Span.IndexOf(commit) < 0 || Interlocked.Decrement(ref left) >= 0 || !cut.TrySetResult())
                    return Passage.Passes;
                return where;
            });
            await cut.Task.WaitAsync(TimeSpan.FromSeconds(30));
            line.Inspect(null);
        });
    }

    private static async Task Live(FaultRun run, Func<PostgresServer, CuttableProxy, Load, Task> fault)
    {
        using var server = await PostgresServer.StartOrSkip();
        await using var line = new CuttableProxy("127.0.0.1", server.Port);
        for (var done = 0; done < run.N; done += CyclesOfALife)
        {
            var database = $"hub{done}";
            await server.Create(database);
            // Nothing stays prepared: the suite looks for the word COMMIT, and a prepared one goes by a number.
            using var node = await HubProcess.Start(server.Connection(database, line.Port) + ";Max Auto Prepare=0");
            await using var load = await Load.On(server.Connection(database), node.Address, [node.Address]);
            for (var i = 0; i < Math.Min(CyclesOfALife, run.N - done); i++)
            {
                using var stop = new CancellationTokenSource();
                var work = load.Work(stop.Token);
                await fault(server, line, load);
                run.Injected();
                await node.IsReady();
                await stop.CancelAsync();
                await work;
                // What the tests themselves keep open died with the server.
                NpgsqlConnection.ClearAllPools();
                run.Found(await load.Judge());
            }

            run.Counts(load);
        }
    }
}
