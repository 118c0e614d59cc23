using System.Net;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Who has a budget, and for how long it is remembered.</summary>
public sealed class BudgetsTests
{
    private readonly VirtualTime time = new(CommsApp.StartOfTime);

    [Fact]
    public void Who_is_idle_is_forgotten_and_who_is_in_debt_is_not()
    {
        var budgets = new Budgets(new Limits(), time);
        var busy = Guid.CreateVersion7();
        for (var i = 0; i < 100; i++)
            budgets.Of(Guid.CreateVersion7()).All.TryTake(TimeSpan.Zero, out _);
        for (var i = 1; i < 100; i++)
            budgets.Of(IPAddress.Parse($"203.0.113.{i}")).TryTake(TimeSpan.Zero, out _);
        budgets.Of(busy).Post.Take(40);
        Assert.Equal(200, budgets.Count);
        time.Advance(Budgets.Swept);
        Assert.Equal(TimeSpan.FromSeconds(10), budgets.Of(busy).Post.Wait);
        Assert.Equal(1, budgets.Count);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_address_is_one_place_however_it_is_written(string one, string other, bool isSame)
    {
        var budgets = new Budgets(new Limits(), time);
        Assert.Equal(isSame, budgets.Of(IPAddress.Parse(one)) == budgets.Of(IPAddress.Parse(other)));
    }

    [Fact]
    public void Each_urgent_act_has_what_is_its_own()
    {
        var member = new Budgets(new Limits(), time).Of(Guid.CreateVersion7());
        Assert.Equal(3, new[] { member.Of(null), member.Of(Urgency.Post), member.Of(Urgency.Acknowledge) }.Distinct().Count());
    }
}
