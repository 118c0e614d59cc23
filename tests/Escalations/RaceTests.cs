using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>
/// The races that a hub for alerts must win (R1 to R18), through the real pipeline. Each says everything that was sent, so that
/// nothing else can have been.
/// </summary>
public sealed class RaceTests
{
    // Long enough for the ladder to have climbed on, too short for the lead's progress note to be due.
    private const double AWhile = 22;

    private const string Liaison = "penghubung.polresta", Chief = "kepala.polresta", Poster = "petugas.kanim";

    private static readonly string[] start = ["alert.posted", "obligation.opened polresta", "escalation.fired polresta r1 L1"];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R1_an_answer_that_commits_before_the_step_is_due_leaves_nobody_paged(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(4.99);

        await app.Acknowledges(Liaison, alert);
        await app.MinutesPass(AWhile);

        Assert.Equal([.. start, "obligation.acknowledged polresta", "alert.acknowledged"], await app.Words(alert, "opgab"));
        Assert.Equal(["obligation.opened polresta", "escalation.fired polresta r1 L1", "obligation.acknowledged polresta"], await app.Words(alert, "meja-polresta"));
        Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R1_a_step_that_commits_first_is_sent_and_the_answer_follows_it_where_it_was_sent(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(10);

        await app.Acknowledges(Liaison, alert);
        await app.MinutesPass(AWhile);

        string[] whole = [.. start, "escalation.fired polresta r1 L2", "escalation.fired polresta r1 L3", "obligation.acknowledged polresta"];
        Assert.Equal([.. whole, "alert.acknowledged"], await app.Words(alert, "opgab"));
        Assert.Equal(whole[1..], await app.Words(alert, "meja-polresta"));
        // The secretariat was asked at its own desk, and learns there that it is over.
        Assert.Equal(["escalation.fired polresta r1 L3", "obligation.acknowledged polresta"], await app.Words(alert, "meja-timpora"));
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2", "sekretariat.timpora r1 L3"], await app.Woken(alert));
    }

    /// <summary>Truly at once, many times: the order of the log decides, and whoever is second sees it.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R1_at_the_same_instant_one_of_them_wins(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alerts = new List<Guid>();
        for (var i = 0; i < 20; i++)
            alerts.Add((await app.OfficerPosts(Reports.Operation())).Id);
        app.MinutesPassUnseen(5);
        await app.As(Liaison);

        await Task.WhenAll(alerts.Select(alert => app.Acknowledges(Liaison, alert)).Concat<Task>([app.EngineLooks(), app.EngineLooks()]));
        await app.MinutesPass(AWhile);

        foreach (var alert in alerts)
        {
            var paged = (await app.Woken(alert)).Contains($"{Chief} r1 L2");
            Assert.Equal(paged
                ? [.. start, "escalation.fired polresta r1 L2", "obligation.acknowledged polresta", "alert.acknowledged"]
                : [.. start, "obligation.acknowledged polresta", "alert.acknowledged"], await app.Words(alert, "opgab"));
            Assert.Equal(paged ? 2 : 1, (await app.Woken(alert)).Count);
        }

        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R2_two_officers_of_one_agency_answer_together_and_neither_sees_an_error(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await Task.WhenAll(app.As(Liaison), app.As(Chief));

        var both = await Task.WhenAll(app.Acknowledges(Liaison, alert), app.Acknowledges(Chief, alert));
        await app.MinutesPass(AWhile);

        Assert.Equal(both[0].AnsweredBy, both[1].AnsweredBy);
        Assert.All(both, own => Assert.Equal("Acknowledged", own.State));
        Assert.Equal(["obligation.acknowledged polresta", "alert.acknowledged", "obligation.coacknowledged polresta"], (await app.Words(alert, "opgab"))[3..]);
        Assert.Equal(both[0].AnsweredBy.ToString(), (await app.Log(alert)).First(e => e.Kind == "obligation.acknowledged").Actor);
        Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R4_an_answer_after_the_end_is_kept_as_late_and_changes_nothing(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Cancels(Poster, alert);
        var before = await app.Opens(Poster, alert);

        var own = await app.Acknowledges(Liaison, alert);
        await app.MinutesPass(600);

        Assert.Equal("Closed", own.State);
        var after = await app.Opens(Poster, alert);
        Assert.Equal((before.State, before.ClosedAt, before.Obligations[0]), (after.State, after.ClosedAt, after.Obligations[0]));
        Assert.Equal([.. start, "alert.cancelled", "obligation.lateacknowledged polresta"], await app.Words(alert, "opgab"));
        Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R5_two_presses_together_raise_one_level(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var (one, other) = (await app.As("sekretariat.timpora"), await app.As("penghubung.kanim"));

        var answers = await Task.WhenAll(new[] { one, other }.Select(p => p.Send(HttpMethod.Post, $"/api/alerts/{alert}/escalate", new { clientKey = Guid.CreateVersion7(), agency = "polresta" })));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal("already_escalated", (await Person.ProblemOf(answers.Single(a => a.StatusCode == HttpStatusCode.Conflict))).Code);
        Assert.Equal([.. start, "escalation.forced polresta r1 L2", "escalation.fired polresta r1 L2"], await app.Words(alert, "opgab"));
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R5_a_press_right_after_the_clock_raises_nothing_more(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(5);

        var problem = await app.Refused("sekretariat.timpora", alert, "escalate", new { clientKey = Guid.CreateVersion7(), agency = "polresta" });

        Assert.Equal(("already_escalated", "Sudah dieskalasi."), (problem.Code, problem.Detail));
        Assert.Equal([.. start, "escalation.fired polresta r1 L2"], await app.Words(alert, "opgab"));
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(alert));
        // A minute later it is a decision again, and the next step keeps its distance from it.
        await app.MinutesPass(1);
        var raised = await app.Escalates("sekretariat.timpora", alert, "polresta");
        Assert.Equal((3, app.Now.AddMinutes(5)), (raised.Level, raised.NextStepAt));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R6_cancelled_within_a_second_nothing_leaves_and_every_desk_is_told(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts()).Id;
        app.MinutesPassUnseen(0.5 / 60);

        await app.Cancels(Poster, alert);
        await app.MinutesPass(600);

        Assert.Equal(["penghubung.dinsos r1 L1", "penghubung.kanim r1 L1", "penghubung.polresta r1 L1", "penghubung.uptdppa r1 L1"], await app.Woken(alert));
        Assert.Equal(0, await app.Read(db => db.Notifications.CountAsync(n => n.Transport != "desk" && n.State != Timpora.Comms.Notifications.NotificationState.Cancelled)));
        foreach (var desk in new[] { "meja-polresta", "meja-kanim", "meja-uptdppa", "meja-dinsos" })
            Assert.Equal([$"obligation.opened {desk[5..]}", $"escalation.fired {desk[5..]} r1 L1", "alert.cancelled"], await app.Words(alert, desk));
        Assert.Equal("alert.cancelled", (await app.Words(alert, "tppo"))[^1]);
        Assert.Equal(["meja-dinsos", "meja-kanim", "meja-polresta", "meja-uptdppa", "tppo"], (await app.Log(alert)).Select(e => e.Channel).Distinct());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R7_who_is_asked_follows_the_roster_at_the_moment_of_firing_and_both_are_recorded(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var substitute = await app.Hires("kepala2.polresta", "polresta", Roles.Chief);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(3);
        await app.Assigns("kepala.polresta", "chief", (substitute, "07:00", "07:00"));

        await app.MinutesPass(2);

        Assert.Equal([$"{Liaison} r1 L1", "kepala2.polresta r1 L2"], await app.Woken(alert));
        var fired = (await app.Log(alert)).Single(e => e is { Channel: "opgab", Words: "escalation.fired polresta r1 L2" }).Fact;
        Assert.Equal([substitute.ToString()], fired.GetProperty("recipients").EnumerateArray().Select(x => x.GetString()));
        Assert.Equal([(await app.IdOf(Chief)).ToString()], fired.GetProperty("planned").EnumerateArray().Select(x => x.GetString()));
    }

    /// <summary>08.57 WIB, the chief's shift changes at 09.00 and the chief is due at 09.02.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R8_around_a_change_of_shift_both_are_asked_until_the_incoming_one_has_accepted(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var (outgoing, incoming) = (await app.IdOf(Chief), await app.Hires("kepala2.polresta", "polresta", Roles.Chief));
        await app.Assigns("kepala.polresta", "chief", (outgoing, "21:00", "09:00"), (incoming, "09:00", "21:00"));
        await app.MinutesPass(57);
        var unaccepted = (await app.OfficerPosts(Reports.Operation())).Id;

        await app.MinutesPass(5);
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2", "kepala2.polresta r1 L2"], await app.Woken(unaccepted));
        await app.Acknowledges(Liaison, unaccepted);

        var accepted = await app.Accepts("kepala2.polresta", "chief");
        Assert.Equal(CommsApp.StartOfTime.AddHours(1), accepted.From);
        var second = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(5);
        Assert.Equal([$"{Liaison} r1 L1", "kepala2.polresta r1 L2"], await app.Woken(second));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R10_after_twenty_minutes_down_the_overdue_step_fires_once_and_the_rest_in_order(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        app.MinutesPassUnseen(20);

        await Task.WhenAll(app.EngineLooks(), app.EngineLooks(), app.EngineLooks());
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(alert));

        await app.MinutesPass(9.99);
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2", "sekretariat.timpora r1 L3"], await app.Woken(alert));
        await app.MinutesPass(600);
        var fired = (await app.Log(alert)).Where(e => e is { Channel: "opgab", Kind: "escalation.fired" }).Select(e => e.Words[^5..]).ToList();
        Assert.Equal(from round in Enumerable.Range(1, 3) from level in Enumerable.Range(1, 4) select $"r{round} L{level}", fired);
        Assert.Equal("escalation.exhausted polresta r3", (await app.Words(alert, "opgab"))[^1]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R10_a_new_process_finds_what_fell_due_while_there_was_none(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        app.MinutesPassUnseen(20);

        await using (var next = app.StartSecondNode())
            await next.EngineLooks();

        Assert.Equal([.. start, "escalation.fired polresta r1 L2"], await app.Words(alert, "opgab"));
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R13_a_queued_answer_is_late_by_the_hubs_time_and_keeps_the_devices(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var (late, early) = ((await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation())).Id);
        await app.Acknowledges(Liaison, early, deviceAt: app.Now.AddHours(3));
        await app.MinutesPass(7);

        var own = await app.Acknowledges(Liaison, late, deviceAt: CommsApp.StartOfTime.AddMinutes(1));
        await app.MinutesPass(AWhile);

        Assert.Equal(("Acknowledged", CommsApp.StartOfTime.AddMinutes(7)), (own.State, own.AnsweredAt));
        var entry = (await app.Log(late)).Single(e => e is { Channel: "opgab", Kind: "obligation.acknowledged" }).Fact;
        Assert.True(entry.GetProperty("late").GetBoolean());
        Assert.Equal("2026-11-24T01:01:00.000000Z", entry.GetProperty("deviceAt").GetString());
        // A device that runs ahead makes nobody late.
        Assert.False((await app.Log(early)).Single(e => e is { Channel: "opgab", Kind: "obligation.acknowledged" }).Fact.TryGetProperty("late", out _));
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(late));
        Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(early));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R14_what_a_removed_member_was_asked_goes_back_to_the_agency_at_once(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation("kanim"), by: "petugas.polresta")).Id;
        using var removed = await app.SignIn("penghubung.kanim");

        await app.Removes("admin.kanim", "penghubung.kanim");

        Assert.Equal("sign_in_required", (await removed.Refused(HttpMethod.Post, $"/api/alerts/{alert}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 })).Code);
        string[] whole = ["obligation.opened kanim", "escalation.fired kanim r1 L1", "obligation.returned kanim", "escalation.fired kanim r1 L2"];
        Assert.Equal(["alert.posted", .. whole], await app.Words(alert, "opgab"));
        Assert.Equal(whole, await app.Words(alert, "meja-kanim"));
        Assert.Equal(["penghubung.kanim r1 L1", "kepala.kanim r1 L2"], await app.Woken(alert));
        Assert.Equal("Acknowledged", (await app.Acknowledges("kepala.kanim", alert)).State);
    }

    /// <summary>The next level would be the same person: they are gone, so it finds nobody and does not wait.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R14_who_is_removed_is_not_asked_again_as_the_next_level(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var both = await app.Hires("semua.kanim", "kanim", Roles.Liaison | Roles.Chief);
        await app.Assigns("kepala.kanim", "liaison", (both, "07:00", "07:00"));
        await app.Assigns("kepala.kanim", "chief", (both, "07:00", "07:00"));
        var alert = (await app.OfficerPosts(Reports.Operation("kanim"), by: "petugas.polresta")).Id;

        await app.Removes("admin.kanim", "semua.kanim");

        Assert.Equal(["obligation.returned kanim", "escalation.skipped kanim r1 L2", "escalation.fired kanim r1 L3"], (await app.Words(alert, "opgab"))[3..]);
        Assert.Equal(["sekretariat.timpora r1 L0", "semua.kanim r1 L1", "sekretariat.timpora r1 L3"], await app.Woken(alert));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R17_a_wall_clock_that_steps_back_moves_no_deadline_and_no_entry_goes_back(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var before = await app.Owes("polresta", alert);
        await app.MinutesPass(4);

        app.WallClockSteps(TimeSpan.FromHours(-2));
        Assert.Equal(before, await app.Owes("polresta", alert));
        await app.MinutesPass(1);
        app.WallClockSteps(TimeSpan.FromHours(5));
        await app.MinutesPass(4.99);
        Assert.Equal([$"{Liaison} r1 L1", $"{Chief} r1 L2"], await app.Woken(alert));
        await app.Acknowledges(Liaison, alert);

        var times = (await app.Log(alert)).Where(e => e.Channel == "opgab").Select(e => e.Time).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(CommsApp.StartOfTime.AddMinutes(9.99), times[^1], TimeSpan.FromSeconds(1));
    }

    /// <summary>The database outlives a process whose wall clock ran ahead: the log's times still never go back.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R17_a_new_process_with_an_earlier_clock_writes_no_earlier_entry(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        app.WallClockSteps(TimeSpan.FromHours(-2));

        await using var next = app.StartSecondNode();
        Assert.True(next.Now < app.Now.AddHours(-1));
        await next.Writes(Poster, alert);

        var times = (await app.Log(alert)).Where(e => e.Channel == "opgab").Select(e => e.Time).ToList();
        Assert.Equal(4, times.Count);
        Assert.Equal(times.Order(), times);
        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R18_a_double_tap_posts_one_alert_and_both_taps_get_its_answer(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var officer = await app.As(Poster);
        for (var i = 0; i < 5; i++)
        {
            var report = Reports.Operation();
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => officer.Send(HttpMethod.Post, "/api/alerts", report)));
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
            Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct());
        }

        Assert.Equal(5, await app.Read(db => db.Alerts.CountAsync()));
        Assert.Equal(5, await app.Read(db => db.Obligations.CountAsync()));
        Assert.Equal(5, await app.Read(db => db.CommandResults.CountAsync()));
        foreach (var id in await app.Read(db => db.Alerts.Select(a => a.Id).ToListAsync()))
        {
            Assert.Equal(start, await app.Words(id, "opgab"));
            Assert.Equal(start[1..], await app.Words(id, "meja-polresta"));
            Assert.Equal([$"{Liaison} r1 L1"], await app.Woken(id));
        }

        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task R18_a_retry_hours_later_still_gets_the_first_answer(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var report = Reports.Operation();
        var first = await app.OfficerPosts(report);
        await app.Acknowledges(Liaison, first.Id);
        await app.MinutesPass(120);
        var before = await app.Everything();

        var again = await app.OfficerPosts(report);

        Assert.Equal((first.Id, first.Seq, "Notified"), (again.Id, again.Seq, again.Obligations[0].State));
        Assert.Equal(before, await app.Everything());
    }
}
