using Microsoft.Extensions.Configuration;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What the section <c>Limits</c> may say, and that an urgent post is never left without.</summary>
public sealed class LimitsTests
{
    [Fact]
    public void Without_settings_they_are_those_of_production_and_a_setting_changes_only_itself()
    {
        var plain = Limits.From(new ConfigurationBuilder().Build());
        Assert.Equal((10, 300, 50.0), (plain.ConnectionsPerMember, plain.Member.AtOnce, plain.Member.PerSecond));
        var changed = With(("Member:AtOnce", "7"), ("LongestWait", "00:00:02"));
        Assert.Equal((10, 7, 50.0, TimeSpan.FromSeconds(2)), (changed.ConnectionsPerMember, changed.Member.AtOnce, changed.Member.PerSecond, changed.LongestWait));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "-5")]
    [InlineData("0", "NaN")]
    public void Whatever_is_configured_an_urgent_act_is_possible_every_few_seconds(string atOnce, string perSecond)
    {
        var limits = With(("Post:AtOnce", atOnce), ("Post:PerSecond", perSecond), ("Acknowledge:AtOnce", atOnce), ("Acknowledge:PerSecond", perSecond));
        var time = new VirtualTime(CommsApp.StartOfTime);
        foreach (var allowance in new[] { limits.Post, limits.Acknowledge })
        {
            var budget = new Budget(allowance, time);
            for (var i = 0; i < 10; i++)
            {
                Assert.True(budget.TryTake(TimeSpan.Zero, out _));
                time.Advance(TimeSpan.FromSeconds(Limits.UrgentEvery));
            }
        }
    }

    [Theory]
    [InlineData("Member:AtOnce", "0")]
    [InlineData("Frames:PerSecond", "0")]
    [InlineData("Calls:PerSecond", "NaN")]
    [InlineData("Address:AtOnce", "many")]
    [InlineData("ConnectionsPerMember", "0")]
    [InlineData("LongestWait", "01:00:00")]
    [InlineData("Membr:AtOnce", "5")]
    [InlineData("Member:PerMinute", "5")]
    public void What_makes_no_sense_is_found_at_the_start(string key, string value) => Assert.Throws<InvalidOperationException>(() => With((key, value)));

    /// <summary>Programs measure the demo with few accounts; what is meant for it must lie where the program finds it.</summary>
    [Fact]
    public void The_demo_allows_more_of_everything()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "appsettings.Development.json");
        var (demo, production) = (Limits.From(new ConfigurationBuilder().AddJsonFile(file).Build()), new Limits());
        foreach (var of in new Func<Limits, Allowance>[] { l => l.Frames, l => l.Calls, l => l.Member, l => l.Replay, l => l.Post, l => l.Acknowledge, l => l.Address })
        {
            Assert.True(of(demo).AtOnce >= 10 * of(production).AtOnce);
            Assert.True(of(demo).PerSecond >= 10 * of(production).PerSecond);
        }

        Assert.True(demo.ConnectionsPerMember >= 10_000);
    }

    private static Limits With(params (string Key, string Value)[] settings) =>
        Limits.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"{Limits.Section}:{s.Key}", (string?)s.Value))).Build());
}
