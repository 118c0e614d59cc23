using Timpora.Comms.Measures;
using Xunit;

namespace Timpora.Comms.Tests.Measures;

public sealed class TimesTests
{
    /// <summary>Nearest rank: of n values in order, the p-th is number ⌈p·n⌉; always a value that happened, never one between two.</summary>
    [Theory]
    [InlineData("7", 7, 7, 7)]
    [InlineData("20 10", 10, 20, 20)]
    [InlineData("30 10 20", 20, 30, 30)]
    [InlineData("4 3 2 1", 2, 4, 4)]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", 10, 19, 20)]
    [InlineData("21 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", 11, 20, 21)]
    public void Percentiles_are_by_nearest_rank(string seconds, double p50, double p95, double worst)
    {
        var given = seconds.Split(' ').Select(double.Parse).ToList();
        Assert.Equal(new Times(given.Count, p50, p95, worst), Times.Of(given));
    }

    [Fact]
    public void What_never_happened_has_no_times() => Assert.Equal(new Times(0, null, null, null), Times.Of([]));
}
