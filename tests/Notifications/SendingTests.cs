using Timpora.Comms.Notifications;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>How often and how long a notification is tried.</summary>
public sealed class SendingTests
{
    private static readonly DateTimeOffset now = DateTimeOffset.Parse("2026-11-24T01:00:00Z");

    [Fact]
    public void Pauses_grow_and_are_spread_by_at_most_a_fifth()
    {
        Assert.Equal([5d, 20, 60, 180, 180], Enumerable.Range(1, 5).Select(n => Sending.PauseAfter(n, 0).TotalSeconds));
        Assert.Equal([6d, 24, 72, 216, 216], Enumerable.Range(1, 5).Select(n => Sending.PauseAfter(n, 1).TotalSeconds));
    }

    [Theory]
    [InlineData(1, NotificationState.Queued, 5)]
    [InlineData(4, NotificationState.Queued, 180)]
    [InlineData(5, NotificationState.Quarantined, null)]
    [InlineData(6, NotificationState.Quarantined, null)]
    public void A_failure_is_tried_again_until_the_fifth(int attempts, NotificationState state, int? seconds)
    {
        var after = Sending.After(Row(attempts), AttemptResult.Failed("timeout"), now, 0);
        Assert.Equal((state, attempts, seconds is { } s ? now.AddSeconds(s) : null, null, "timeout"), (after.State, after.Attempts, after.DueAt, after.SentAt, after.Result));
    }

    [Fact]
    public void What_was_refused_is_never_tried_again() =>
        Assert.Equal((NotificationState.Quarantined, null), (Sending.After(Row(1), AttemptResult.Refused("smtp-550"), now, 0).State, Sending.After(Row(1), AttemptResult.Refused("smtp-550"), now, 0).DueAt));

    [Fact]
    public void What_was_not_tried_does_not_count_as_an_attempt()
    {
        var cancelled = Sending.After(Row(1), new AttemptResult(AttemptKind.NotNeeded, "answered"), now, 0);
        Assert.Equal((NotificationState.Cancelled, 0, null, "answered"), (cancelled.State, cancelled.Attempts, cancelled.DueAt, cancelled.Result));
        var later = Sending.After(Row(1), new AttemptResult(AttemptKind.Later, "drill-paused"), now, 0);
        Assert.Equal((NotificationState.Queued, 0, now + Sending.DrillLook), (later.State, later.Attempts, later.DueAt));
    }

    [Fact]
    public void What_was_taken_over_is_done() =>
        Assert.Equal(new Sending.Standing(NotificationState.Sent, 2, null, now, "sent"), Sending.After(Row(2), AttemptResult.Sent, now, 0));

    /// <summary>Nobody takes over what its owner may still be sending.</summary>
    [Fact]
    public void A_claim_outlives_an_attempt_and_the_time_to_begin_it() => Assert.True(Sending.ClaimLife > 2 * Sending.Patience);

    private static Notification Row(int attempts) => new()
    {
        Id = Guid.CreateVersion7(), AlertId = Guid.CreateVersion7(), Obligation = Guid.CreateVersion7(), Recipient = Guid.CreateVersion7(), Version = 1, Round = 1, Level = 1,
        Transport = "email", CreatedAt = now, Attempts = attempts,
    };
}
