namespace Timpora.Comms.Replay;

/// <summary>A table in plain text.</summary>
public static class TextTable
{
    /// <summary>Columns as wide as their widest cell, two spaces apart, a line under the heads, nothing after the last word of a line.</summary>
    public static string Format(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = heads.Select((head, column) => rows.Select(row => row[column].Length).Append(head.Length).Max()).ToList();
        string Line(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
        return string.Join('\n', rows.Select(Line).Prepend(Line([.. widths.Select(w => new string('-', w))])).Prepend(Line(heads)));
    }
}
