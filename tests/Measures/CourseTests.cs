using System.Text.Json;
using Timpora.Comms.Channels;
using Timpora.Comms.Measures;
using Xunit;

namespace Timpora.Comms.Tests.Measures;

/// <summary>Each formula on a course written by hand, in minutes after the posting.</summary>
public sealed class CourseTests
{
    [Fact]
    public void Times_run_from_the_posting_to_the_first_of_each()
    {
        var course = Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), Fired(0, "polresta", 1),
            (2, "obligation.delivered", new { agency = "polresta", version = 1 }), (3, "obligation.seen", new { agency = "polresta", version = 1 }),
            (4, "obligation.acknowledged", new { agency = "polresta", version = 1 }), (4, "alert.acknowledged", new { version = 1 }),
            (9, "progress.noted", new { agency = "dinsos" }), (10, "progress.noted", new { agency = "polresta" }), (11, "progress.noted", new { agency = "polresta" }));
        Assert.Equal(["polresta v1: delivered 2, seen 3, answered 4, level 1"], Words(course));
        Assert.Equal([(1, TimeSpan.FromMinutes(4))], course.AllAnswered);
        Assert.Equal((9.0, 10.0, null), (course.FirstProgress(null)?.TotalMinutes, course.FirstProgress("polresta")?.TotalMinutes, course.FirstProgress("kodim")?.TotalMinutes));
    }

    /// <summary>The log has no receipt of their own for who answers at once; they have it all the same.</summary>
    [Fact]
    public void Who_answers_has_it_and_has_seen_it() =>
        Assert.Equal(["polresta v1: delivered 6, seen 6, answered 6, level 0"], Words(Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), (6, "obligation.acknowledged", new { agency = "polresta", version = 1 }))));

    [Fact]
    public void An_answer_taken_back_is_none_and_the_next_one_counts()
    {
        var course = Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"),
            (1, "obligation.acknowledged", new { agency = "polresta", version = 1 }), (1, "alert.acknowledged", new { version = 1 }),
            (2, "obligation.undone", new { agency = "polresta", version = 1 }),
            (7, "obligation.acknowledged", new { agency = "polresta", version = 1 }), (7, "alert.acknowledged", new { version = 1 }));
        Assert.Equal(["polresta v1: delivered 1, seen 1, answered 7, level 0"], Words(course));
        Assert.Equal([(1, TimeSpan.FromMinutes(7))], course.AllAnswered);
    }

    [Fact]
    public void Only_a_chiefs_decline_is_an_answer() =>
        Assert.Equal(["polresta v1: delivered 5, seen 5, answered 5, level 2"], Words(Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), (3, "obligation.declined", new { agency = "polresta", version = 1, final = false }),
            Fired(3, "polresta", 2), (5, "obligation.declined", new { agency = "polresta", version = 1, final = true }))));

    /// <summary>A material change asks again: what was done for the first version is kept, the second is measured from its own beginning.</summary>
    [Fact]
    public void Each_version_is_measured_for_itself()
    {
        var course = Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), (2, "obligation.acknowledged", new { agency = "polresta", version = 1 }), (2, "alert.acknowledged", new { version = 1 }),
            (30, "alert.updated", new { version = 2 }), (30, "obligation.reopened", new { agency = "polresta", version = 2, reason = "updated" }),
            (33, "obligation.delivered", new { agency = "polresta", version = 2 }), (35, "obligation.acknowledged", new { agency = "polresta", version = 2 }), (35, "alert.acknowledged", new { version = 2 }));
        Assert.Equal(["polresta v1: delivered 2, seen 2, answered 2, level 0", "polresta v2: delivered 3, seen 5, answered 5, level 0"], Words(course));
        Assert.Equal([(1, TimeSpan.FromMinutes(2)), (2, TimeSpan.FromMinutes(5))], course.AllAnswered);
        Assert.False(course.IsReopened || course.Asks.Any(a => a.IsReopened));
    }

    [Fact]
    public void An_answer_without_progress_counts_as_reopened_and_keeps_its_time() =>
        Assert.Equal(["polresta v1: delivered 1, seen 1, answered 1, level 2, reopened"], Words(Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), (1, "obligation.acknowledged", new { agency = "polresta", version = 1 }),
            (31, "obligation.reopened", new { agency = "polresta", version = 1, reason = "no-progress" }), Fired(31, "polresta", 1), Fired(36, "polresta", 2),
            (40, "obligation.acknowledged", new { agency = "polresta", version = 1 }))));

    [Fact]
    public void Who_takes_over_was_asked_by_the_offer() =>
        Assert.Equal(["polresta v1: delivered -, seen -, answered -, level 0", "kodim v1: delivered 3, seen 3, answered 3, level 0"], Words(Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), (5, "obligation.delegated", new { agency = "polresta", to = "kodim", version = 1 }),
            (8, "obligation.accepted", new { agency = "kodim", from = "polresta", version = 1 }))));

    [Fact]
    public void A_skipped_step_is_reached_and_tells_that_nobody_was_there() =>
        Assert.Equal(["polresta v1: delivered -, seen -, answered -, level 3, unreachable"], Words(Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), Fired(0, "polresta", 1), Fired(5, "polresta", 2),
            (10, "escalation.skipped", new { agency = "polresta", version = 1, level = 3, round = 1 }))));

    [Fact]
    public void Groups_add_up_what_belongs_to_them()
    {
        var one = new Counted("TPPO", "Kritis", IsFalseAlarm: true, Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), Opened(0, "dinsos"), Fired(5, "dinsos", 2), Fired(10, "dinsos", 3),
            (1, "obligation.acknowledged", new { agency = "polresta", version = 1 }), (12, "obligation.acknowledged", new { agency = "dinsos", version = 1 }), (12, "alert.acknowledged", new { version = 1 })));
        var other = new Counted("TPPO", "Rutin", IsFalseAlarm: false, Of(
            (0, "alert.posted", new { version = 1 }), Opened(0, "polresta"), (4, "obligation.acknowledged", new { agency = "polresta", version = 1 }), (20, "alert.reopened", new { version = 2 })));

        var type = Sum("caseType", one, other).Single();
        Assert.Equal(("TPPO", 2, 3, 1, 0, 1), (type.Key, type.Alerts, type.Obligations, type.Reopened, type.Unreachable, type.FalseAlarms));
        Assert.Equal(new Times(3, 240, 720, 720), type.Answered);
        Assert.Equal(new Times(1, 720, 720, 720), type.AllAnswered);
        Assert.Equal([new Escalated(2, 1 / 3.0), new Escalated(3, 1 / 3.0)], type.Escalated);

        Assert.Equal(["Kritis 1/2", "Rutin 1/1"], Sum("level", one, other).Select(g => $"{g.Key} {g.Alerts}/{g.Obligations}"));
        Assert.Equal(["dinsos 1/1", "polresta 2/2"], Sum("agency", one, other).Select(g => $"{g.Key} {g.Alerts}/{g.Obligations}"));
        Assert.Equal(new Times(2, 60, 240, 240), Sum("agency", one, other).Single(g => g.Key == "polresta").Answered);
    }

    private static IReadOnlyList<Figures> Sum(string by, params Counted[] alerts)
    {
        var sums = new Sums(by);
        foreach (var alert in alerts)
            sums.Add(alert);
        return sums.ToFigures();
    }

    private static (double, string, object) Opened(double minute, string agency) => (minute, "obligation.opened", new { agency, version = 1 });

    private static (double, string, object) Fired(double minute, string agency, int level) => (minute, "escalation.fired", new { agency, version = 1, level, round = 1 });

    private static Course Of(params (double Minute, string Kind, object Data)[] happenings) =>
        new(happenings.Select(h => new Happening(Guid.Empty, h.Kind, DateTimeOffset.UnixEpoch.AddMinutes(h.Minute), JsonSerializer.Serialize(h.Data))));

    private static IEnumerable<string> Words(Course course) => course.Asks.Select(a =>
        $"{a.Agency} v{a.Version}: delivered {Minutes(a.DeliveredAt - a.AskedAt)}, seen {Minutes(a.SeenAt - a.AskedAt)}, answered {Minutes(a.AnsweredAt - a.AskedAt)}, level {a.Level}"
        + (a.IsUnreachable ? ", unreachable" : "") + (a.IsReopened ? ", reopened" : ""));

    private static string Minutes(TimeSpan? span) => span is { } took ? $"{took.TotalMinutes:0}" : "-";
}
