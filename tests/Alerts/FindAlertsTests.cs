using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class FindAlertsTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Pages_hold_every_alert_once_newest_first_and_skip_what_is_not_for_the_reader(Database database)
    {
        var app = await hubs.On(database);
        List<Guid> posted = [];
        for (var i = 0; i < 7; i++)
        {
            await app.MinutesPass(1);
            posted.Add((await app.OfficerPosts(Reports.HoldingHouse())).Id);
            await app.OfficerPosts(Reports.HoldingHouse(tlp: "AMBER+STRICT"));
        }

        var from = Uri.EscapeDataString(app.Now.AddMinutes(-6.5).ToString("O"));
        var found = new List<AlertLine>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Find(app, "penghubung.bp3mi", $"limit=3&from={from}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            Assert.True(page.Items.Count <= 3);
            found.AddRange(page.Items);
            cursor = page.Next;
        }

        Assert.Equal(posted.AsEnumerable().Reverse(), found.Select(a => a.Id));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Filters_find_what_they_say(Database database)
    {
        var app = await hubs.On(database);
        await app.MinutesPass(1);
        var since = app.Now;
        var tppo = (await app.OfficerPosts(Reports.HoldingHouse().But(("level", "Kritis")))).Id;
        await app.MinutesPass(0.1);
        var operation = (await app.OfficerPosts(Reports.Operation("kodim").But(("regionCode", "18.71.01")))).Id;
        await app.MinutesPass(0.1);
        var ended = (await app.OfficerPosts(Reports.HoldingHouse().But(("regionCode", "18.72")))).Id;
        await app.Cancels("petugas.kanim", ended);
        await app.Acknowledges("penghubung.kanim", tppo);

        async Task<Guid[]> Those(string query, string who = "petugas.kanim") => [.. (await Find(app, who, $"from={Uri.EscapeDataString(since.ToString("O"))}&{query}")).Items.Select(a => a.Id)];

        Assert.Equal([ended, operation, tppo], await Those(""));
        Assert.Equal([ended, tppo], await Those("caseType=TPPO"));
        Assert.Equal([operation, tppo], await Those("level=Kritis"));
        Assert.Equal([operation, tppo], await Those("state=open"));
        Assert.Equal([ended], await Those("state=Cancelled"));
        Assert.Equal([operation, tppo], await Those("region=18.71"));
        Assert.Equal([operation], await Those("region=18.71.01"));
        Assert.Equal([operation], await Those("agency=kodim"));
        Assert.Equal([tppo], await Those("owed=mine", "penghubung.polresta"));
        Assert.Empty(await Those("owed=mine", "penghubung.kanim"));
        Assert.Equal([operation], await Those("owed=mine", "kepala.kodim"));
    }

    /// <summary>An agency that let every round pass still owes.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_exhausted_is_still_owed(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation("disdukcapil"))).Id;
        await app.MinutesPass(91);
        Assert.Equal("Exhausted", (await Find(app, "kepala.disdukcapil", "owed=mine")).Items.Single(a => a.Id == alert).Obligations[0].State);
    }

    /// <summary>People write their own offset; PostgreSQL takes UTC only.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Times_may_be_given_in_any_offset(Database database)
    {
        var app = await hubs.On(database);
        await app.MinutesPass(1);
        var alert = (await app.OfficerPosts()).Id;
        var (from, to) = (app.Now.ToOffset(TimeSpan.FromHours(7)), app.Now.AddMinutes(1).ToOffset(TimeSpan.FromHours(9)));
        Assert.Equal([alert], (await Find(app, "petugas.kanim", $"from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(to.ToString("O"))}")).Items.Select(a => a.Id));
        Assert.Empty((await Find(app, "petugas.kanim", $"from={Uri.EscapeDataString(to.ToString("O"))}")).Items);
    }

    [Theory]
    [InlineData("caseType=XXX", "caseType")]
    [InlineData("level=kritis", "level")]
    [InlineData("state=Closed", "state")]
    [InlineData("region=99", "region")]
    [InlineData("agency=fbi", "agency")]
    [InlineData("owed=yours", "owed")]
    [InlineData("cursor=abc", "cursor")]
    public async Task A_word_that_does_not_exist_is_refused_by_the_name_of_its_field(string query, string field)
    {
        var app = await hubs.On(Database.Sqlite);
        var problem = await (await app.As("petugas.kanim")).Refused(HttpMethod.Get, "/api/alerts?" + query);
        Assert.Equal(("validation_failed", field), (problem.Code, problem.Errors!.Keys.Single()));
    }

    [Theory]
    [InlineData("limit=0", 1)]
    [InlineData("limit=-5", 1)]
    [InlineData("limit=100000", 500)]
    public async Task The_limit_is_held_to_what_a_page_may_be(string query, int most)
    {
        var app = await hubs.On(Database.Sqlite);
        await app.OfficerPosts();
        Assert.InRange((await Find(app, "petugas.kanim", query)).Items.Count, 1, most);
    }

    [Theory]
    [InlineData("admin.kanim")]
    [InlineData("auditor")]
    public async Task Who_works_no_cases_finds_none(string who)
    {
        var app = await hubs.On(Database.Sqlite);
        await app.OfficerPosts(Reports.HoldingHouse(tlp: "CLEAR"));
        Assert.Empty((await Find(app, who, "")).Items);
    }

    private static async Task<FindAlerts.Response> Find(CommsApp app, string who, string query) => await (await app.As(who)).Get<FindAlerts.Response>("/api/alerts?" + query);
}
