using System.Collections.Concurrent;
using CsCheck;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// The hub against a simple model of it: people post, edit, acknowledge, take back, escalate, join, leave, write and come back, time passes, nodes die
/// and answers get lost. After each course the log, what everybody owes, what fired and what every device has must be as the model says. A course that
/// fails is made shorter, and its seed is printed: <c>CsCheck_Seed=…</c> repeats it.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed class ModelTests
{
    private static readonly double[] spans = [0.5, 1, 1, 2, 5, 5, 6, 10, 15, 31];

    private static readonly Gen<Move[]> course = Gen.Select(
            Gen.Frequency(
                (1, Gen.Const(Doing.Post)), (3, Gen.Const(Doing.Write)), (4, Gen.Const(Doing.Acknowledge)), (2, Gen.Const(Doing.Undo)), (2, Gen.Const(Doing.Escalate)),
                (2, Gen.Const(Doing.Edit)), (2, Gen.Const(Doing.Mark)), (1, Gen.Const(Doing.Cancel)), (1, Gen.Const(Doing.Join)), (1, Gen.Const(Doing.Leave)),
                (5, Gen.Const(Doing.Pass)), (1, Gen.Const(Doing.Outage)), (2, Gen.Const(Doing.Resume)), (2, Gen.Const(Doing.Crash))),
            Gen.Int[0, World.People.Count - 1], Gen.Int[0, 1], Gen.Int[0, 9],
            Gen.Frequency((6, Gen.Const(Mishap.None)), (1, Gen.Const(Mishap.AnswerLost)), (1, Gen.Const(Mishap.HangsUp))),
            (deed, who, which, choice, mishap) => new Move(deed, who, which, choice, mishap))
        .Array[4, 24];

    /// <summary>What is done.</summary>
    internal enum Doing
    {
        Post,
        Write,
        Acknowledge,
        Undo,
        Escalate,
        Edit,
        Mark,
        Cancel,
        Join,
        Leave,
        Pass,
        Outage,
        Resume,
        Crash,
    }

    /// <summary>What happens to the command.</summary>
    internal enum Mishap
    {
        None,

        /// <summary>Its answer is lost, and it is sent again to the other node.</summary>
        AnswerLost,

        /// <summary>The caller is gone in the middle of it, and sends it again to the other node.</summary>
        HangsUp,
    }

    /// <summary>One act of a course.</summary>
    internal sealed record Move(Doing What, int Who, int Which, int Choice, Mishap Mishap);

    /// <summary>Many short courses on the embedded database, some on PostgreSQL.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_hub_does_what_the_model_says(Database database)
    {
        using var run = database == Database.Sqlite ? new FaultRun("model, SQLite", 900, 90_000, "sequences") : new FaultRun("model, PostgreSQL", 100, 10_000, "sequences");
        await using var worlds = new Worlds(database);
        await course.SampleAsync(async acts =>
        {
            var world = await worlds.Take();
            await using (var path = await world.Begin())
            {
                foreach (var act in acts)
                    await path.Does(act);
                await path.Ends();
            }

            worlds.GiveBack(world);
        }, iter: run.N, threads: 4, print: acts => string.Join('\n', acts.AsEnumerable()));
        run.Injected(worlds.Faults);
        run.Found(await worlds.Verify());
    }

    /// <summary>Minutes of a choice.</summary>
    internal static double Span(int choice) => spans[choice];

    // A world is used by one course at a time; one in which a course failed is not used again.
    private sealed class Worlds(Database database) : IAsyncDisposable
    {
        private readonly ConcurrentBag<World> idle = [];
        private readonly ConcurrentBag<World> all = [];

        public int Faults => all.Sum(w => w.Faults);

        public async Task<World> Take()
        {
            if (idle.TryTake(out var world))
                return world;
            world = await World.Start(database);
            all.Add(world);
            return world;
        }

        public void GiveBack(World world) => idle.Add(world);

        public async Task<IReadOnlyCollection<string>> Verify() => [.. (await Task.WhenAll(all.Select(w => w.Verify()))).SelectMany(v => v)];

        public async ValueTask DisposeAsync()
        {
            foreach (var world in all)
                await world.DisposeAsync();
        }
    }
}
