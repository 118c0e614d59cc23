using Timpora.Comms.Replay;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>Whether it went as written, in sentences that name the line.</summary>
public class VerdictTests
{
    private static readonly Dictionary<string, string> members = new() { ["kepala.uptdppa"] = "u2", ["kepala.kanim"] = "k2" };
    private static readonly LadderMove first = new(TimeSpan.Zero, "escalation", "uptdppa", 1, 1, ["u1"], null);
    private static readonly LadderMove second = new(TimeSpan.FromMinutes(5), "escalation", "uptdppa", 2, 1, ["u2"], null);
    private static readonly ExpectedMove expected = new(9, TimeSpan.FromMinutes(5), "escalation", "uptdppa", 2, 1, ["kepala.uptdppa"]);

    [Fact]
    public void As_written_is_no_fault() => Assert.Empty(Judge([first, second], [expected], new("Open", null, new Dictionary<string, string> { ["uptdppa"] = "Notified" })));

    [Fact]
    public void First_notices_need_not_be_written() => Assert.Empty(Judge([first], []));

    [Fact]
    public void A_missing_escalation_is_named() =>
        Assert.Equal(["Line 9: uptdppa: escalation to level 2 was expected at 5:00 and did not happen."], Judge([first], [expected]));

    [Fact]
    public void One_more_escalation_is_named() =>
        Assert.Equal(["uptdppa: escalation to level 2 happened at 5:00; the scenario does not have it."], Judge([first, second, second], [expected]));

    [Theory]
    [InlineData(7.9, false)]
    [InlineData(8.1, true)]
    [InlineData(4.96, false)]
    [InlineData(4.9, true)]
    public void Three_real_seconds_late_are_tolerated_and_early_is_only_what_the_post_took(double at, bool isFault) =>
        Assert.Equal(isFault, Judge([second with { At = TimeSpan.FromMinutes(at) }], [expected]).Any(f => f.StartsWith("Line 9: uptdppa: escalation to level 2 came at", StringComparison.Ordinal)));

    [Fact]
    public void Who_was_asked_counts() =>
        Assert.Equal(["Line 9: uptdppa: escalation to level 2 did not ask exactly kepala.uptdppa."], Judge([second with { Asked = ["u2", "k2"] }], [expected]));

    [Fact]
    public void How_it_ends_counts() => Assert.Equal(
        ["The alert ended as Open, not Resolved.", "The outcome is none, not PENYIDIKAN.", "kodim ended as not asked, not Acknowledged.", "uptdppa ended as Notified, not not asked."],
        Judge([], [], new("Resolved", "PENYIDIKAN", new Dictionary<string, string> { ["kodim"] = "Acknowledged" })));

    private static IReadOnlyList<string> Judge(LadderMove[] moves, ExpectedMove[] expected, ExpectedEnd? end = null) => Verdict.Of(
        new Scenario("t", "t", [], [], TimeSpan.Zero, [], expected, end),
        new AlertCourse("Open", null, [new AgencyCourse("uptdppa", false, null, null, null, [], "Notified")], moves), members, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50));
}
