using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class DeclineAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_liaisons_no_silences_nothing_and_asks_the_chief_at_once(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(1);

        var own = await app.Declines("penghubung.polresta", alert, "Tidak ada anggota piket.");

        Assert.Equal(("Notified", 2, app.Now.AddMinutes(5), "Tidak ada anggota piket."), (own.State, own.Level, own.NextStepAt, own.Reason));
        Assert.Equal(["penghubung.polresta r1 L1", "kepala.polresta r1 L2"], await app.Woken(alert));
        await app.MinutesPass(5);
        Assert.Equal(3, (await app.Owes("polresta", alert)).Level);
        Assert.Contains("obligation.declined polresta", await app.Words(alert, "meja-timpora"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chiefs_no_ends_the_obligation_and_wakes_the_secretariat(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;

        var own = await app.Declines("kepala.dinsos", alert, "Rumah aman penuh.");
        await app.MinutesPass(14);

        Assert.Equal(("Declined", "Rumah aman penuh.", await app.IdOf("kepala.dinsos")), (own.State, own.Reason, own.AnsweredBy));
        Assert.Null(own.NextStepAt);
        Assert.Equal("sekretariat.timpora r1 L0", Assert.Single(await app.Woken(alert), w => !w.EndsWith("L1", StringComparison.Ordinal)));
        Assert.Equal(["obligation.declined dinsos"], await app.Words(alert, "meja-timpora"));
        Assert.True((await app.Log(alert)).Last(e => e.Kind == "obligation.declined").Fact.GetProperty("final").GetBoolean());
    }

    /// <summary>Four chiefs saying no must not look like an alert that is taken.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_alert_that_all_decline_stays_open(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;
        foreach (var agency in new[] { "polresta", "kanim", "uptdppa", "dinsos" })
            await app.Declines($"kepala.{agency}", alert);
        Assert.Equal("Open", (await app.Opens("petugas.kanim", alert)).State);
        Assert.DoesNotContain("alert.acknowledged", await app.Words(alert, "tppo"));
    }

    [Fact]
    public async Task With_one_yes_among_them_the_alert_is_acknowledged()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        foreach (var agency in new[] { "kanim", "uptdppa", "dinsos" })
            await app.Declines($"kepala.{agency}", alert);
        Assert.Equal("Acknowledged", (await app.Opens("petugas.kanim", alert)).State);
    }

    /// <summary>A Rutin ladder has no step for the chief: the no reaches them all the same.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task At_rutin_the_chief_hears_of_the_liaisons_no(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation().But(("level", "Rutin")))).Id;
        Assert.Equal(("Notified", 1), ((await app.Declines("penghubung.polresta", alert)).State, (await app.Owes("polresta", alert)).Level));
        Assert.Equal(["kepala.polresta r1 L0", "penghubung.polresta r1 L1"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_no_after_the_whole_ladder_still_reaches_the_chief(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(91);

        Assert.Equal("Exhausted", (await app.Declines("penghubung.polresta", alert)).State);

        Assert.Equal("kepala.polresta r3 L0", (await app.Woken(alert))[^1]);
    }

    /// <summary>Where the agency has no chief on duty, the liaison's no goes on to the secretariat in the same moment.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Without_a_chief_on_duty_it_goes_on_to_the_secretariat(Database database)
    {
        var app = await hubs.On(database);
        await app.NobodyIsOnDuty("dinsos", "chief");
        var alert = (await app.OfficerPosts(Reports.Operation("dinsos"))).Id;

        var own = await app.Declines("penghubung.dinsos", alert);

        Assert.Equal(3, own.Level);
        Assert.Equal(["escalation.skipped dinsos r1 L2", "escalation.fired dinsos r1 L3", "obligation.declined dinsos"], (await app.Words(alert, "opgab"))[3..]);
    }

    [Theory]
    [InlineData("petugas.polresta", "not_permitted")]
    [InlineData("sekretariat.timpora", "not_permitted")]
    [InlineData("penghubung.bp3mi", "not_permitted")]
    [InlineData("auditor", "not_found")]
    public async Task Others_decline_nothing(string who, string code)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.Equal(code, (await app.Refused(who, alert, "decline", new { clientKey = Guid.CreateVersion7(), reason = "Bukan kami." })).Code);
    }

    [Fact]
    public async Task What_is_answered_or_closed_is_not_declined()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        Assert.Equal("already_answered", (await app.Refused("kepala.polresta", alert, "decline", new { clientKey = Guid.CreateVersion7(), reason = "Bukan kami." })).Code);
        await app.Cancels("petugas.kanim", alert);
        Assert.Equal("already_closed", (await app.Refused("kepala.polresta", alert, "decline", new { clientKey = Guid.CreateVersion7(), reason = "Bukan kami." })).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_declines_once(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts(Reports.Operation())).Id, new { clientKey = Guid.CreateVersion7(), reason = "Bukan kami." });
        var chief = await app.As("kepala.polresta");
        await chief.Post($"/api/alerts/{alert}/decline", body);
        var before = await app.Everything();
        await chief.Post($"/api/alerts/{alert}/decline", body);
        Assert.Equal(before, await app.Everything());
        Assert.Equal("client_key_reused", (await app.Refused("kepala.polresta", alert, "decline", new { body.clientKey, reason = "Alasan lain." })).Code);
    }
}
