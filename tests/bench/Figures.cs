using System.Globalization;

namespace Timpora.Comms.Bench;

/// <summary>
/// A ratio to a reference that was measured right beside it, one value a round; the median counts. The floor must be reached, the goal
/// is aimed at.
/// </summary>
/// <param name="Bench">The bench's name.</param>
/// <param name="What">What is divided by what.</param>
/// <param name="Floor">The worst value that passes.</param>
/// <param name="Goal">The value aimed at; better than the floor.</param>
/// <param name="Rounds">One value a round.</param>
/// <param name="Note">The figures behind it, for whoever wants to understand it.</param>
internal sealed record Figure(string Bench, string What, double Floor, double Goal, IReadOnlyList<double> Rounds, string Note)
{
    /// <summary>The median of the rounds.</summary>
    public double Value => Median(Rounds);

    /// <summary>Whether less is better.</summary>
    public bool LessIsBetter => Goal < Floor;

    /// <summary>How it stands.</summary>
    public string Verdict => Rounds.Count == 0 ? "NOT MEASURED" : Reaches(Goal) ? "goal met" : Reaches(Floor) ? "floor met" : "MISSED";

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>One line for a person.</summary>
    public override string ToString() =>
        $"{Bench,-8} {What}: {Text(Value)} (rounds {string.Join(' ', Rounds.Select(Text))}; floor {Text(Floor)}, goal {Text(Goal)}) {Verdict}\n         {Note}";

    /// <summary>A row of the table.</summary>
    public string Row() => $"| `{Bench}` | {What} | {Text(Value)} | {string.Join(' ', Rounds.Select(Text))} | {Text(Floor)} | {Text(Goal)} | {Verdict} | {Note} |";

    private bool Reaches(double mark) => LessIsBetter ? Value <= mark : Value >= mark;

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);
}
