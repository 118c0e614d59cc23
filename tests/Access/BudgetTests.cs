using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Tokens that come back evenly.</summary>
public sealed class BudgetTests
{
    private readonly VirtualTime time = new(CommsApp.StartOfTime);

    [Fact]
    public void It_gives_what_is_allowed_at_once_and_then_one_as_often_as_it_says()
    {
        var budget = Of(3, 2);
        Assert.Equal(3, Taken(budget));
        Assert.False(budget.TryTake(TimeSpan.Zero, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(.5), wait);
        time.Advance(TimeSpan.FromSeconds(.4));
        Assert.Equal(0, Taken(budget));
        time.Advance(TimeSpan.FromSeconds(.1));
        Assert.Equal(1, Taken(budget));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Taken(budget));
        // However long nobody asks, no more than that at once.
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, Taken(budget));
    }

    [Fact]
    public void Who_takes_in_advance_has_it_in_turn_and_before_those_who_ask_later()
    {
        var budget = Of(1, 1);
        Assert.Equal(1, Taken(budget));
        var waits = Enumerable.Range(0, 4).Select(_ => budget.TryTake(TimeSpan.FromSeconds(3), out var wait) ? wait.TotalSeconds : -wait.TotalSeconds);
        Assert.Equal([1, 2, 3, -4], waits);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, Taken(budget));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Taken(budget));
    }

    [Fact]
    public void What_was_used_already_is_owed()
    {
        var budget = Of(10, 10);
        budget.Take(10);
        Assert.Equal(TimeSpan.Zero, budget.Wait);
        budget.Take(25);
        Assert.Equal(TimeSpan.FromSeconds(2.5), budget.Wait);
        time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.Equal(0, Taken(budget));
        time.Advance(TimeSpan.FromSeconds(.2));
        Assert.Equal(1, Taken(budget));
    }

    [Fact]
    public void It_is_full_when_all_has_come_back()
    {
        var budget = Of(5, 1);
        Assert.True(budget.IsFull);
        Assert.Equal(5, Taken(budget));
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(budget.IsFull);
        time.Advance(TimeSpan.FromSeconds(.1));
        Assert.True(budget.IsFull);
    }

    [Fact]
    public async Task Many_at_once_get_no_more_than_there_is()
    {
        var budget = Of(1000, 1);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Count(_ => budget.TryTake(TimeSpan.Zero, out var _)))));
        Assert.Equal(1000, taken.Sum());
    }

    private static int Taken(Budget budget)
    {
        var count = 0;
        while (budget.TryTake(TimeSpan.Zero, out _))
            count++;
        return count;
    }

    private Budget Of(int atOnce, double perSecond) => new(new Allowance { AtOnce = atOnce, PerSecond = perSecond }, time);
}
