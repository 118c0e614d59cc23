using System.Text.RegularExpressions;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>The races that a hub for alerts must win are numbered, and each number has a test that says so by name.</summary>
public sealed partial class EveryRaceTests
{
    [Fact]
    public void Each_of_the_eighteen_races_has_a_test_of_its_name()
    {
        var named = typeof(EveryRaceTests).Assembly.GetTypes().Where(t => t.Namespace == typeof(EveryRaceTests).Namespace)
            .SelectMany(t => t.GetMethods()).Where(m => m.IsDefined(typeof(FactAttribute), inherit: true))
            .Select(m => Number().Match(m.Name)).Where(m => m.Success).Select(m => int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(Enumerable.Range(1, 18), named.Distinct().Order());
    }

    [GeneratedRegex(@"^R(\d+)_")]
    private static partial Regex Number();
}
