using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>Wall clocks that are set, nodes whose wall clocks differ, a process that is held: no deadline moves, nothing fires early, late or twice, nobody is signed out.</summary>
[Collection(FaultSuites.Name)]
public sealed class ClockSuite
{
    private const string Liaison = "penghubung.polresta", Chief = "kepala.polresta";

    private static readonly TimeSpan[] steps = [TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(1), TimeSpan.FromDays(-1)];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_wall_clock_that_is_set_moves_no_deadline_and_signs_nobody_out(Database database)
    {
        using var run = new FaultRun($"clock steps of an hour and a day, {database}", 1, 20, "rounds");
        await using var app = CommsApp.StartInHand(database);
        await using var other = app.StartSecondNode();
        using var prober = app.Anyone();
        for (var round = 0; round < run.N; round++)
        {
            foreach (var step in steps)
            {
                run.Injected();
                await using var device = await Device.Of(await app.As(Chief));
                await device.Follow("opgab");
                var alert = (await app.OfficerPosts(Reports.Operation())).Id;
                await other.As(Liaison);
                await app.MinutesPass(4.5);

                app.WallClockSteps(step);
                Assert.Equal("Degraded", await Health(prober));
                await app.MinutesPass(0.49);
                Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(alert));
                await app.MinutesPass(0.01);
                Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(alert));
                // Signed in before the step, at another node than the one asked now.
                await other.Acknowledges(Liaison, alert);
                await app.MinutesPass(22);
                Assert.Equal(2, (await app.Woken(alert)).Count);
                await app.Cancels("petugas.kanim", alert);
                await device.Has("opgab", (await app.HeadOf("opgab")).Head);
                Assert.False(device.IsClosed);

                app.WallClockSteps(-step);
                Assert.Equal("Healthy", await Health(prober));
            }
        }

        run.Found([.. Checker.Check(await History.Read(app.Connection, [], [])).Select(v => v.ToString())]);
    }

    /// <summary>Real time, three nodes on one PostgreSQL: one a day ahead, one an hour behind.</summary>
    [Theory, MemberData(nameof(Databases.Servers), MemberType = typeof(Databases))]
    public async Task Nodes_whose_wall_clocks_differ_keep_the_databases_time_and_report_their_skew(Database database)
    {
        using var run = new FaultRun("node skew, 3 nodes", 1, 20, "rounds");
        var minute = TimeSpan.FromMilliseconds(200);
        await using var right = CommsApp.Start(database, settings: (EscalationOptions.Key, minute.ToString("c")));
        await using var ahead = right.StartSecondNode(new SkewedTime(TimeSpan.FromDays(1)));
        await using var behind = right.StartSecondNode(new SkewedTime(TimeSpan.FromHours(-1)));
        CommsApp[] nodes = [right, ahead, behind];
        foreach (var (node, health, skew) in new[] { (right, "Healthy", 0), (ahead, "Degraded", 86_400), (behind, "Degraded", -3_600) })
        {
            using var prober = node.Anyone();
            Assert.Equal(health, await Health(prober));
            Assert.Equal(skew, await Skew(prober), 1.0);
        }

        for (var round = 0; round < run.N; round++)
        {
            run.Injected(2);
            var began = TimeProvider.System.GetUtcNow();
            List<Guid> alerts = [];
            foreach (var node in nodes)
                for (var i = 0; i < 4; i++)
                    alerts.Add((await node.OfficerPosts(Reports.Operation())).Id);
            await Device.Until(() => alerts.TrueForAll(alert => Fired(right, alert).GetAwaiter().GetResult().Count >= 3));
            foreach (var (alert, i) in alerts.Select((a, i) => (a, i)))
                await nodes[(i + 1) % 3].Acknowledges(Liaison, alert);
            foreach (var alert in alerts)
            {
                var fired = await Fired(right, alert);
                Assert.Equal(Enumerable.Range(1, fired.Count), fired.Select(f => f.Level));
                Assert.All(fired, f => Assert.InRange(f.FiredAt, began.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1)));
                // What clocks that follow the database may differ by is the way there and back.
                Assert.All(fired.Zip(fired.Skip(1)), pair => Assert.True(pair.Second.FiredAt - pair.First.FiredAt > (5 * minute) - TimeSpan.FromMilliseconds(100), "A step came early."));
                await right.Cancels("petugas.kanim", alert);
            }
        }

        run.Found([.. Checker.Check(await History.Read(right.Connection, [], [])).Select(v => v.ToString())]);
    }

    /// <summary>SIGSTOP for longer than several steps. On PostgreSQL another node goes on meanwhile; the embedded hub makes up for it, one step after the other.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_process_that_was_held_fires_nothing_twice_and_nothing_in_a_burst(Database database)
    {
        using var run = new FaultRun($"suspended process, {database}", 1, 20, "holds");
        var connection = Databases.CreateWithDemo(database);
        try
        {
            using var held = await HubProcess.Start(connection, null, ("Escalation:MinuteLength", "00:00:00.2"));
            using var other = database == Database.Postgres ? await HubProcess.Start(connection, null, ("Escalation:MinuteLength", "00:00:00.2")) : null;
            using var poster = new Poster(await Someone.SignIn(held.Address, "petugas.kanim"), held.Address);
            using var liaison = new Poster(await Someone.SignIn(held.Address, Liaison), (other ?? held).Address);
            for (var i = 0; i < run.N; i++)
            {
                var alert = (await poster.Post("opgab", ("caseType", "OPGAB"), ("level", "Kritis"), ("requiredAgencies", new[] { "polresta" }))).Alert!.Value;
                run.Injected();
                held.Pause();
                await Task.Delay(TimeSpan.FromSeconds(3.3) + run.Within(TimeSpan.FromSeconds(0.5)), TimeProvider.System);
                held.Continue();
                await Task.Delay(TimeSpan.FromSeconds(1.3), TimeProvider.System);
                await liaison.Acknowledge(alert);

                var times = (await History.Read(connection, [], [])).Fired.Where(f => f.Alert == alert).Select(f => f.At).Order().ToList();
                Assert.True(times.Count >= 2, "Nothing fired.");
                Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(0.9), $"A burst: {string.Join(", ", times)}."));
                if (other is not null)
                    Assert.True(times.Count >= 4, "The other node did not go on.");
            }

            run.Found([.. Checker.Check(await History.Read(connection, [.. poster.Journal, .. liaison.Journal], [])).Select(v => v.ToString())]);
        }
        finally
        {
            Databases.Drop(connection);
        }
    }

    private static async Task<string> Health(Person prober)
    {
        using var answer = await prober.Send(HttpMethod.Get, "/healthz/ready");
        Assert.True(answer.IsSuccessStatusCode, "It must go on taking traffic.");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<double> Skew(Person prober)
    {
        using var answer = await prober.Send(HttpMethod.Get, "/metrics");
        return double.Parse((await answer.Content.ReadAsStringAsync()).Split('\n').Single(l => l.StartsWith("timpora_clock_skew_seconds ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static Task<List<Firing>> Fired(CommsApp app, Guid alert) => app.Read(db =>
        db.Firings.AsNoTracking().Where(f => db.Obligations.Any(o => o.Id == f.Obligation && o.AlertId == alert)).OrderBy(f => f.FiredAt).ToListAsync());
}
