using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class ResolveAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_lead_ends_the_alert_and_everybody_who_was_called_hears_it(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.MinutesPass(11);
        var woken = await app.Woken(alert);

        var standing = await app.Resolves("penghubung.polresta", alert, "TIDAK-TERBUKTI");
        await app.MinutesPass(600);

        Assert.Equal(("Resolved", "TIDAK-TERBUKTI"), (standing.State, standing.Outcome));
        var view = await app.Opens("petugas.kanim", alert);
        Assert.Equal(["Acknowledged", "Closed"], view.Obligations.Select(o => o.State));
        Assert.All(view.Obligations, o => Assert.Null(o.NextStepAt));
        // At minute 10 the secretariat and the chief of who had answered were asked at their desks.
        foreach (var channel in new[] { "opgab", "meja-polresta", "meja-dinsos", "meja-timpora" })
            Assert.Equal("alert.resolved", (await app.Words(alert, channel))[^1]);
        Assert.Equal(woken, await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task While_victims_are_possible_nobody_is_detained_without_a_screening(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var before = await app.Everything();

        var problem = await app.Refused("penghubung.polresta", alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome = "DEPORTASI" });
        Assert.Equal((409, "screening_required"), (problem.Status, problem.Code));
        Assert.Equal("screening", problem.Errors!.Keys.Single());
        Assert.Equal(before, await app.Everything());

        await app.Resolves("penghubung.polresta", alert, "DEPORTASI", new { by = await app.IdOf("penghubung.uptdppa"), result = "not-a-victim" });
        var entry = (await app.Log(alert)).Last(e => e.Kind == "alert.resolved");
        Assert.True(entry.Fact.GetProperty("screened").GetBoolean());
    }

    [Fact]
    public async Task Where_victims_are_ruled_out_no_screening_is_asked_for()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation().But(("possibleVictims", "no")))).Id;
        var standing = await (await app.As("penghubung.polresta")).Post<Comms.Alerts.AlertStanding>($"/api/alerts/{alert}/resolve", new { clientKey = Guid.CreateVersion7(), outcome = "DEPORTASI" });
        Assert.Equal("Resolved", standing.State);
    }

    [Fact]
    public async Task A_screening_by_nobody_we_know_is_refused()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var problem = await app.Refused("penghubung.polresta", alert, "resolve",
            new { clientKey = Guid.CreateVersion7(), outcome = "DEPORTASI", screening = new { by = Guid.CreateVersion7(), result = "not-a-victim" } });
        Assert.Equal("screening.by", problem.Errors!.Keys.Single());
    }

    [Theory]
    [InlineData("LATIHAN-SELESAI", "fits another case type")]
    [InlineData("APA-SAJA", "unknown")]
    public async Task An_outcome_must_be_one_of_the_case_types(string outcome, string why)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.True((await app.Refused("penghubung.polresta", alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome })).Errors!.ContainsKey("outcome"), why);
    }

    [Theory]
    [InlineData("penghubung.kanim", "not_permitted")]
    [InlineData("petugas.polresta", "not_permitted")]
    [InlineData("auditor", "not_found")]
    public async Task Only_the_lead_or_the_overseers_end_it(string who, string code)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        Assert.Equal(code, (await app.Refused(who, alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome = "TIDAK-TERBUKTI" })).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_ends_once_and_a_repeated_key_gets_the_first_answer(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts(Reports.Operation())).Id, new { clientKey = Guid.CreateVersion7(), outcome = "TIDAK-TERBUKTI" });
        var lead = await app.As("kepala.polresta");
        var first = await lead.Post<Comms.Alerts.AlertStanding>($"/api/alerts/{alert}/resolve", body);
        Assert.Equal(first, await lead.Post<Comms.Alerts.AlertStanding>($"/api/alerts/{alert}/resolve", body));
        Assert.Equal("already_closed", (await app.Refused("sekretariat.timpora", alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome = "TIDAK-TERBUKTI" })).Code);
        Assert.Equal("client_key_reused", (await app.Refused("kepala.polresta", alert, "resolve", new { body.clientKey, outcome = "PENYIDIKAN" })).Code);
    }
}
