using System.Text;

namespace Timpora.Comms.Bench;

/// <summary>What a bench has found: figures that are held against a floor, and listings that show how something goes.</summary>
internal sealed record Findings(IReadOnlyList<Figure> Figures, IReadOnlyList<Listing> Listings);

/// <summary>A table without floors.</summary>
internal sealed record Listing(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>As it stands on the page.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Title).AppendLine();
        text.AppendLine($"| {string.Join(" | ", Columns)} |").AppendLine(string.Concat(Columns.Select(_ => "|---")) + "|");
        foreach (var row in Rows)
            text.AppendLine($"| {string.Join(" | ", row)} |");
        return text.ToString();
    }
}
