using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

public sealed class EscalationClockTests
{
    private const string Chief = "kepala.polresta r1 L2";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_alert_that_cannot_be_moved_is_tried_again_later_and_holds_up_no_other(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var (broken, sound) = ((await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation())).Id);
        var plan = await app.Read(db => db.Alerts.Where(a => a.Id == broken).Select(a => a.Plan).SingleAsync());
        await SetPlan(app, broken, "kaput");
        app.MinutesPassUnseen(5);

        await app.EngineLooks();
        Assert.Contains(Chief, await app.Woken(sound));
        Assert.DoesNotContain(Chief, await app.Woken(broken));

        // Mended at once, it still waits for its second; then it is as if nothing had been.
        await SetPlan(app, broken, plan);
        app.MinutesPassUnseen(0.9 / 60);
        await app.EngineLooks();
        Assert.DoesNotContain(Chief, await app.Woken(broken));
        app.MinutesPassUnseen(0.2 / 60);
        await app.EngineLooks();
        Assert.Contains(Chief, await app.Woken(broken));
    }

    /// <summary>More of them than one look takes, and all overdue for longer.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Many_that_cannot_be_moved_starve_nobody(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        app.Services.GetRequiredService<EscalationClock>().Batch = 2;
        for (var i = 0; i < 5; i++)
            await SetPlan(app, (await app.OfficerPosts(Reports.Operation())).Id, "kaput");
        app.MinutesPassUnseen(1);
        var sound = (await app.OfficerPosts(Reports.Operation())).Id;
        app.MinutesPassUnseen(5);

        for (var i = 0; i < 3; i++)
            await app.EngineLooks();

        Assert.Contains(Chief, await app.Woken(sound));
    }

    [Fact]
    public void The_pause_after_a_failure_doubles_from_a_second_to_a_minute()
    {
        var failing = new FailingAlerts();
        var (alert, now) = (Guid.CreateVersion7(), CommsApp.StartOfTime);
        List<double> pauses = [];
        for (var i = 0; i < 9; i++)
        {
            failing.Failed(alert, now);
            pauses.Add((failing.NextAt!.Value - now).TotalSeconds);
            Assert.True(failing.Waits(alert, failing.NextAt.Value.AddTicks(-1)));
            now = failing.NextAt.Value;
            Assert.False(failing.Waits(alert, now));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
        failing.Worked(alert);
        failing.Failed(alert, now);
        Assert.Equal(now.AddSeconds(1), failing.NextAt);
        failing.KeepOnly([]);
        Assert.Equal((0, null), (failing.Count, failing.NextAt));
    }

    private static Task<int> SetPlan(CommsApp app, Guid alert, string plan) =>
        app.Read(db => db.Alerts.Where(a => a.Id == alert).ExecuteUpdateAsync(set => set.SetProperty(a => a.Plan, plan)));
}
