using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class AcknowledgeAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_belongs_to_the_person_and_the_agency_and_stops_that_ladder_only(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;

        var own = await app.Acknowledges("penghubung.uptdppa", alert, "Tim psikolog berangkat.");
        await app.MinutesPass(15);

        Assert.Equal(("uptdppa", "Acknowledged", "Tim psikolog berangkat."), (own.Agency, own.State, own.Note));
        Assert.Equal((await app.IdOf("penghubung.uptdppa"), (DateTimeOffset?)null), (own.AnsweredBy, own.NextStepAt));
        var view = await app.Opens("petugas.kanim", alert);
        Assert.Equal("Open", view.State);
        Assert.Equal([2, 2, 1, 2], view.Obligations.Select(o => o.Level));
        Assert.Equal("Tim psikolog berangkat.", view.Timeline.Single(e => e.Kind == "obligation.acknowledged").Reveal!["note"].Value);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_last_answer_makes_the_alert_acknowledged(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;
        foreach (var agency in new[] { "polresta", "kanim", "uptdppa" })
            await app.Acknowledges($"penghubung.{agency}", alert);
        Assert.Equal("Open", (await app.Opens("petugas.kanim", alert)).State);

        await app.Acknowledges("kepala.dinsos", alert);

        Assert.Equal("Acknowledged", (await app.Opens("petugas.kanim", alert)).State);
        Assert.Equal(["obligation.acknowledged dinsos", "alert.acknowledged"], (await app.Words(alert, "tppo"))[^2..]);
    }

    [Fact]
    public async Task That_all_have_answered_is_told_also_when_work_has_begun_before()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.NotesProgress("penghubung.polresta", alert);
        await app.Acknowledges("penghubung.dinsos", alert);
        Assert.Equal("InProgress", (await app.Opens("petugas.kanim", alert)).State);
        Assert.Equal("alert.acknowledged", (await app.Words(alert, "opgab"))[^1]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_gets_the_first_answer_and_writes_nothing(Database database)
    {
        var app = await hubs.On(database);
        var (alert, key) = ((await app.OfficerPosts()).Id, Guid.CreateVersion7());
        var first = await app.Acknowledges("penghubung.polresta", alert, clientKey: key);
        await app.Undoes("penghubung.polresta", alert);
        var before = await app.Everything();

        Assert.Equal(first, await app.Acknowledges("penghubung.polresta", alert, clientKey: key));
        Assert.Equal("client_key_reused", (await app.Refused("penghubung.polresta", alert, "acknowledge", new { clientKey = key, version = 1, note = "Lain." })).Code);
        Assert.Equal(before, await app.Everything());
    }

    [Theory]
    [InlineData("petugas.polresta", 403, "not_permitted")]
    [InlineData("penghubung.bp3mi", 403, "not_permitted")]
    [InlineData("sekretariat.timpora", 403, "not_permitted")]
    [InlineData("penghubung.kua", 404, "not_found")]
    [InlineData("admin.kanim", 404, "not_found")]
    [InlineData("auditor", 404, "not_found")]
    public async Task Only_liaison_or_chief_of_a_required_agency_answer(string who, int status, string code)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        var before = await app.Everything();
        var problem = await app.Refused(who, alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });
        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.Equal(before, await app.Everything());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_to_another_version_is_refused(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;
        var before = await app.Everything();
        var problem = await app.Refused("penghubung.polresta", alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 2 });
        Assert.Equal((409, "version_changed"), (problem.Status, problem.Code));
        Assert.Equal(before, await app.Everything());
    }

    [Fact]
    public async Task Answering_again_under_a_new_key_changes_nothing()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        var first = await app.Acknowledges("penghubung.polresta", alert);
        var words = await app.Words(alert, "tppo");
        Assert.Equal(first, await app.Acknowledges("penghubung.polresta", alert));
        Assert.Equal(words, await app.Words(alert, "tppo"));
    }

    /// <summary>The chief said no for the agency; a liaison's yes beside it would look like an answer and be none.</summary>
    [Fact]
    public async Task After_the_chiefs_no_nobody_of_the_agency_says_yes()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Declines("kepala.polresta", alert);
        Assert.Equal("already_answered", (await app.Refused("penghubung.polresta", alert, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 })).Code);
        Assert.Equal("Declined", (await app.Owes("polresta", alert)).State);
    }

    /// <summary>Also an agency that let every round pass can still take the alert.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_after_the_whole_ladder_counts(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(90);
        Assert.Equal("Exhausted", (await app.Owes("polresta", alert)).State);

        Assert.Equal("Acknowledged", (await app.Acknowledges("kepala.polresta", alert)).State);
        Assert.Equal("Acknowledged", (await app.Opens("petugas.kanim", alert)).State);
        Assert.Equal("Exhausted", (await app.Undoes("kepala.polresta", alert)).State);
    }

    [Fact]
    public void What_it_means_follows_from_alert_and_obligation()
    {
        var alert = Facts.Alert();
        var own = Facts.Obligation(alert);
        foreach (var state in Enum.GetValues<ObligationState>())
        {
            own.State = state;
            Assert.Equal(own.IsOwed ? AcknowledgeAlert.Meaning.Answers : AcknowledgeAlert.Meaning.Joins, AcknowledgeAlert.Decide(alert, own));
        }

        foreach (var end in new[] { AlertState.Resolved, AlertState.Cancelled })
        {
            alert.State = end;
            Assert.Equal(AcknowledgeAlert.Meaning.Late, AcknowledgeAlert.Decide(alert, own));
        }
    }
}
