using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>A full disk: what is new is refused whole, answers go on from the reserve, and everything recovers by itself.</summary>
[Collection(FaultSuites.Name)]
public sealed class DiskFullSuite
{
    private const int ReserveMiB = 8;
    private const string Full = "storage_full";

    [Fact]
    public async Task What_is_new_is_refused_while_only_the_reserve_is_left_and_answers_are_not()
    {
        var connection = Databases.CreateWithDemo(Database.Sqlite);
        try
        {
            List<Act> acts = [];
            Act posted, again;
            var key = Guid.CreateVersion7();
            Someone officer, liaison;
            object body;
            using (var roomy = await HubProcess.Start(connection))
            {
                Assert.Equal("Healthy", await roomy.Health());
                officer = await Someone.SignIn(roomy.Address, "petugas.kanim");
                liaison = await Someone.SignIn(roomy.Address, "penghubung.polresta");
                using var poster = new Poster(officer, roomy.Address);
                posted = await poster.Post("tppo", ("level", "Kritis"));
                body = new { clientKey = key, text = Poster.Text(key) };
                again = await poster.Send(key, Deed.Message, $"/api/alerts/{posted.Alert}/messages", body, posted.Alert);
                acts.AddRange(poster.Journal);
            }

            using (var full = await HubProcess.Start(connection, null, (DiskSpace.Key, "1000000000")))
            {
                Assert.Equal("Degraded", await full.Health());
                using var poster = new Poster(officer, full.Address) { RetriesRefusals = false };
                using var answerer = new Poster(liaison, full.Address) { RetriesRefusals = false };
                Assert.Equal((507, Full), await StatusOf(poster.Post()));
                Assert.Equal((507, Full), await StatusOf(poster.Write(posted.Alert!.Value)));
                Assert.Equal((200, null), await StatusOf(answerer.Acknowledge(posted.Alert!.Value)));
                // What was stored before is never said to be refused.
                Assert.Equal(again.Seq, (await poster.Send(key, Deed.Other, $"/api/alerts/{posted.Alert}/messages", body, posted.Alert)).Seq);
                await using var watcher = Watcher.Follow(officer, [full.Address], "meja-uptdppa", "tppo");
                var ladder = await EntriesOf(connection, "escalation.fired");
                await Device.Until(() => watcher.Journal.Events.OfType<Arrived>().Count(a => a.Kind == "escalation.fired") > ladder);
                acts.AddRange([.. poster.Journal, .. answerer.Journal]);
            }

            using var roomyAgain = await HubProcess.Start(connection);
            Assert.Equal("Healthy", await roomyAgain.Health());
            Assert.Empty(Checker.Check(await History.Read(connection, acts, [])));
        }
        finally
        {
            Databases.Drop(connection);
        }
    }

    [Theory]
    [InlineData(ReserveMiB)]
    [InlineData(0)]
    public async Task A_disk_that_fills_up_under_load_loses_nothing_and_is_no_trouble_afterwards(int reserve)
    {
        using var disk = SmallDisk.MountOrSkip(mebibytes: 96);
        using var run = new FaultRun($"disk full, reserve of {reserve} MiB", inShort: 1, inLong: 20);
        var template = Databases.CreateWithDemo(Database.Sqlite)["Data Source=".Length..];
        File.Move(template, Path.Combine(disk.Folder, "hub.db"));
        var connection = $"Data Source={Path.Combine(disk.Folder, "hub.db")}";
        using var node = await HubProcess.Start(connection, null, (DiskSpace.Key, $"{reserve}"));
        await using var load = await Load.On(connection, node.Address, [node.Address]);
        using var liaison = new Poster(await Someone.SignIn(node.Address, "penghubung.uptdppa"), node.Address) { RetriesRefusals = false };
        using var officer = new Poster(liaison.Someone, node.Address) { RetriesRefusals = false };
        for (var i = 0; i < run.N; i++)
        {
            using var stop = new CancellationTokenSource();
            var work = load.Work(stop.Token);
            // Of those that the liaison is asked for.
            await Device.Until(() => load.Acts.Any(a => a is { Deed: Deed.Alert, Outcome: Outcome.Accepted, Channel: "tppo" }));
            var alert = load.Acts.Last(a => a is { Deed: Deed.Alert, Outcome: Outcome.Accepted, Channel: "tppo" }).Alert!.Value;
            if (reserve > 0)
            {
                disk.FillUpTo((reserve << 20) - (1 << 20));
                await Becomes(node, "Degraded");
                run.Injected();
                Assert.Equal((507, Full), await StatusOf(officer.Write(alert)));
                Assert.Equal((200, null), await StatusOf(liaison.Acknowledge(alert)));
            }

            disk.FillUpTo(0);
            run.Injected();
            await IsFull(officer, alert);
            await Task.Delay(run.Within(TimeSpan.FromSeconds(1)), TimeProvider.System);
            disk.Empty();
            await Becomes(node, "Healthy");
            await stop.CancelAsync();
            await work;
            run.Found(await load.Judge());
            run.Found([.. Checker.Check(await History.Read(connection, [.. officer.Journal, .. liaison.Journal], [])).Select(v => v.ToString())]);
            if (History.Integrity(connection) is not "ok" and var why)
                run.Found([why]);
        }

        run.Counts(load);
        run.Note($"{load.Acts.Concat(officer.Journal).Count(a => a.MetWith(Full))} acts met a full disk");
    }

    // What the WAL has already may still take a few.
    private static async Task IsFull(Poster poster, Guid alert)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await StatusOf(poster.Write(alert)) is var answer && answer != (507, Full))
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"The disk is full, and the answer {answer}.");
    }

    private static async Task<(int, string?)> StatusOf(Task<Act> act) => (await act).Outcome == Outcome.Unknown ? (0, null) : ((await act).Status, (await act).Code);

    private static async Task<int> EntriesOf(string connection, string kind) => (await History.Read(connection, [], [])).Entries.Count(e => e.Kind == kind && e.Channel is "tppo");

    private static async Task Becomes(HubProcess node, string health)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await node.Health() is var now && now != health)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"{now}, not {health}\n{node.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
