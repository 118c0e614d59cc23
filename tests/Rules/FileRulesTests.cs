using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>What holds for every file of the server.</summary>
public partial class FileRulesTests
{
    private const int MostLines = 200;

    /// <summary>Longer than that, each for its reason.</summary>
    private static readonly Dictionary<string, string> longer = new()
    {
        ["ChannelLog.cs"] = "the only hand-written SQL of the hot path stands in one place",
    };

    [Fact]
    public void No_file_is_longer_than_a_person_reads_at_once() =>
        Assert.Empty(TooLong(Directory.EnumerateFiles(Path.Combine(Repository.Root, "server"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Migrations" or "Compiled"))));

    [Fact]
    public void A_file_that_is_too_long_is_seen()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, Enumerable.Repeat("//", MostLines + 1));
            Assert.Single(TooLong([file]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What only one database understands stands in Storage, so that everything else runs on both.</summary>
    [Fact]
    public void Sql_of_one_database_stays_in_storage() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "server"), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Storage")),
            f => IsOfOneDatabase(File.ReadAllText(f)));

    [Theory]
    [InlineData("SELECT 1 FROM search WHERE search MATCH @word")]
    [InlineData("WHERE document @@ plainto_tsquery('x')")]
    [InlineData("PRAGMA synchronous")]
    [InlineData("FOR UPDATE SKIP LOCKED")]
    public void Sql_of_one_database_is_seen(string sql) => Assert.True(IsOfOneDatabase(sql));

    private static bool IsOfOneDatabase(string text) => OneDatabase().IsMatch(text);

    [GeneratedRegex(@"\bMATCH @|tsquery|tsvector|\bPRAGMA\b|\bFOR UPDATE\b|SKIP LOCKED|\bjsonb\b|json_each|pg_\w+\(")]
    private static partial Regex OneDatabase();

    private static List<string> TooLong(IEnumerable<string> files) =>
        [.. files.Select(f => (File: f, Lines: File.ReadLines(f).Count())).Where(f => f.Lines > MostLines && !longer.ContainsKey(Path.GetFileName(f.File)))
            .Select(f => $"{Path.GetFileName(f.File)} has {f.Lines} lines, at most {MostLines}")];

}
