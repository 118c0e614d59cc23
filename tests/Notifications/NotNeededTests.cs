using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>What is not needed any more does not leave the hub (F25, R1, R6, R14, R16).</summary>
public sealed class NotNeededTests
{
    private const string Poster = "petugas.kanim", Liaison = "penghubung.polresta", Chief = "kepala.polresta";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R1_an_answer_cancels_what_was_not_sent_in_its_own_transaction(Database database)
    {
        await using var outside = await Outside.Start(database);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(2);
        await outside.App.Acknowledges(Liaison, alert);

        // Before anybody looked.
        Assert.Equal(["email penghubung.polresta r1 L1 Sent sent", "sms penghubung.polresta r1 L1 Cancelled answered"], await outside.Left(alert));
        Assert.Null((await outside.Row("sms")).DueAt);
        await outside.SecondsPass(600);
        Assert.Empty(outside.Sms.Requests);
    }

    /// <summary>The answer of one agency leaves the others' wake-ups alone, and who oversees several keeps theirs.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task F25_an_answer_cancels_only_its_own(Database database)
    {
        await using var outside = await Outside.Start(database);
        await outside.Reaches("penghubung.dinsos", "+628111000003");
        await outside.Reaches("sekretariat.timpora", "+628111000009");
        var alert = (await outside.App.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id;
        await outside.App.Acknowledges(Liaison, alert);
        Assert.Equal(["email penghubung.dinsos r1 L1 Queued", "sms penghubung.dinsos r1 L1 Queued", "email penghubung.polresta r1 L1 Cancelled answered", "sms penghubung.polresta r1 L1 Cancelled answered"], await outside.Left(alert));
        await outside.App.MinutesPass(10);
        await outside.App.Acknowledges("penghubung.dinsos", alert);
        Assert.DoesNotContain(await outside.Left(alert), row => row.Contains("Queued", StringComparison.Ordinal));
        Assert.Contains("sms sekretariat.timpora r1 L3 Cancelled answered", await outside.Left(alert));
        await outside.SecondsPass(600);
        Assert.Equal((0, 0), (outside.Mail.Letters.Count, outside.Sms.Requests.Count));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R6_opened_and_cancelled_within_a_second_nothing_leaves_the_hub(Database database)
    {
        await using var outside = await Outside.Start(database);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(0.999);
        await outside.App.Cancels(Poster, alert);
        await outside.SecondsPass(600);

        Assert.Equal(["email penghubung.polresta r1 L1 Cancelled closed", "sms penghubung.polresta r1 L1 Cancelled closed"], await outside.Left(alert));
        Assert.Equal((0, 0), (outside.Mail.Connections, outside.Sms.Requests.Count));
    }

    /// <summary>Taken before the answer, looked at after it: the last look stops it.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_between_the_claim_and_the_last_look_stops_it(Database database)
    {
        await using var outside = await Outside.Start(database);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        outside.App.MinutesPassUnseen(0.1);
        var claimed = Assert.Single(await outside.App.Claims("email"));
        await outside.App.Acknowledges(Liaison, alert);

        Assert.Equal((null, null), await outside.App.LooksOnceMore(claimed));
        Assert.Equal(NotificationState.Cancelled, (await outside.Row("email")).State);
    }

    /// <summary>It was on its way when the answer came: what went out is recorded as gone out.</summary>
    [Fact]
    public async Task What_went_out_while_the_answer_came_is_kept_as_sent()
    {
        await using var outside = await Outside.Start();
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        outside.App.MinutesPassUnseen(0.1);
        var claimed = Assert.Single(await outside.App.Claims("email"));
        await outside.App.Acknowledges(Liaison, alert);
        Assert.True(await outside.App.KeepsResult(claimed, AttemptResult.Sent));
        Assert.Equal(NotificationState.Sent, (await outside.Row("email")).State);
        // A failure of it wakes nothing up again.
        Assert.False(await outside.App.KeepsResult(claimed, AttemptResult.Failed("timeout")));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R14_who_was_removed_or_lost_sight_of_the_alert_is_not_woken(Database database)
    {
        await using var outside = await Outside.Start(database);
        var (removed, excluded) = ((await outside.App.OfficerPosts(Reports.Operation())).Id, (await outside.App.OfficerPosts(Reports.Operation())).Id);
        var liaison = await outside.App.IdOf(Liaison);
        await outside.App.Read(db => db.Alerts.Where(a => a.Id == excluded).ExecuteUpdateAsync(set => set.SetProperty(a => a.ExcludedMembers, new List<Guid> { liaison })));
        await outside.SecondsPass(2);
        Assert.Equal("email penghubung.polresta r1 L1 Cancelled no-access", (await outside.Left(excluded))[0]);
        Assert.Single(outside.Mail.Letters);
        await outside.App.Hires("admin.polresta", "polresta", Roles.Admin);
        await outside.App.Removes("admin.polresta", Liaison);
        await outside.SecondsPass(60);
        Assert.Equal("sms penghubung.polresta r1 L1 Cancelled removed", (await outside.Left(removed))[1]);
        // What the person owed is the agency's again, and its chief is asked.
        Assert.DoesNotContain(outside.Sms.Requests, r => r.To == "+628111000001");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_new_version_wakes_anew_and_the_old_ones_wake_ups_are_gone(Database database)
    {
        await using var outside = await Outside.Start(database);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.App.Updates(Poster, alert, new { headline = "Operasi dimajukan satu jam" });
        await outside.SecondsPass(2);
        var rows = await outside.App.Read(db => db.Notifications.AsNoTracking().Where(n => n.Transport == "email").OrderBy(n => n.Version).ToListAsync());
        Assert.Equal([(1, NotificationState.Cancelled, "changed"), (2, NotificationState.Sent, "sent")], rows.Select(n => (n.Version, n.State, n.Result!)));
        Assert.Single(outside.Mail.Letters);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R16_a_drill_says_so_and_its_message_waits_for_a_real_alert(Database database)
    {
        await using var outside = await Outside.Start(database);
        var drill = (await outside.App.OfficerPosts(Reports.Operation().But(("status", "Exercise"), ("channel", "latihan")))).Id;
        await outside.SecondsPass(2);
        Assert.StartsWith("LATIHAN (DRILL) - ", Assert.Single(outside.Mail.Letters).Header("Subject"), StringComparison.Ordinal);
        var real = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        await outside.SecondsPass(90);

        // The real one's letter and message went out; the drill's message, due long since, waits.
        Assert.Equal(["email penghubung.polresta r1 L1 Sent sent", "sms penghubung.polresta r1 L1 Sent sent"], await outside.Left(real));
        Assert.Equal("sms penghubung.polresta r1 L1 Queued drill-paused", (await outside.Left(drill))[1]);
        Assert.DoesNotContain(outside.Sms.Requests, r => r.Text.StartsWith("LATIHAN", StringComparison.Ordinal));
        await outside.App.Acknowledges(Liaison, real);
        await outside.SecondsPass(11);
        Assert.StartsWith("LATIHAN - Timpora.Comms", outside.Sms.Requests[^1].Text, StringComparison.Ordinal);
        Assert.Equal(1, (await outside.App.Read(db => db.Notifications.SingleAsync(n => n.AlertId == drill && n.Transport == "sms"))).Attempts);
    }
}
