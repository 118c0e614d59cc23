using Timpora.Comms.Agencies;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;
using Xunit;
using Ladder = Timpora.Comms.Tests.Escalations.Ladder;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>When a step counts as unreached, and what its ladder does then.</summary>
public sealed class StepUnreachedTests
{
    private static readonly DateTimeOffset now = DateTimeOffset.Parse("2026-11-24T01:00:00Z");
    private static readonly Guid one = Guid.CreateVersion7(), other = Guid.CreateVersion7();

    [Fact]
    public void Everything_that_left_failed_and_nobody_has_the_alert() =>
        Assert.True(StepUnreached.IsUnreached([Row(one, "desk", NotificationState.Sent), Row(one, "email", NotificationState.Quarantined), Row(one, "sms", NotificationState.Quarantined)], []));

    [Fact]
    public void One_who_has_no_contact_does_not_reach_the_step_either() =>
        Assert.True(StepUnreached.IsUnreached([Row(other, "desk", NotificationState.Sent), Row(one, "email", NotificationState.Quarantined)], []));

    [Theory]
    [InlineData(NotificationState.Sent)]
    [InlineData(NotificationState.Queued)]
    public void What_got_through_or_still_may_keeps_the_step_waiting(NotificationState second) =>
        Assert.False(StepUnreached.IsUnreached([Row(one, "email", NotificationState.Quarantined), Row(other, "sms", second)], []));

    [Fact]
    public void A_device_that_has_the_alert_keeps_the_step_waiting() =>
        Assert.False(StepUnreached.IsUnreached([Row(one, "email", NotificationState.Quarantined), Row(other, "desk", NotificationState.Sent)], [other]));

    [Fact]
    public void A_step_from_which_nothing_left_waits_as_ever() =>
        Assert.False(StepUnreached.IsUnreached([Row(one, "desk", NotificationState.Sent), Row(one, "sms", NotificationState.Cancelled)], []));

    [Fact]
    public void The_next_step_is_due_now_and_the_end_of_a_round_keeps_its_pause()
    {
        var ladder = new Ladder(AlertLevelCode.Kritis);
        ladder.Scan(now);
        Escalation.Unreached(ladder.Obligation, ladder.Plan, now.AddSeconds(5));
        Assert.Equal(now.AddSeconds(5), ladder.Obligation.NextStepAt);
        while (ladder.Obligation.Level < ladder.Plan.Steps.Count)
            ladder.Scan(ladder.Obligation.NextStepAt!.Value);
        var pause = ladder.Obligation.NextStepAt;
        Escalation.Unreached(ladder.Obligation, ladder.Plan, now.AddSeconds(9));
        Assert.Equal(pause, ladder.Obligation.NextStepAt);
    }

    private static Notification Row(Guid who, string transport, NotificationState state) => new()
    {
        Id = Guid.CreateVersion7(), AlertId = one, Obligation = one, Recipient = who, Version = 1, Round = 1, Level = 1, Transport = transport, State = state, CreatedAt = now,
    };
}
