using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class CancelAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Everybody_who_was_called_hears_that_it_was_sent_in_error(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(10);

        var standing = await app.Cancels("petugas.kanim", alert, "Alamatnya keliru.");

        Assert.Equal(("Cancelled", app.Now), (standing.State, standing.ClosedAt));
        Assert.Equal("Closed", (await app.Owes("polresta", alert)).State);
        foreach (var channel in new[] { "opgab", "meja-polresta", "meja-timpora" })
            Assert.Equal("alert.cancelled", (await app.Words(alert, channel))[^1]);
        Assert.Equal("Alamatnya keliru.", (await app.Opens("penghubung.polresta", alert)).Timeline[^1].Reveal!["reason"].Value);
    }

    [Theory]
    [InlineData("petugas.kanim", null)]
    [InlineData("penghubung.kanim", null)]
    [InlineData("kepala.kanim", null)]
    [InlineData("sekretariat.timpora", null)]
    [InlineData("ketua.timpora", null)]
    [InlineData("penghubung.polresta", "not_permitted")]
    [InlineData("petugas.polresta", "not_permitted")]
    [InlineData("admin.kanim", "not_found")]
    [InlineData("penghubung.kua", "not_found")]
    public async Task The_posters_side_and_the_overseers_withdraw_it(string who, string? code)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        if (code is null)
            Assert.Equal("Cancelled", (await app.Cancels(who, alert)).State);
        else
            Assert.Equal(code, (await app.Refused(who, alert, "cancel", new { clientKey = Guid.CreateVersion7(), reason = "Salah kirim." })).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_is_withdrawn_once_and_a_repeated_key_gets_the_first_answer(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts()).Id, new { clientKey = Guid.CreateVersion7(), reason = "Salah kirim." });
        var officer = await app.As("petugas.kanim");
        var first = await officer.Post<AlertStanding>($"/api/alerts/{alert}/cancel", body);
        Assert.Equal(first, await officer.Post<AlertStanding>($"/api/alerts/{alert}/cancel", body));
        Assert.Equal("already_closed", (await app.Refused("petugas.kanim", alert, "cancel", new { clientKey = Guid.CreateVersion7(), reason = "Salah kirim." })).Code);
        Assert.Equal("client_key_reused", (await app.Refused("petugas.kanim", alert, "cancel", new { body.clientKey, reason = "Alasan lain." })).Code);
    }

    /// <summary>A double tap: the second waits for the first and then finds the alert closed, by itself.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Taps_at_once_under_one_key_all_get_the_same_answer(Database database)
    {
        var app = await hubs.On(database);
        var officer = await app.As("petugas.kanim");
        for (var i = 0; i < 5; i++)
        {
            var (alert, body) = ((await app.OfficerPosts()).Id, new { clientKey = Guid.CreateVersion7(), reason = "Salah kirim." });
            Assert.Single((await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => officer.Post<AlertStanding>($"/api/alerts/{alert}/cancel", body)))).Distinct());
        }
    }

    /// <summary>Two of the poster's side at once: one ends it, the other learns that it has ended.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_at_once_end_it_once(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;
        var people = await Task.WhenAll(app.As("petugas.kanim"), app.As("kepala.kanim"));
        var answers = await Task.WhenAll(people.Select(p => p.Send(HttpMethod.Post, $"/api/alerts/{alert}/cancel", new { clientKey = Guid.CreateVersion7(), reason = "Salah kirim." })));
        Assert.Equal([200, 409], answers.Select(a => (int)a.StatusCode).Order());
        Assert.Single(await app.Words(alert, "tppo"), w => w == "alert.cancelled");
    }
}
