using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class UndoAcknowledgeTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Within_five_minutes_the_original_deadline_and_step_come_back(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var before = await app.Owes("polresta", alert);
        await app.MinutesPass(1);
        await app.Acknowledges("penghubung.polresta", alert);
        await app.MinutesPass(2);

        var own = await app.Undoes("penghubung.polresta", alert);

        Assert.Equal((before.DueAt, before.NextStepAt, "Seen"), (own.DueAt, own.NextStepAt, own.State));
        Assert.Equal((null, null, null, null), (own.AnsweredAt, own.AnsweredBy, own.UndoUntil, own.ProgressDueAt));
        Assert.Equal("Open", (await app.Opens("petugas.kanim", alert)).State);
        await app.MinutesPass(2);
        Assert.Equal(["obligation.undone polresta", "escalation.fired polresta r1 L2"], (await app.Words(alert, "meja-polresta"))[^2..]);
    }

    /// <summary>Taking and giving back must not buy time: what fell due meanwhile fires in the same moment.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_fell_due_meanwhile_fires_at_once(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(4);
        await app.Acknowledges("penghubung.polresta", alert);
        await app.MinutesPass(4);

        var own = await app.Undoes("penghubung.polresta", alert);

        Assert.Equal((2, app.Now.AddMinutes(5)), (own.Level, own.NextStepAt));
        Assert.Equal(["penghubung.polresta r1 L1", "kepala.polresta r1 L2"], await app.Woken(alert));
        Assert.Equal(["escalation.fired polresta r1 L2", "obligation.undone polresta"], (await app.Words(alert, "meja-polresta"))[^2..].Order());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task After_five_minutes_it_stands(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.Equal(app.Now.AddMinutes(5), (await app.Acknowledges("penghubung.polresta", alert)).UndoUntil);
        await app.MinutesPass(5.01);
        Assert.Equal("undo_too_late", (await app.Refused("penghubung.polresta", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
        Assert.Equal("Acknowledged", (await app.Owes("polresta", alert)).State);
    }

    [Fact]
    public async Task Only_who_gave_the_answer_takes_it_back()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        Assert.Equal("undo_too_late", (await app.Refused("kepala.polresta", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
        Assert.Equal("not_permitted", (await app.Refused("petugas.polresta", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
        Assert.Equal("not_permitted", (await app.Refused("penghubung.bp3mi", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
    }

    [Fact]
    public async Task There_must_be_an_answer_and_an_open_alert()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.Equal("undo_too_late", (await app.Refused("penghubung.polresta", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
        await app.Acknowledges("penghubung.polresta", alert);
        await app.Cancels("petugas.kanim", alert);
        Assert.Equal("already_closed", (await app.Refused("penghubung.polresta", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_takes_back_once(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts(Reports.Operation())).Id, new { clientKey = Guid.CreateVersion7() });
        await app.Acknowledges("penghubung.polresta", alert);
        var liaison = await app.As("penghubung.polresta");
        await liaison.Post($"/api/alerts/{alert}/undo", body);
        await app.Acknowledges("penghubung.polresta", alert);

        await liaison.Post($"/api/alerts/{alert}/undo", body);

        Assert.Equal("Acknowledged", (await app.Owes("polresta", alert)).State);
    }
}
