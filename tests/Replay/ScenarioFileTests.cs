using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Replay;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>Scenario files are read as written; what is wrong in one is named with its line.</summary>
public class ScenarioFileTests
{
    private const string Head = """{"title": "t", "people": ["petugas.kanim", "penghubung.kanim"], "until": "00:05:00"}""";
    private const string Post = """{"at": "00:00:00", "who": "petugas.kanim", "what": "post", "alert": {"channel": "tppo"}}""";

    [Theory]
    [MemberData(nameof(Shipped.Names), MemberType = typeof(Shipped))]
    public void A_shipped_file_can_be_played(string name)
    {
        var scenario = ScenarioFile.Read(Shipped.PathOf(name));
        Assert.Equal(Path.GetFileNameWithoutExtension(name), scenario.Name);
        Assert.NotNull(scenario.End);
    }

    [Theory]
    [MemberData(nameof(Shipped.Names), MemberType = typeof(Shipped))]
    public void A_shipped_file_names_its_source_and_accounts_of_the_demo(string name)
    {
        Assert.Contains(File.ReadLines(Shipped.PathOf(name)).TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)), l => l.Contains("Source", StringComparison.Ordinal));
        Assert.Empty(ScenarioFile.Read(Shipped.PathOf(name)).People.Except(OrganisationFile.LoadConfigured(null).Members.Select(m => m.UserName)));
    }

    /// <summary>No identities: the hub itself would refuse them, but the files are public.</summary>
    [Theory]
    [MemberData(nameof(Shipped.Names), MemberType = typeof(Shipped))]
    public void A_shipped_file_holds_no_identity_and_no_telephone_number(string name) =>
        Assert.DoesNotContain(File.ReadLines(Shipped.PathOf(name)).Where(l => l.StartsWith('{')), l => IdentityNumbers.Contains(l) || IdentityNumbers.ContainsTelephone(l));

    [Fact]
    public void A_scenario_is_read_whole()
    {
        var scenario = Parse(Head, "// a comment", "", Post,
            """{"expect": "escalation", "at": "00:01:00", "agency": "kanim", "level": 2, "asked": ["penghubung.kanim"]}""",
            """{"at": "00:02:30", "who": "penghubung.kanim", "what": "acknowledge", "note": "siap", "refused": "already_closed"}""",
            """{"expect": "end", "state": "Open", "obligations": {"kanim": "Seen"}}""");
        Assert.Equal(TimeSpan.FromMinutes(5), scenario.Until);
        Assert.Equal(["post", "acknowledge"], scenario.Steps.Select(s => s.What));
        var (step, move) = (scenario.Steps[1], Assert.Single(scenario.Expected));
        Assert.Equal((TimeSpan.FromSeconds(150), "already_closed", "siap"), (step.At, step.Refused, step.Body["note"].GetString()));
        Assert.Equal((TimeSpan.FromMinutes(1), "kanim", 2, 1), (move.At, move.Agency, move.Level, move.Round));
        Assert.Equal("Seen", scenario.End!.Obligations["kanim"]);
    }

    [Theory]
    [InlineData("""{"at": "00:01:00", "who": "kepala.kanim", "what": "seen"}""", "Line 3: \"who\" names kepala.kanim, who is not among")]
    [InlineData("""{"at": "00:01:00", "who": "penghubung.kanim", "what": "ignore"}""", "Line 3: \"ignore\" is no step; a step is one of post, seen")]
    [InlineData("""{"at": "1:00", "who": "penghubung.kanim", "what": "seen"}""", "Line 3: \"at\" is \"1:00\", not a time such as 00:02:30")]
    [InlineData("""{"who": "penghubung.kanim", "what": "seen"}""", "Line 3: \"at\" is missing")]
    [InlineData("""{"at": "00:01:00", "who": "penghubung.kanim", "what": "decline"}""", "Line 3: \"reason\" is missing")]
    [InlineData("""{"at": "00:01:00", "who": "penghubung.kanim", "what": "seen", "note": "x"}""", "Line 3: \"note\" does not belong here")]
    [InlineData("""{"at": "00:09:00", "who": "penghubung.kanim", "what": "seen"}""", "Line 3: this step lies after \"until\"")]
    [InlineData("""{"at": "00:00:00", "who": "petugas.kanim", "what": "post", "alert": {}}""", "Line 3: a scenario posts one alert only")]
    [InlineData("""{"expect": "rain", "at": "00:01:00", "agency": "kanim"}""", "Line 3: \"rain\" cannot be expected")]
    [InlineData("""{"expect": "escalation", "at": "00:01:00", "agency": "kanim", "level": "two"}""", "Line 3: \"level\" must be a whole number")]
    [InlineData("""{"at": "00:01:00", "who": """, "Line 3: not valid JSON")]
    [InlineData("""["at"]""", "Line 3: not a JSON object")]
    public void A_wrong_line_is_named(string line, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<ScenarioException>(() => Parse(Head, Post, line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Steps_stand_in_time_order() =>
        Assert.StartsWith("Line 4: this step lies before", Assert.Throws<ScenarioException>(() => Parse(Head, Post,
            """{"at": "00:02:00", "who": "penghubung.kanim", "what": "seen"}""", """{"at": "00:01:00", "who": "penghubung.kanim", "what": "undo"}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_post_comes_first() =>
        Assert.Equal("The first step must be the post.", Assert.Throws<ScenarioException>(() => Parse(Head, """{"at": "00:00:00", "who": "petugas.kanim", "what": "undo"}""")).Message);

    [Fact]
    public void A_file_does_not_decide_whether_it_is_a_drill() =>
        Assert.Contains("without \"status\"", Assert.Throws<ScenarioException>(() => Parse(
            Head, """{"at": "00:00:00", "who": "petugas.kanim", "what": "post", "alert": {"status": "Actual"}}""")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("// only a comment")]
    [InlineData(Post)]
    public void A_file_without_a_head_is_refused(string text) =>
        Assert.StartsWith("The first line that is no comment must be the head", Assert.Throws<ScenarioException>(() => Parse(text)).Message, StringComparison.Ordinal);

    private static Scenario Parse(params string[] lines) => ScenarioFile.Parse("test", string.Join('\n', lines));
}
