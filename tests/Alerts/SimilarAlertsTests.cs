using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>"Similar alert two hours ago in the same district": a hint before and after posting, from what the poster may read anyway.</summary>
public sealed class SimilarAlertsTests
{
    [Theory]
    [InlineData("18.71.03", "18.71.03", true)]
    [InlineData("18.71.03", "18.71.04", false)]
    [InlineData("18.71.03", "18.71", true)]
    [InlineData("18.71", "18.71.04", true)]
    [InlineData("18.71", "18.71", true)]
    [InlineData("18.71", "18.72", false)]
    [InlineData("18.71.03", "18", false)]
    [InlineData("18", "18", true)]
    public void A_place_is_the_same_district_or_the_regency_where_no_more_is_known(string one, string other, bool same) =>
        Assert.Equal(same, SimilarAlerts.IsSamePlace(one, other));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_finds_the_days_alerts_of_the_place_and_kind_newest_first(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        async Task<Guid> Posted(params (string, object?)[] said)
        {
            app.MinutesPassUnseen(1);
            return (await app.OfficerPosts(Reports.HoldingHouse().But(("regionCode", "18.71.03")).But(said))).Id;
        }

        await Posted();
        app.MinutesPassUnseen(24 * 60);
        var same = await Posted();
        var regency = await Posted(("regionCode", "18.71"));
        var neighbour = await Posted(("caseType", "PMI-NP"));
        await Posted(("regionCode", "18.71.04"));
        await Posted(("regionCode", "18.72"));
        await Posted(("caseType", "IZIN"), ("channel", "opgab"));
        await Posted(("status", "Exercise"));

        async Task<PreviewAlert.Response> Preview(params (string, object?)[] said) =>
            await (await app.As("petugas.kanim")).Post<PreviewAlert.Response>("/api/alerts/preview", Reports.HoldingHouse().But(("regionCode", "18.71.03")).But(said));

        var similar = (await Preview()).Similar;
        Assert.Equal([neighbour, regency, same], similar.Select(s => s.Id));
        Assert.Equal(("PMI-NP", "Mendesak", "Rumah penampungan di Rajabasa", "18.71.03", "Open"), (similar[0].CaseType, similar[0].Level, similar[0].Headline, similar[0].RegionCode, similar[0].State));
        Assert.NotEqual(similar[0].RegionCode, similar[0].RegionName);
        Assert.Empty((await Preview(("status", "Exercise"))).Similar);
        Assert.Equal(4, (await Preview(("regionCode", "18.71"))).Similar.Count);

        // The same in the answer to the post, without itself; the newest five and no more.
        Assert.Equal([neighbour, regency, same], (await app.OfficerPosts(Reports.HoldingHouse().But(("regionCode", "18.71.03")))).Similar!.Select(s => s.Id));
        List<Guid> more = [await Posted(), await Posted(), await Posted(), await Posted(), await Posted()];
        Assert.Equal(Enumerable.Reverse(more), (await Preview()).Similar.Select(s => s.Id));
        Assert.Null((await app.OfficerPosts(Reports.HoldingHouse().But(("regionCode", "18.02.05")))).Similar);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_never_hints_at_what_the_poster_may_not_read(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var officer = await app.IdOf("petugas.polresta");
        foreach (var hidden in new (string, object?)[][]
        {
            [("tlp", "RED"), ("recipients", new[] { await app.IdOf("penghubung.polresta") })], [("exclude", new { agencies = new[] { "polresta" }, reason = "Diduga terlibat." })],
            [("exclude", new { members = new[] { officer }, reason = "Diduga terlibat." })], [("tlp", "AMBER+STRICT"), ("caseType", "OPGAB"), ("channel", "opgab"), ("requiredAgencies", new[] { "dinsos" })],
        })
            await app.OfficerPosts(Reports.HoldingHouse().But(hidden));
        var (person, report) = (await app.As("petugas.polresta"), Reports.HoldingHouse());
        Assert.Empty((await person.Post<PreviewAlert.Response>("/api/alerts/preview", report)).Similar);
        Assert.Null((await person.Post<PostAlert.Response>("/api/alerts", report)).Similar);
        // Who posted them is shown them.
        Assert.Equal(4, (await (await app.As("petugas.kanim")).Post<PreviewAlert.Response>("/api/alerts/preview", report)).Similar.Count);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_index_finds_it_however_many_alerts_there_are(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.OfficerPosts();
        var plan = await app.Read(db => Plan(db, database));
        Assert.Contains("ix_alerts_regency_posted_at", plan, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> Plan(Comms.Storage.HubDb db, Database database)
    {
        var connection = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // PostgreSQL reads a small table whole unless told otherwise.
        command.CommandText = (database == Database.Postgres ? "SET enable_seqscan = off; EXPLAIN " : "EXPLAIN QUERY PLAN ")
            + "SELECT id FROM alerts WHERE regency = '18.71' AND posted_at >= '2026-11-23T00:00:00Z' ORDER BY posted_at DESC LIMIT 100";
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
            lines.Add(Convert.ToString(reader.GetValue(reader.FieldCount - 1), System.Globalization.CultureInfo.InvariantCulture)!);
        return string.Join('\n', lines);
    }
}
