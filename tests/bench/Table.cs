using System.Globalization;
using System.Text;

namespace Timpora.Comms.Bench;

/// <summary>The page of figures.</summary>
internal static class Table
{
    /// <summary>Writes <c>docs/figures.md</c>.</summary>
    public static void Write(IReadOnlyList<Figure> figures, Effort effort)
    {
        var page = new StringBuilder();
        page.AppendLine("# Figures");
        page.AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project tests/bench -- all`; how it is measured stands in `docs/measuring.md`. Every figure is a ratio to a");
        page.AppendLine("reference measured right beside it, because absolute rates drift on shared machines by a factor of two within the hour.");
        page.AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"- Commit: {Machine.Commit()}");
        page.AppendLine(CultureInfo.InvariantCulture, $"- Machine: {Machine.Describe()}");
        page.AppendLine(CultureInfo.InvariantCulture, $"- Taken: {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {effort.Rounds} rounds, load average at the start {effort.Load}");
        page.AppendLine();
        page.AppendLine("| bench | ratio | median | rounds | floor | goal | | behind it |");
        page.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var figure in figures)
            page.AppendLine(figure.Row());
        File.WriteAllText(Path.Combine(Machine.Root(), "docs", "figures.md"), page.ToString());
    }
}
