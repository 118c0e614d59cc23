using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class WaiveObligationTests
{
    private const string Secretariat = "sekretariat.timpora", Poster = "petugas.kanim";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_released_agency_is_asked_no_more_and_hears_it(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges("penghubung.polresta", alert);

        var waived = await app.Waives(Secretariat, alert, "dinsos");
        await app.MinutesPass(20);

        Assert.Equal(("Waived", "Ditangani provinsi.", null), (waived.State, waived.Reason, waived.NextStepAt));
        Assert.Equal("obligation.waived dinsos", (await app.Words(alert, "meja-dinsos"))[^1]);
        Assert.Equal(["obligation.waived dinsos", "alert.acknowledged"], (await app.Words(alert, "opgab"))[^2..]);
        Assert.Equal(["obligation.waived dinsos"], await app.Words(alert, "meja-timpora"));
        Assert.DoesNotContain("kepala.dinsos r1 L2", await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Where_the_lead_is_released_another_one_leads_and_owes_progress(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges("penghubung.dinsos", alert);
        Assert.Null((await app.Owes("dinsos", alert)).ProgressDueAt);

        await app.Waives("ketua.timpora", alert, "polresta");

        var lead = await app.Owes("dinsos", alert);
        Assert.Equal((true, app.Now.AddMinutes(30)), (lead.Lead, lead.ProgressDueAt));
        Assert.False((await app.Owes("polresta", alert)).Lead);
        await app.MinutesPass(30);
        Assert.Contains("obligation.reopened dinsos r2", await app.Words(alert, "meja-dinsos"));
    }

    [Fact]
    public async Task Only_secretariat_and_chair_release_and_only_what_is_owed()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges("penghubung.polresta", alert);

        async Task<string> Code(string who, string agency) => (await app.Refused(who, alert, "waive", new { clientKey = Guid.CreateVersion7(), agency, reason = "Ditangani provinsi." })).Code;

        foreach (var who in new[] { "penghubung.dinsos", "kepala.dinsos", Poster })
            Assert.Equal("not_permitted", await Code(who, "dinsos"));
        Assert.Equal("already_answered", await Code(Secretariat, "polresta"));
        Assert.Equal("validation_failed", await Code(Secretariat, "kodim"));
        Assert.True((await app.Opens(Secretariat, alert)).MayWaive);
        Assert.False((await app.Opens("kepala.dinsos", alert)).MayWaive);
    }
}
