using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class GetAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_timeline_is_the_log_in_its_order(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(5);
        await app.Writes("petugas.kanim", alert);
        await app.Acknowledges("kepala.polresta", alert);
        await app.NotesProgress("petugas.polresta", alert);
        await app.Resolves("kepala.polresta", alert);

        var view = await app.Opens("penghubung.kodim", alert);

        Assert.Equal(
            [
                "alert.posted", "obligation.opened", "escalation.fired", "escalation.fired", "message.posted", "obligation.acknowledged", "alert.acknowledged", "progress.noted",
                "alert.resolved",
            ], view.Timeline.Select(e => e.Kind));
        Assert.Equal(view.Timeline.Select(e => e.Seq).Order(), view.Timeline.Select(e => e.Seq));
        Assert.Equal(("Resolved", "TIDAK-TERBUKTI"), (view.State, view.Outcome));
    }

    [Theory]
    [InlineData("petugas.kanim", "message progress cancel")]
    [InlineData("penghubung.kanim", "answer decline message progress cancel escalate")]
    [InlineData("penghubung.polresta", "answer decline message progress resolve escalate")]
    [InlineData("kepala.uptdppa", "answer decline message progress escalate")]
    [InlineData("petugas.polresta", "message progress")]
    [InlineData("penghubung.bp3mi", "message")]
    [InlineData("sekretariat.timpora", "message progress resolve cancel escalate")]
    public async Task It_says_what_the_reader_may_do(string who, string may)
    {
        var app = await hubs.On(Database.Sqlite);
        var v = await app.Opens(who, (await app.OfficerPosts()).Id);
        var said = new[]
        {
            v.MayAnswer ? "answer" : "", v.MayDecline ? "decline" : "", v.MayMessage ? "message" : "", v.MayProgress ? "progress" : "", v.MayResolve ? "resolve" : "",
            v.MayCancel ? "cancel" : "", v.MayEscalate ? "escalate" : "",
        };
        Assert.Equal(may, string.Join(' ', said.Where(s => s.Length > 0)));
    }

    [Fact]
    public async Task After_the_end_only_words_and_late_answers_are_left()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Cancels("petugas.kanim", alert);
        var v = await app.Opens("penghubung.polresta", alert);
        Assert.True(v is { MayMessage: true, MayDecline: false, MayProgress: false, MayResolve: false, MayCancel: false, MayEscalate: false });
    }

    [Theory]
    [InlineData("penghubung.polresta", true)]
    [InlineData("petugas.kanim", true)]
    [InlineData("sekretariat.timpora", true)]
    [InlineData("penghubung.bp3mi", false)]
    public async Task The_precise_place_is_for_those_who_must_go_there(string who, bool sees)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("location", new { lat = -5.3, lon = 105.2 })))).Id;
        using var answer = await (await app.As(who)).Send(HttpMethod.Get, $"/api/alerts/{alert}");
        Assert.Equal(sees, (await answer.Content.ReadAsStringAsync()).Contains("105.2", StringComparison.Ordinal));
        using var entries = await (await app.As(who)).Send(HttpMethod.Get, "/api/channels/tppo/entries?limit=500");
        Assert.DoesNotContain("105.2", await entries.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var app = await hubs.On(Database.Sqlite);
        Assert.Equal("not_found", (await (await app.As("petugas.kanim")).Refused(HttpMethod.Get, $"/api/alerts/{Guid.CreateVersion7()}")).Code);
        Assert.Equal("not_found", (await (await app.As("petugas.kanim")).Refused(HttpMethod.Get, "/api/alerts/not-an-id")).Code);
    }
}
