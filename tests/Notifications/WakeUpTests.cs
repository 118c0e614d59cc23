using Timpora.Comms.Alerts;
using Timpora.Comms.Notifications;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>What a step sends out of the hub, and when (domain.md E5).</summary>
public sealed class WakeUpTests
{
    private static readonly TimeSpan minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(AlertLevel.Kritis)]
    [InlineData(AlertLevel.Mendesak)]
    public void The_first_notice_is_an_email_at_once_and_a_text_message_a_minute_later(AlertLevel urgency) =>
        Assert.Equal([new WakeUp("email", WakeUp.Hold), new("sms", minute)], WakeUp.For(urgency, 1, minute));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Later_steps_and_warnings_send_both_at_once(int step) =>
        Assert.Equal([new WakeUp("email", WakeUp.Hold), new("sms", WakeUp.Hold)], WakeUp.For(AlertLevel.Kritis, step, minute));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Routine_alerts_stay_in_the_hub(int step) => Assert.Empty(WakeUp.For(AlertLevel.Rutin, step, minute));

    /// <summary>A drill's short minute must not break the promise of R6.</summary>
    [Fact]
    public void Nothing_leaves_within_a_second_however_short_the_ladders_minute_is()
    {
        Assert.All(WakeUp.For(AlertLevel.Kritis, 1, TimeSpan.FromMilliseconds(100)), wakeUp => Assert.True(wakeUp.After > TimeSpan.FromSeconds(1)));
        // And still in time: the first notification leaves within two seconds.
        Assert.True(WakeUp.Hold < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Only_the_text_message_of_the_first_notice_is_spared_by_a_receipt()
    {
        Assert.True(WakeUp.IsSparedByReceipt("sms", 1));
        Assert.False(WakeUp.IsSparedByReceipt("sms", 2));
        Assert.False(WakeUp.IsSparedByReceipt("email", 1));
    }
}
