using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class ReopenAlertTests
{
    private const string Liaison = "penghubung.polresta", Poster = "petugas.kanim";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_resolved_alert_begins_anew_with_its_ladders(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges(Liaison, alert);
        await app.Resolves(Liaison, alert);
        await app.MinutesPass(60);

        var standing = await app.Reopens(Liaison, alert);

        Assert.Equal(("Open", 2, null, null), (standing.State, standing.Version, standing.Outcome, standing.ClosedAt));
        Assert.Equal(
            ["alert.reopened", "obligation.reopened polresta r1", "obligation.reopened dinsos r1", "escalation.fired polresta r1 L1", "escalation.fired dinsos r1 L1"],
            (await app.Words(alert, "opgab"))[^5..]);
        Assert.Contains("alert.reopened", await app.Words(alert, "meja-dinsos"));
        await app.MinutesPass(5);
        Assert.Contains("kepala.dinsos r1 L2", await app.Woken(alert));
        Assert.True((await app.Opens(Liaison, alert)).Obligations.Single(o => o.Agency == "polresta").Lead);
        Assert.Empty(await app.Verify());
    }

    [Fact]
    public async Task After_72_hours_it_is_closed_for_good_and_only_a_late_answer_is_still_kept()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await app.Acknowledges(Liaison, alert);
        await app.Resolves(Liaison, alert);
        app.MinutesAreGone(72 * 60);
        Assert.Equal((true, true), ((await app.Opens(Liaison, alert)).MayReopen, (await app.Opens(Liaison, alert)).MayMessage));
        await app.Writes(Liaison, alert);

        app.MinutesPassUnseen(0.1);

        var view = await app.Opens(Liaison, alert);
        Assert.Equal((false, false, "Resolved"), (view.MayReopen, view.MayMessage, view.State));
        Assert.Equal("not_reopenable", (await app.Refused(Liaison, alert, "reopen", new { clientKey = Guid.CreateVersion7(), reason = "Ada laporan baru." })).Code);
        Assert.Equal("already_closed", (await app.Refused(Liaison, alert, "messages", new { clientKey = Guid.CreateVersion7(), text = "Masih di sini." })).Code);
        Assert.Equal("Closed", (await app.Acknowledges("penghubung.dinsos", alert)).State);
        Assert.Equal("obligation.lateacknowledged dinsos", (await app.Words(alert, "opgab"))[^1]);
    }

    [Fact]
    public async Task Only_the_lead_and_the_secretariat_reopen_and_only_what_was_resolved()
    {
        await using var app = CommsApp.StartInHand();
        var (open, cancelled, resolved) = ((await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id,
            (await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id);
        await app.Cancels(Poster, cancelled);
        await app.Resolves(Liaison, resolved);

        async Task<string> Code(string who, Guid alert) => (await app.Refused(who, alert, "reopen", new { clientKey = Guid.CreateVersion7(), reason = "Ada laporan baru." })).Code;

        Assert.Equal("not_reopenable", await Code(Liaison, open));
        Assert.Equal("not_reopenable", await Code(Liaison, cancelled));
        Assert.Equal("not_permitted", await Code("penghubung.dinsos", resolved));
        Assert.Equal("not_permitted", await Code(Poster, resolved));
        Assert.Equal("Open", (await app.Reopens("sekretariat.timpora", resolved)).State);
    }
}
