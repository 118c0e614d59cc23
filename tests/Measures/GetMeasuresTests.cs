using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Measures;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Measures;

public sealed class GetMeasuresTests
{
    /// <summary>A whole course through the hub, against figures computed by hand.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Figures_tell_what_happened(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var start = app.Now;
        var alert = (await app.OfficerPosts(Reports.Operation("kodim", "disdukcapil"))).Id;
        await app.MinutesPass(2);
        await (await app.As("kepala.kodim")).Post<ObligationView>($"/api/alerts/{alert}/seen", new { version = 1 });
        await app.MinutesPass(1);
        await app.Acknowledges("kepala.kodim", alert);
        await app.MinutesPass(4);
        await app.Acknowledges("kepala.disdukcapil", alert);
        await app.MinutesPass(1);
        await app.NotesProgress("kepala.kodim", alert);
        await app.OfficerPosts(Reports.Operation("kodim").But(("status", "Exercise")));
        var alarm = (await app.OfficerPosts(Reports.Operation("polresta"))).Id;
        await app.Resolves("sekretariat.timpora", alarm, "LAPORAN-KELIRU");
        var strict = (await app.OfficerPosts(Reports.Operation("polresta").But(("tlp", "AMBER+STRICT")))).Id;
        await app.Acknowledges("kepala.polresta", strict);

        Task<GetMeasures.Response> Asks(string who, string query) => Ask(app, who, query);
        var byAgency = await Asks("petugas.kanim", "by=agency");
        Assert.Equal(("Actual", "disdukcapil kodim polresta"), (byAgency.Status, string.Join(' ', byAgency.Groups.Select(g => g.Key))));
        var kodim = byAgency.Groups.Single(g => g.Key == "kodim");
        Assert.Equal((1, 1, 0, 0, 0), (kodim.Alerts, kodim.Obligations, kodim.Reopened, kodim.Unreachable, kodim.FalseAlarms));
        Assert.Equal([One(120), One(120), One(180), One(420), One(480)], new[] { kodim.Delivered, kodim.Seen, kodim.Answered, kodim.AllAnswered, kodim.FirstProgress });
        Assert.Empty(kodim.Escalated);
        var late = byAgency.Groups.Single(g => g.Key == "disdukcapil");
        Assert.Equal([One(420), One(420), One(420), One(420), new Times(0, null, null, null)], new[] { late.Delivered, late.Seen, late.Answered, late.AllAnswered, late.FirstProgress });
        Assert.Equal([new Escalated(2, 1)], late.Escalated);
        var polresta = byAgency.Groups.Single(g => g.Key == "polresta");
        Assert.Equal((2, 2, 1, One(0)), (polresta.Alerts, polresta.Obligations, polresta.FalseAlarms, polresta.Answered));

        // Who may not read one of them counts without it.
        Assert.Equal((2, 3), (await Asks("penghubung.dinsos", "by=caseType")).Groups.Select(g => (g.Alerts, g.Obligations)).Single());
        // A drill counts with drills only.
        Assert.Equal("kodim", (await Asks("petugas.kanim", "status=Exercise")).Groups.Single().Key);
        Assert.Equal("Kritis", (await Asks("petugas.kanim", "by=level")).Groups.Single().Key);
        // Posted from the start on, and before the end.
        string At(double minutes) => Uri.EscapeDataString(start.AddMinutes(minutes).ToString("O"));
        Assert.Equal(1, (await Asks("petugas.kanim", $"by=level&from={At(0)}&to={At(8)}")).Groups.Single().Alerts);
        Assert.Empty((await Asks("petugas.kanim", $"by=level&from={At(-5)}&to={At(0)}")).Groups);
    }

    /// <summary>The agency's own people, secretariat and chair see how often nobody took over; the agency need not have been asked anything.</summary>
    [Fact]
    public async Task Handovers_that_nobody_accepted_stand_with_their_agency()
    {
        await using var app = CommsApp.StartInHand();
        var next = await app.Hires("penerus.polresta", "polresta", Roles.Chief);
        await app.Assigns("kepala.polresta", "chief", (await app.IdOf("kepala.polresta"), "21:00", "09:00"), (next, "09:00", "21:00"));
        async Task<int?> Missed(string who, string query = "by=agency") =>
            (await Ask(app, who, query)).Groups.SingleOrDefault(g => g.Key == "polresta")?.HandoversNotAccepted;

        await app.MinutesPass(59);
        // Not for the weeks before the roster was written.
        Assert.Null(await Missed("penghubung.polresta"));
        await app.MinutesPass(2);
        foreach (var who in new[] { "penghubung.polresta", "sekretariat.timpora", "ketua.timpora" })
            Assert.Equal(1, await Missed(who));
        Assert.Null(await Missed("penghubung.kodim"));
        Assert.Null(await Missed("sekretariat.timpora", "by=agency&status=Exercise"));
        await app.Accepts("penerus.polresta", "chief");
        Assert.Null(await Missed("penghubung.polresta"));
        await app.OfficerPosts(Reports.Operation("polresta"));
        Assert.Equal(0, await Missed("penghubung.polresta"));
        Assert.Null(await Missed("penghubung.kodim"));
    }

    [Theory]
    [InlineData("admin.kanim", 403)]
    [InlineData("auditor", 403)]
    public async Task Who_works_no_cases_gets_no_figures(string who, int status)
    {
        await using var app = CommsApp.StartInHand();
        var problem = await (await app.As(who)).Refused(HttpMethod.Get, "/api/measures");
        Assert.Equal((status, "not_permitted"), (problem.Status, problem.Code));
        using var anyone = app.Anyone();
        Assert.Equal("sign_in_required", (await anyone.Refused(HttpMethod.Get, "/api/measures")).Code);
    }

    [Theory]
    [InlineData("by=shift", "by")]
    [InlineData("status=Test", "status")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("from=2020-01-01T00:00:00Z", "from")]
    [InlineData("to=0001-01-01T00:00:00Z", "from")]
    public async Task A_question_that_makes_no_sense_is_refused_by_the_name_of_its_field(string query, string field)
    {
        await using var app = CommsApp.StartInHand();
        var problem = await (await app.As("petugas.kanim")).Refused(HttpMethod.Get, "/api/measures?" + query);
        Assert.Equal(("validation_failed", field), (problem.Code, problem.Errors!.Keys.Single()));
    }

    private static async Task<GetMeasures.Response> Ask(CommsApp app, string who, string query) => await (await app.As(who)).Get<GetMeasures.Response>("/api/measures?" + query);

    private static Times One(double seconds) => new(1, seconds, seconds, seconds);
}
