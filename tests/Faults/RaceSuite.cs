using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Channels;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// Three nodes with their own engines on one PostgreSQL, in real time with short minutes: an acknowledgement at any node within 50 ms around the
/// instant a step is due. The order of the log decides, and whoever is second sees it.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed class RaceSuite
{
    private const string Liaison = "penghubung.polresta";
    private const double AroundDue = 50;

    // A step of the ladder lasts five of them.
    private static readonly TimeSpan minute = TimeSpan.FromMilliseconds(100);

    [Theory, MemberData(nameof(Databases.Servers), MemberType = typeof(Databases))]
    public async Task Acknowledgement_and_escalation_at_the_same_instant_have_one_winner(Database database)
    {
        using var run = new FaultRun("acknowledgement against escalation, 3 nodes", 300, 20_000, "races");
        await using var nodes = await Three.Start(database);
        using var atOnce = new SemaphoreSlim(16);
        var won = new int[2];
        List<Task> races = [];
        for (var i = 0; i < run.N; i++)
        {
            await atOnce.WaitAsync();
            var (poster, answerer, step, off) = (run.Random.Next(3), run.Random.Next(3), run.Random.Next(2), TimeSpan.FromMilliseconds((run.Random.NextDouble() * 2 * AroundDue) - AroundDue));
            races.Add(Race());
            races.RemoveAll(r => r.IsCompletedSuccessfully);

            async Task Race()
            {
                try
                {
                    var posted = await nodes.All[poster].OfficerPosts(Reports.Operation());
                    // The second step, or the third, which is due when the second has fired.
                    await Until(nodes.All[poster], posted.Obligations[0].NextStepAt!.Value + (step * 5 * minute) + off);
                    var own = await nodes.All[answerer].Acknowledges(Liaison, posted.Id);
                    Interlocked.Increment(ref won[own.Level > step + 1 ? 1 : 0]);
                    Assert.Equal("Acknowledged", own.State);
                    // Long enough for a late step to show, too short for the lead's progress to be due.
                    await Task.Delay(12 * minute, TimeProvider.System);
                    await nodes.All[poster].Cancels("petugas.kanim", posted.Id);
                }
                finally
                {
                    atOnce.Release();
                }
            }
        }

        await Task.WhenAll(races);
        run.Injected(run.N);
        run.Note($"the answer came first in {won[0]}, the step in {won[1]}");
        run.Found(await nodes.Judge(run.N));
    }

    /// <summary>
    /// A node is held in the middle of firing, with the alert locked and its rows written: for two seconds, and it goes on; or for longer than
    /// the database waits for it, and what it held is given to others.
    /// </summary>
    [Theory, MemberData(nameof(Databases.Servers), MemberType = typeof(Databases))]
    public async Task A_node_that_is_held_while_it_fires_doubles_nothing_and_keeps_nobody_waiting_for_long(Database database)
    {
        using var run = new FaultRun("a node held while it fires, 3 nodes", 2, 40, "holds");
        await using var nodes = await Three.Start(database, inHand: true);
        for (var i = 0; i < run.N; i++)
        {
            var posted = await nodes.All[0].OfficerPosts(Reports.Operation());
            await Until(nodes.All[2], posted.Obligations[0].NextStepAt!.Value);
            var isLong = i % 2 == 1;
            run.Injected();
            var (holds, mayGoOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var held = Fires(nodes.All[2], posted.Id, holds, mayGoOn.Task);
            // Also when it fails before it holds anything.
            await await Task.WhenAny(holds.Task, held);
            var answer = nodes.All[1].Acknowledges(Liaison, posted.Id);
            await nodes.All[0].EngineLooks();
            if (!isLong)
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            else
                // No one lets it go on: the database ends what stands still.
                await answer;
            mayGoOn.SetResult();

            Assert.Equal(!isLong, await held);
            Assert.Equal(isLong ? 1 : 2, (await answer).Level);
            await Task.WhenAll(nodes.All.Select(n => n.EngineLooks()));
            await nodes.All[0].Cancels("petugas.kanim", posted.Id);
        }

        run.Found(await nodes.Judge(run.N));
    }

    // What the clock does for one alert; true when it could commit.
    private static async Task<bool> Fires(CommsApp node, Guid id, TaskCompletionSource holds, Task mayGoOn)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var (db, log) = (scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<ChannelLog>());
        await using var transaction = await db.Database.BeginTransactionAsync();
        var alert = (await db.LockAlert(id, CancellationToken.None))!;
        foreach (var obligation in alert.Obligations)
            await scope.ServiceProvider.GetRequiredService<Climb>().Run(alert, obligation, CancellationToken.None);
        Assert.NotEqual(0, await db.SaveChangesAsync());
        holds.SetResult();
        await mayGoOn;
        try
        {
            await log.Append(CancellationToken.None);
            await transaction.CommitAsync();
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    // By the clock that steps fall due on: this machine's may be a moment ahead of it, and then nothing is due yet.
    private static async Task Until(CommsApp node, DateTimeOffset at)
    {
        while (at - node.Now is { Ticks: > 0 } left)
            await Task.Delay(left, TimeProvider.System);
    }

    private sealed class Three : IAsyncDisposable
    {
        public List<CommsApp> All { get; } = [];

        public static async Task<Three> Start(Database database, bool inHand = false)
        {
            var nodes = new Three();
            nodes.All.Add(CommsApp.Start(database, inHand: inHand, settings: (EscalationOptions.Key, minute.ToString("c"))));
            nodes.All.Add(nodes.All[0].StartSecondNode());
            nodes.All.Add(nodes.All[0].StartSecondNode());
            foreach (var node in nodes.All)
                await Task.WhenAll(node.As(Liaison), node.As("petugas.kanim"));
            return nodes;
        }

        /// <summary>What the log, the rows and the wake-ups say of so many alerts.</summary>
        public async Task<IReadOnlyList<string>> Judge(int alerts)
        {
            var history = await History.Read(All[0].Connection, [], []);
            List<string> wrong = [.. Checker.Check(history).Select(v => v.ToString())];
            var home = history.Entries.Where(e => e.Channel == "opgab").ToLookup(e => e.Kind);
            if (home["alert.posted"].Count() != alerts)
                wrong.Add($"{home["alert.posted"].Count()} alerts stand in the log, not {alerts}");
            foreach (var answers in home["obligation.acknowledged"].GroupBy(e => e.AlertId).Where(g => g.Count() != 1))
                wrong.Add($"{answers.Key} has {answers.Count()} answers");
            if (home["obligation.acknowledged"].Count() != alerts)
                wrong.Add($"{home["obligation.acknowledged"].Count()} answers stand in the log, not {alerts}");
            var (fired, woken) = (await All[0].Read(db => db.Firings.AsNoTracking().ToListAsync()), await All[0].Read(db => db.Notifications.AsNoTracking().ToListAsync()));
            if (fired.Count != home["escalation.fired"].Count())
                wrong.Add($"{fired.Count} steps are kept as fired, {home["escalation.fired"].Count()} stand in the log");
            var steps = fired.Select(f => (f.Obligation, f.Version, f.Round, f.Level)).ToHashSet();
            wrong.AddRange(woken.Where(n => n.Level > 0 && !steps.Contains((n.Obligation, n.Version, n.Round, n.Level))).Select(n => $"level {n.Level} of {n.AlertId} woke somebody and has not fired"));
            wrong.AddRange(woken.Where(n => n.State == NotificationState.Queued).Select(n => $"a wake-up of {n.AlertId} is still to be sent after the answer"));
            wrong.AddRange(woken.GroupBy(n => (n.AlertId, n.Recipient, n.Version, n.Round, n.Level, n.Transport)).Where(g => g.Count() > 1).Select(g => $"{g.Key} was woken {g.Count()} times"));
            return wrong;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in All.AsEnumerable().Reverse())
                await node.DisposeAsync();
        }
    }
}
