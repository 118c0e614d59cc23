using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Escalations;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>Races between nodes, and between a node and its lines (R9, R11, R12).</summary>
public sealed class NodeRaceTests
{
    private const string Liaison = "penghubung.polresta", Chief = "kepala.polresta";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R9_two_nodes_and_one_that_dies_midway_page_each_key_exactly_once(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alerts = new List<Guid>();
        for (var i = 0; i < 12; i++)
            alerts.Add((await app.OfficerPosts(Reports.Operation("polresta", "dinsos"))).Id);
        await using var other = app.StartSecondNode();
        app.MinutesPassUnseen(5);

        // It has fired a step and written its rows when its process ends. What it held others pass over, and make the rest.
        await DiesMidway(other, alerts[0], meanwhile: database == Database.Postgres ? app.EngineLooks : () => Task.CompletedTask);
        Assert.DoesNotContain($"{Chief} r1 L2", await app.Woken(alerts[0]));
        await Task.WhenAll(app.EngineLooks(), other.EngineLooks(), app.EngineLooks(), other.EngineLooks());
        await app.EngineLooks();

        foreach (var alert in alerts)
            Assert.Equal(["penghubung.dinsos r1 L1", $"{Liaison} r1 L1", "kepala.dinsos r1 L2", $"{Chief} r1 L2"], await app.Woken(alert));
        var fired = await app.Read(db => db.Firings.AsNoTracking().ToListAsync());
        Assert.Equal(12 * 2 * 2, fired.Count);
        foreach (var alert in alerts)
            Assert.Single(await app.Words(alert, "opgab"), "escalation.fired polresta r1 L2");
        Assert.Empty(await app.Verify());
    }

    /// <summary>No announcement arrives anywhere: posting is accepted, and everybody has it after the next look at the heads.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R11_without_announcements_posting_succeeds_and_devices_catch_up_by_themselves(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true, settings: (CommsApp.Deaf, "true"));
        await using var other = app.StartSecondNode();
        await using var here = await Device.Of(await app.SignIn(Liaison));
        await using var there = await Device.Of(await other.SignIn(Liaison));
        await here.Follow("opgab");
        await there.Follow("opgab");

        for (var i = 0; i < 3; i++)
            await app.OfficerPosts(Reports.Operation());
        var head = (await app.HeadOf("opgab")).Head;
        Assert.True(head >= 9);
        // A device that comes now gets by its cursor what no announcement told of.
        await using var late = await Device.Of(await app.SignIn(Chief));
        await late.Follow("opgab");
        await app.TimePasses(TimeSpan.FromSeconds(2));

        foreach (var device in new[] { here, there, late })
        {
            await device.Has("opgab", head);
            Assert.Equal(Enumerable.Range(1, (int)head).Select(n => ("opgab", (long)n)), device.Arrived);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R12_after_two_hours_away_another_node_brings_exactly_the_missing_entries_in_order(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await using var other = app.StartSecondNode();
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var (epoch, cursor) = ("", 0L);
        await using (var device = await Device.Of(await app.SignIn(Liaison)))
        {
            await device.Follow("opgab");
            cursor = (await app.HeadOf("opgab")).Head;
            epoch = (await app.HeadOf("opgab")).Epoch;
            await device.Has("opgab", cursor);
        }

        for (var i = 0; i < 12; i++)
        {
            await app.MinutesPass(10);
            await app.Writes("penghubung.kanim", alert, $"Pesan {i}");
        }

        await using var back = await Device.Of(await other.SignIn(Liaison));
        await back.Follow("opgab", epoch, cursor);
        var head = (await app.HeadOf("opgab")).Head;
        Assert.True(head >= cursor + 12);
        await Device.Until(() => back.Arrived.Count >= head - cursor);
        await app.Writes("penghubung.kanim", alert, "Masih live");
        await app.TimePasses(TimeSpan.FromSeconds(2));
        await Device.Until(() => back.Arrived.Count >= head + 1 - cursor);

        Assert.Equal(Enumerable.Range((int)cursor + 1, (int)(head + 1 - cursor)).Select(n => ("opgab", (long)n)), back.Arrived);
    }

    // What the clock does for one alert, up to the commit that never comes.
    private static async Task DiesMidway(CommsApp node, Guid id, Func<Task> meanwhile)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var alert = (await db.LockAlert(id, CancellationToken.None))!;
        foreach (var obligation in alert.Obligations)
            await scope.ServiceProvider.GetRequiredService<Climb>().Run(alert, obligation, CancellationToken.None);
        // Fired and written, but its entries have no numbers yet: from there on it would hold the channel, too, as every writer does.
        Assert.NotEqual(0, await db.SaveChangesAsync());
        await meanwhile();
    }
}
