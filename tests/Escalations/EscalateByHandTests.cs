using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

public sealed class EscalateByHandTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_next_level_is_asked_now_and_the_one_after_keeps_its_distance(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(1);

        var own = await app.Escalates("penghubung.kanim", alert, "polresta");

        Assert.Equal((2, 1, app.Now.AddMinutes(5)), (own.Level, own.Round, own.NextStepAt));
        Assert.Equal(["escalation.forced polresta r1 L2", "escalation.fired polresta r1 L2"], (await app.Words(alert, "meja-polresta"))[^2..]);
        Assert.Equal(await app.IdOf("penghubung.kanim"), Guid.Parse((await app.Log(alert)).First(e => e.Kind == "escalation.forced").Actor));
        await app.MinutesPass(4.99);
        Assert.Equal(2, (await app.Owes("polresta", alert)).Level);
        await app.MinutesPass(0.01);
        Assert.Equal(3, (await app.Owes("polresta", alert)).Level);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_level_with_nobody_is_skipped_by_hand_as_by_the_clock(Database database)
    {
        var app = await hubs.On(database);
        await app.NobodyIsOnDuty("kua", "chief");
        var alert = (await app.OfficerPosts(Reports.Operation("kua"))).Id;
        await app.MinutesPass(1);
        Assert.Equal(3, (await app.Escalates("sekretariat.timpora", alert, "kua")).Level);
        Assert.Equal(["escalation.forced kua r1 L2", "escalation.skipped kua r1 L2", "escalation.fired kua r1 L3"], (await app.Words(alert, "opgab"))[^3..]);
    }

    [Theory]
    [InlineData("penghubung.polresta", null)]
    [InlineData("kepala.polresta", null)]
    [InlineData("kepala.kanim", null)]
    [InlineData("ketua.timpora", null)]
    [InlineData("petugas.kanim", "not_permitted")]
    [InlineData("penghubung.kodim", "not_permitted")]
    [InlineData("auditor", "not_found")]
    public async Task Those_concerned_and_the_overseers_press(string who, string? code)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        if (code is null)
            Assert.Equal(2, (await app.Escalates(who, alert, "polresta")).Level);
        else
            Assert.Equal(code, (await app.Refused(who, alert, "escalate", Body("polresta"))).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_answered_closed_or_at_its_end_is_not_raised(Database database)
    {
        var app = await hubs.On(database);
        var (answered, closed, ended, rutin) = (
            (await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation())).Id,
            (await app.OfficerPosts(Reports.Operation().But(("level", "Rutin")))).Id);
        await app.Acknowledges("penghubung.polresta", answered);
        await app.Cancels("petugas.kanim", closed);
        Assert.Equal("already_answered", (await app.Refused("sekretariat.timpora", answered, "escalate", Body("polresta"))).Code);
        Assert.Equal("already_closed", (await app.Refused("sekretariat.timpora", closed, "escalate", Body("polresta"))).Code);
        Assert.Equal("already_escalated", (await app.Refused("sekretariat.timpora", rutin, "escalate", Body("polresta"))).Code);
        await app.MinutesPass(91);
        Assert.Equal("already_escalated", (await app.Refused("sekretariat.timpora", ended, "escalate", Body("polresta"))).Code);
    }

    [Fact]
    public async Task An_agency_that_owes_nothing_is_named()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        foreach (var agency in new[] { "kodim", "fbi", "" })
            Assert.Equal("agency", (await app.Refused("sekretariat.timpora", alert, "escalate", Body(agency))).Errors!.Keys.Single());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_raises_once(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts(Reports.Operation())).Id, Body("polresta"));
        var secretary = await app.As("sekretariat.timpora");
        var first = await secretary.Post<ObligationView>($"/api/alerts/{alert}/escalate", body);
        await app.MinutesPass(2);
        var before = await app.Everything();
        Assert.Equal(first, await secretary.Post<ObligationView>($"/api/alerts/{alert}/escalate", body));
        Assert.Equal(before, await app.Everything());
    }

    private static object Body(string agency) => new { clientKey = Guid.CreateVersion7(), agency };
}
