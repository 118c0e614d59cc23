using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// <c>kill -9</c> of a node at random moments under load: in the middle of a commit, between commit and answer, while it starts, while somebody is removed.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed class KillSuite
{
    // Each cycle reads the whole history; a database's life is bounded, so that the thousandth cycle costs what the first does.
    private const int CyclesOfALife = 25;

    /// <summary>Both databases at the same time: each node waits for its own.</summary>
    [Fact]
    public Task Nothing_accepted_is_lost_or_doubled_by_kill_minus_nine() => Task.WhenAll(Enum.GetValues<Database>().Select(Lives));

    private static async Task Lives(Database database)
    {
        using var run = new FaultRun($"kill -9 of a node, {database}", inShort: 10, inLong: 250);
        for (var done = 0; done < run.N; done += CyclesOfALife)
            await Live(database, run, Math.Min(CyclesOfALife, run.N - done));
    }

    private static async Task Live(Database database, FaultRun run, int cycles)
    {
        var connection = Databases.CreateWithDemo(database);
        try
        {
            using var node = await HubProcess.Start(connection);
            await using var load = await Load.On(connection, node.Address, [node.Address]);
            for (var i = 0; i < cycles; i++)
            {
                using var stop = new CancellationTokenSource();
                var work = load.Work(stop.Token);
                await load.Does(run.Random.Next(1, 20));
                await Task.Delay(run.Within(TimeSpan.FromMilliseconds(50)), TimeProvider.System);
                // Once in a database's life somebody is removed, as near to the kill as it comes.
                var removal = i == cycles - 1 ? load.RemoveSomebody() : Task.CompletedTask;
                await Task.Delay(i == cycles - 1 ? run.Within(TimeSpan.FromMilliseconds(100)) : TimeSpan.Zero, TimeProvider.System);
                node.Kill();
                run.Injected();
                if (run.Random.Next(4) == 0)
                {
                    node.StartAgain();
                    await Task.Delay(run.Within(TimeSpan.FromSeconds(2)), TimeProvider.System);
                    node.Kill();
                    run.Injected();
                }

                await node.Restart();
                await stop.CancelAsync();
                await Task.WhenAll(work, removal);
                run.Found(await load.Judge());
                if (database == Database.Sqlite && History.Integrity(connection) is not "ok" and var why)
                    run.Found([why]);
            }

            run.Counts(load);
        }
        finally
        {
            Databases.Drop(connection);
        }
    }
}
