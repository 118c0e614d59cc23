using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>docs/asvs.md stays true: it has every requirement once, and what it calls shown is shown by tests that exist.</summary>
public sealed partial class SecurityListTests
{
    private static readonly List<Row> list = Read(File.ReadAllText(Path.Combine(Repository.Root, "docs", "asvs.md")));

    /// <summary>Classes that have tests, and the page's test files.</summary>
    private static readonly HashSet<string> tests =
    [
        .. typeof(SecurityListTests).Assembly.GetTypes().Where(t => t.GetMethods().Any(m => m.IsDefined(typeof(FactAttribute), inherit: true))).Select(t => t.Name),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "client-web", "test"), "*.test.ts*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)),
    ];

    /// <summary>As OWASP counts version 5.0.0.</summary>
    [Fact]
    public void It_has_every_requirement_of_levels_1_and_2_once_and_in_order()
    {
        Assert.Equal((70, 183), (list.Count(r => r.Level == 1), list.Count(r => r.Level == 2)));
        Assert.Equal(253, list.Select(r => r.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(list.Select(r => r.Id), list.OrderBy(r => Version.Parse(r.Id)).Select(r => r.Id));
        Assert.Equal([.. Enumerable.Range(1, 17)], list.Select(r => Version.Parse(r.Id).Major).Distinct());
    }

    [Fact]
    public void Each_says_what_is_asked_in_few_words_and_how_it_stands() => IsEmpty(list.SelectMany(Wrong));

    [Fact]
    public void Nothing_of_level_1_is_open() => IsEmpty(list.Where(r => r is { Level: 1, Status: not ("pass" or "n.a.") }).Select(r => r.Id));

    /// <summary>Where documentation is asked for, the part of the page is named that has it.</summary>
    [Fact]
    public void The_pages_have_the_parts_that_it_names()
    {
        var named = list.Where(r => r.Status == "pass").SelectMany(r => Part().Matches(r.Shown).Select(m => (r.Id, Page: m.Groups[1].Value, Part: m.Groups[2].Value))).ToList();
        Assert.True(named.Count > 8);
        IsEmpty(named.Where(n => !Has(n.Page, n.Part)).Select(n => $"{n.Id}: {n.Page} has no {n.Part}"));
        Assert.False(Has("security.md", "No such part"));
    }

    // A heading, or the first cell of a row.
    private static bool Has(string page, string part) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", page)) is var text && (text.Contains($"\n## {part}\n", StringComparison.Ordinal) || text.Contains($"\n| {part} | ", StringComparison.Ordinal));

    [Theory]
    [InlineData("1.2.4", "pass", "`NoSuchTests`", "names NoSuchTests, which no test is")]
    [InlineData("1.2.4", "pass", "`noSuch.test.ts`", "names noSuch.test.ts, which no test is")]
    [InlineData("1.2.4", "pass", "Nobody has shown it.", "names no test")]
    [InlineData("1.2.4", "pass", "`CommsApp`", "names CommsApp, which no test is")]
    [InlineData("1.2.4", "n.a.", "", "has no reason")]
    [InlineData("1.2.4", "open", "", "has no reason")]
    [InlineData("1.2.4", "done", "`DoorTests`", "has no status")]
    public void What_is_wrong_is_seen(string id, string status, string shown, string wrong) =>
        Assert.Equal([$"{id} {wrong}"], Wrong(Assert.Single(Read($"| {id} | 1 | queries take parameters | {status} | {shown} |"))));

    // All of them: whoever mends the list wants to see them at once.
    private static void IsEmpty(IEnumerable<string> wrong) => Assert.True(!wrong.Any(), string.Join('\n', wrong));

    private static IEnumerable<string> Wrong(Row row)
    {
        if (row.Asked.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: 0 or > 10 })
            yield return $"{row.Id} is said in no or too many words";
        if (row.Status is not ("pass" or "n.a." or "open"))
            yield return $"{row.Id} has no status";
        if (row.Status is "n.a." or "open" && row.Shown.Length == 0)
            yield return $"{row.Id} has no reason";
        if (row.Status != "pass")
            yield break;
        var named = Quoted().Matches(row.Shown).Select(m => m.Groups[1].Value).ToList();
        if (named.Count == 0)
            yield return $"{row.Id} names no test";
        foreach (var name in named.Where(n => !tests.Contains(n)))
            yield return $"{row.Id} names {name}, which no test is";
    }

    private static List<Row> Read(string text) =>
        [.. Line().Matches(text).Select(m => new Row(m.Groups[1].Value, int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), m.Groups[3].Value.Trim(), m.Groups[4].Value.Trim(), m.Groups[5].Value.Trim()))];

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| ([12]) \|([^|\n]*)\|([^|\n]*)\|([^|\n]*)\|", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\(([\w-]+\.md), ([^)]+)\)")]
    private static partial Regex Part();

    private sealed record Row(string Id, int Level, string Asked, string Status, string Shown);
}
