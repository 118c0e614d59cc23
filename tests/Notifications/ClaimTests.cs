using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>Several nodes work off one set of rows (R9, F20): nothing is sent twice while all goes well, and nothing is forgotten when a node dies.</summary>
public sealed class ClaimTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_nodes_that_look_at_the_same_time_send_each_notification_once(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        await using var other = outside.App.StartSecondNode();
        for (var i = 0; i < 20; i++)
            await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);

        var tried = await Task.WhenAll(outside.App.SenderLooks(), other.SenderLooks(), outside.App.SenderLooks(), other.SenderLooks());

        Assert.Equal(20, tried.Sum());
        Assert.Equal(20, outside.Mail.Letters.Count);
        Assert.Equal(20, outside.Mail.Letters.Select(l => l.Header("Message-Id")).Distinct().Count());
        Assert.All(await outside.App.Read(db => db.Notifications.AsNoTracking().Where(n => n.Transport == "email").ToListAsync()), n => Assert.Equal((NotificationState.Sent, 1, 1), (n.State, n.Attempts, n.Claim)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_node_took_no_other_takes_until_the_claim_runs_out(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        await using var other = outside.App.StartSecondNode();
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);
        var first = Assert.Single(await outside.App.Claims("email"));

        Assert.Empty(await other.Claims("email"));
        outside.App.MinutesPassUnseen((Sending.ClaimLife.TotalSeconds - 0.01) / 60);
        Assert.Empty(await other.Claims("email"));
        outside.App.MinutesPassUnseen(0.02 / 60);
        var second = Assert.Single(await other.Claims("email"));
        Assert.Equal((first.Id, 1, 2), (second.Id, first.Claim, second.Claim));
        Assert.NotEqual(first.Secret, second.Secret);
    }

    /// <summary>A process that was stopped (SIGSTOP, a long pause) and goes on after another took over: it sends nothing, and writes nothing.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_paused_nodes_result_is_not_written_after_another_took_over(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        await using var other = outside.App.StartSecondNode();
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);
        var paused = Assert.Single(await outside.App.Claims("email"));
        outside.App.MinutesPassUnseen(Sending.ClaimLife.TotalMinutes);
        Assert.Equal(1, await other.SenderLooks());
        var sent = await outside.Row("email");

        Assert.Equal((null, null), await outside.App.LooksOnceMore(paused));
        Assert.False(await outside.App.KeepsResult(paused, AttemptResult.Failed("timeout")));
        Assert.False(await outside.App.KeepsResult(paused, AttemptResult.Sent));

        var after = await outside.Row("email");
        Assert.Equal((NotificationState.Sent, 2, 2, sent.SentAt, "sent"), (after.State, after.Claim, after.Attempts, after.SentAt, after.Result));
        Assert.Single(outside.Mail.Letters);
    }

    /// <summary>The first comes back while the second is still at it: neither a failure nor a refusal of the first may end what the second is sending.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_paused_nodes_result_is_not_written_while_another_is_at_it(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);
        var paused = Assert.Single(await outside.App.Claims("email"));
        outside.App.MinutesPassUnseen(Sending.ClaimLife.TotalMinutes);
        var second = Assert.Single(await outside.App.Claims("email"));
        var before = await outside.Row("email");

        foreach (var result in new[] { AttemptResult.Refused("smtp-550"), AttemptResult.Failed("timeout"), AttemptResult.Sent })
            Assert.False(await outside.App.KeepsResult(paused, result));
        var after = await outside.Row("email");
        Assert.Equal((NotificationState.Queued, 2, 2, before.DueAt, null), (after.State, after.Claim, after.Attempts, after.DueAt, after.Result));
        Assert.True(await outside.App.KeepsResult(second, AttemptResult.Sent));
    }

    /// <summary>It still holds its claim, but too little of it is left for an attempt.</summary>
    [Fact]
    public async Task Who_comes_too_late_in_its_own_claim_sends_nothing()
    {
        await using var outside = await Outside.Start(withSms: false);
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);
        var claimed = Assert.Single(await outside.App.Claims("email"));
        outside.App.MinutesPassUnseen((Sending.ClaimLife - Sending.Patience).TotalMinutes);
        Assert.NotNull((await outside.App.LooksOnceMore(claimed)).Message);
        outside.App.MinutesPassUnseen(0.01 / 60);
        Assert.Equal((null, null), await outside.App.LooksOnceMore(claimed));
    }

    /// <summary>It dies after the server took the letter and before that was written: another node sends once more, under the same number, and nothing is lost.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_node_that_dies_between_claim_and_result_leaves_its_notification_to_another(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);
        var claimed = Assert.Single(await outside.App.Claims("email"));
        var message = (await outside.App.LooksOnceMore(claimed)).Message!;
        Assert.Equal(AttemptResult.Sent, await outside.App.Sends("email", message));

        Assert.Equal(0, await outside.SenderLooks());
        outside.App.MinutesPassUnseen(Sending.ClaimLife.TotalMinutes);
        Assert.Equal(1, await outside.SenderLooks());

        Assert.Equal((NotificationState.Sent, 2), ((await outside.Row("email")).State, (await outside.Row("email")).Attempts));
        Assert.Equal(2, outside.Mail.Letters.Count);
        Assert.Single(outside.Mail.Letters.Select(l => l.Header("Message-Id")).Distinct());
        // Either link leads to the alert.
        Assert.Equal(2, await outside.App.Read(db => db.AlertLinks.CountAsync()));
    }

    /// <summary>A notification whose every attempt takes its node along is given up like any other.</summary>
    [Fact]
    public async Task A_notification_that_no_node_survives_is_given_up_after_five_attempts()
    {
        await using var outside = await Outside.Start(withSms: false);
        await outside.App.OfficerPosts(Reports.Operation());
        outside.App.MinutesPassUnseen(0.1);
        for (var i = 0; i < Sending.MostAttempts; i++)
        {
            Assert.Single(await outside.App.Claims("email"));
            outside.App.MinutesPassUnseen(Sending.ClaimLife.TotalMinutes);
        }

        await outside.SenderLooks();
        var row = await outside.Row("email");
        Assert.Equal((NotificationState.Quarantined, "no-result", null), (row.State, row.Result, row.DueAt));
        Assert.Empty(outside.Mail.Letters);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Links_that_expired_are_swept_away(Database database)
    {
        await using var outside = await Outside.Start(database, withSms: false);
        await outside.App.OfficerPosts(Reports.Operation());
        await outside.SecondsPass(2);
        outside.App.MinutesAreGone(AlertLink.Life.TotalMinutes);
        await outside.App.OfficerPosts(Reports.Operation());
        await outside.SecondsPass(2);
        Assert.Equal(1, await outside.App.Read(db => db.AlertLinks.CountAsync()));
    }
}
