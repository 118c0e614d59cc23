using Microsoft.Extensions.Time.Testing;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>The hub's clock follows the database's by what an answer proves, and nothing else moves it.</summary>
public sealed class HubClockTests
{
    private readonly VirtualTime time = new(CommsApp.StartOfTime);

    [Fact]
    public void It_takes_over_what_an_answer_proves_measured_from_the_middle()
    {
        var clock = new HubClock(time);
        Assert.Equal(TimeSpan.FromMinutes(10), Asks(clock, ahead: TimeSpan.FromMinutes(10), takes: TimeSpan.FromMilliseconds(40)));
        Assert.Equal(time.GetUtcNow().AddMinutes(10), clock.Now());
        Assert.Equal(TimeSpan.FromMinutes(-10), clock.WallDrift());

        Assert.Equal(TimeSpan.FromMinutes(-15), Asks(clock, ahead: TimeSpan.FromMinutes(-5), takes: TimeSpan.Zero));
        Assert.Equal(time.GetUtcNow().AddMinutes(-5), clock.Now());
    }

    /// <summary>The process was held for a minute while the answer lay in its socket: once that set the clock back by the minute.</summary>
    [Fact]
    public void An_answer_that_lay_around_moves_nothing()
    {
        var clock = new HubClock(time);
        var asked = time.GetTimestamp();
        var databaseNow = time.GetUtcNow().AddMilliseconds(5);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.Zero, clock.Follow(databaseNow, asked, time.GetTimestamp()));
        Assert.Equal(time.GetUtcNow(), clock.Now());
    }

    [Fact]
    public void What_lies_within_the_way_there_and_back_moves_nothing_and_what_does_not_moves_it()
    {
        var clock = new HubClock(time);
        Assert.Equal(TimeSpan.Zero, Asks(clock, ahead: TimeSpan.FromMilliseconds(19), takes: TimeSpan.FromMilliseconds(40)));
        Assert.Equal(TimeSpan.FromMilliseconds(21), Asks(clock, ahead: TimeSpan.FromMilliseconds(21), takes: TimeSpan.FromMilliseconds(40)));
    }

    [Fact]
    public void A_wall_clock_that_is_set_moves_nothing_but_the_skew()
    {
        var clock = new HubClock(time);
        time.WallError = TimeSpan.FromDays(-1);
        Assert.Equal((CommsApp.StartOfTime, TimeSpan.FromDays(-1)), (clock.Now(), clock.WallDrift()));
        Assert.Equal(CommsApp.StartOfTime, clock.Time.GetUtcNow());
    }

    // The database stands ahead of the true time and reads its clock half way.
    private TimeSpan Asks(HubClock clock, TimeSpan ahead, TimeSpan takes)
    {
        var asked = time.GetTimestamp();
        time.Advance(takes / 2);
        var databaseNow = ((FakeTimeProvider)time).GetUtcNow() + ahead;
        time.Advance(takes / 2);
        return clock.Follow(databaseNow, asked, time.GetTimestamp());
    }
}
