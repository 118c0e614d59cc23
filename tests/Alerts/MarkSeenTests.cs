using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class MarkSeenTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Seen_is_told_once_and_is_never_an_answer(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(2);

        var own = await (await app.As("penghubung.polresta")).Post<ObligationView>($"/api/alerts/{alert}/seen", new { version = 1 });
        await (await app.As("penghubung.polresta")).Post($"/api/alerts/{alert}/seen", new { version = 1 });
        await (await app.As("kepala.polresta")).Post($"/api/alerts/{alert}/seen", new { version = 1 });

        Assert.Equal(("Seen", app.Now, app.Now), (own.State, own.SeenAt, own.DeliveredAt));
        Assert.Equal(["obligation.delivered polresta", "obligation.seen polresta"], (await app.Words(alert, "meja-polresta"))[2..]);
        Assert.Equal(2, await app.Read(db => db.Receipts.CountAsync(r => r.AlertId == alert && r.SeenAt != null)));
        await app.MinutesPass(3);
        Assert.Equal(("Seen", 2), ((await app.Owes("polresta", alert)).State, (await app.Owes("polresta", alert)).Level));
    }

    /// <summary>That an officer read it does not mean that the agency knows.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_who_can_answer_counts_for_the_agency(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await (await app.As("petugas.polresta")).Post($"/api/alerts/{alert}/seen", new { version = 1 });
        Assert.Equal(("Notified", null), ((await app.Owes("polresta", alert)).State, (await app.Owes("polresta", alert)).SeenAt));
        Assert.Equal(1, await app.Read(db => db.Receipts.CountAsync(r => r.AlertId == alert)));
    }

    [Fact]
    public async Task An_agency_that_owes_nothing_gets_no_content()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        using var answer = await (await app.As("penghubung.kodim")).Send(HttpMethod.Post, $"/api/alerts/{alert}/seen", new { version = 1 });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Another_version_was_not_seen_and_others_see_nothing()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        Assert.Equal("version_changed", (await app.Refused("penghubung.polresta", alert, "seen", new { version = 2 })).Code);
        Assert.Equal("not_found", (await app.Refused("penghubung.kua", alert, "seen", new { version = 1 })).Code);
        Assert.Equal("version", (await app.Refused("penghubung.polresta", alert, "seen", new { })).Errors!.Keys.Single());
    }

    [Fact]
    public async Task After_the_end_looking_changes_nothing()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Cancels("petugas.kanim", alert);
        var words = await app.Words(alert, "opgab");
        await (await app.As("penghubung.polresta")).Post($"/api/alerts/{alert}/seen", new { version = 1 });
        Assert.Equal(words, await app.Words(alert, "opgab"));
    }
}
