using System.Text;

namespace Timpora.Comms.Bench;

/// <summary>The page of figures. Each word that writes to it has a section of its own and leaves the others as they are.</summary>
internal static class Table
{
    private const string Mark = "## ";

    private static readonly (string Word, string Heading)[] sections = [("all", "One node"), ("scale", "Beside others, and how cost grows"), ("limits", "Beside a hostile client")];

    /// <summary>Writes a word's section of <c>docs/figures.md</c>.</summary>
    public static void Write(string word, Findings findings, Effort effort)
    {
        var file = Path.Combine(Machine.Root(), "docs", "figures.md");
        var known = File.Exists(file) ? Sections(File.ReadAllText(file)) : [];
        known[sections.First(s => s.Word == word).Heading] = Section(word, findings, effort);
        var page = new StringBuilder();
        page.AppendLine("# Figures").AppendLine();
        page.AppendLine("How it is measured stands in `docs/measuring.md`. Every figure with a floor is a ratio to a reference measured right beside it, because absolute");
        page.AppendLine("rates drift on shared machines by a factor of two within the hour.");
        foreach (var (_, heading) in sections)
            if (known.TryGetValue(heading, out var text))
                page.AppendLine().AppendLine(Mark + heading).AppendLine().AppendLine(text.Trim());
        File.WriteAllText(file, page.ToString());
    }

    /// <summary>The sections of a page by their headings.</summary>
    private static Dictionary<string, string> Sections(string page) =>
        page.Split('\n' + Mark).Skip(1).Select(part => part.Split('\n', 2)).ToDictionary(part => part[0].Trim(), part => part.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);

    private static string Section(string word, Findings findings, Effort effort)
    {
        var text = new StringBuilder();
        text.AppendLine($"Written by `dotnet run -c Release --project tests/bench -- {word}`.").AppendLine();
        text.AppendLine($"- Commit: {Machine.Commit()}");
        text.AppendLine($"- Machine: {Machine.Describe()}, databases {(word == "limits" ? "in memory" : "on the machine's own disk")}");
        text.AppendLine($"- Taken: {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {effort.Rounds} rounds, load average at the start {effort.Load}");
        if (findings.Figures.Count > 0)
        {
            text.AppendLine().AppendLine("| bench | ratio | median | rounds | floor | goal | | behind it |").AppendLine("|---|---|---|---|---|---|---|---|");
            foreach (var figure in findings.Figures)
                text.AppendLine(figure.Row());
        }

        foreach (var listing in findings.Listings)
            text.AppendLine().Append(listing);
        return text.ToString();
    }
}
