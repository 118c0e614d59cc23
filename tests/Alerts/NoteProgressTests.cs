using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class NoteProgressTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_leads_note_moves_the_alert_on_and_its_next_note_away(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.MinutesPass(20);

        await app.NotesProgress("penghubung.polresta", alert, "Tim berangkat.");

        var view = await app.Opens("petugas.kanim", alert);
        Assert.Equal(("InProgress", app.Now.AddMinutes(30)), (view.State, view.Obligations[0].ProgressDueAt));
        Assert.Equal("Tim berangkat.", view.Timeline[^1].Reveal!["text"].Value);
        await app.MinutesPass(29);
        Assert.Equal("Acknowledged", (await app.Owes("polresta", alert)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_agencys_note_does_not_speak_for_the_lead(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.MinutesPass(20);
        var due = (await app.Owes("polresta", alert)).ProgressDueAt;

        await app.NotesProgress("penghubung.dinsos", alert);
        await app.NotesProgress("sekretariat.timpora", alert);

        Assert.Equal(due, (await app.Owes("polresta", alert)).ProgressDueAt);
        await app.MinutesPass(10);
        Assert.Equal("Notified", (await app.Owes("polresta", alert)).State);
    }

    /// <summary>An officer at the scene works for the lead, too.</summary>
    [Fact]
    public async Task An_officer_of_the_lead_agency_notes_for_it()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.MinutesPass(10);
        await app.NotesProgress("petugas.polresta", alert);
        Assert.Equal(app.Now.AddMinutes(30), (await app.Owes("polresta", alert)).ProgressDueAt);
    }

    /// <summary>Acting is not answering: a note before the acknowledgement stops no ladder.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_note_is_no_answer(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.NotesProgress("penghubung.polresta", alert);
        Assert.Null((await app.Owes("polresta", alert)).ProgressDueAt);
        await app.MinutesPass(5);
        Assert.Equal(2, (await app.Owes("polresta", alert)).Level);
    }

    [Theory]
    [InlineData("penghubung.kodim", "not_permitted")]
    [InlineData("petugas.kanim", "not_permitted")]
    [InlineData("auditor", "not_found")]
    public async Task Who_owes_no_answer_notes_no_progress(string who, string code)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.Equal(code, (await app.Refused(who, alert, "progress", new { clientKey = Guid.CreateVersion7(), text = "Sudah." })).Code);
    }

    [Fact]
    public async Task After_the_end_there_is_no_progress()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Cancels("petugas.kanim", alert);
        Assert.Equal("already_closed", (await app.Refused("penghubung.polresta", alert, "progress", new { clientKey = Guid.CreateVersion7(), text = "Sudah." })).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_notes_once(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts(Reports.Operation())).Id, new { clientKey = Guid.CreateVersion7(), text = "Sudah." });
        var liaison = await app.As("penghubung.polresta");
        await liaison.Post($"/api/alerts/{alert}/progress", body);
        var before = await app.Everything();
        await liaison.Post($"/api/alerts/{alert}/progress", body);
        Assert.Equal(before, await app.Everything());
        Assert.Equal("client_key_reused", (await app.Refused("penghubung.polresta", alert, "progress", new { body.clientKey, text = "Lain." })).Code);
    }
}
