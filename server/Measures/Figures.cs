using System.Runtime.InteropServices;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Measures;

/// <summary>
/// How long something took, in seconds: how often it was measured, the median, the slowest twentieth and the slowest of all. By nearest
/// rank: the <paramref name="P50"/> and <paramref name="P95"/> are values that happened, the smallest that at least half (95 %) of all
/// do not exceed.
/// </summary>
public sealed record Times(int Count, double? P50, double? P95, double? Worst)
{
    /// <summary>From the durations, in any order. What has not happened yet is not among them: it is owed, not slow.</summary>
    public static Times Of(List<double> seconds)
    {
        if (seconds.Count == 0)
            return new Times(0, null, null, null);
        seconds.Sort();
        return new Times(seconds.Count, Rank(seconds, 0.50), Rank(seconds, 0.95), seconds[^1]);
    }

    private static double Rank(List<double> sorted, double share) => sorted[Math.Max((int)Math.Ceiling(share * sorted.Count) - 1, 0)];
}

/// <summary>The share of <see cref="Figures.Obligations"/> whose ladder came to this level; level 1 is the first notice and no escalation.</summary>
public sealed record Escalated(int Level, double Share);

/// <summary>
/// The figures of one group (domain.md E7). <paramref name="Obligations"/> counts every time an agency was asked, once a version.
/// <paramref name="Reopened"/>: alerts in which an answer was void for want of progress or which were opened again after their end.
/// <paramref name="Unreachable"/>: obligations whose ladder came to a step with nobody there. <paramref name="FalseAlarms"/>: alerts that ended
/// with an outcome the organisation counts as one. <paramref name="HandoversNotAccepted"/>: changes of the agency's duty that nobody accepted;
/// null where they are not counted: by another grouping, for drills, and for agencies whose duty is not the reader's to know.
/// </summary>
public sealed record Figures(
    string Key, int Alerts, int Obligations, Times Delivered, Times Seen, Times Answered, Times AllAnswered, Times FirstProgress,
    IReadOnlyList<Escalated> Escalated, int Reopened, int Unreachable, int FalseAlarms, int? HandoversNotAccepted);

/// <summary>One alert as it is counted: where it belongs, how it ended, and its course.</summary>
public sealed record Counted(string CaseType, string Level, bool IsFalseAlarm, Course Course);

/// <summary>Adds alerts up, group by group. Holds durations only, whatever the number of entries behind them.</summary>
public sealed class Sums(string by)
{
    /// <summary>What figures can be grouped by.</summary>
    public static IReadOnlyList<string> Groupings { get; } = ["agency", "caseType", "level"];

    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);

    /// <summary>Adds one alert: to its type or level, or to every agency that it asked, with what concerns that agency.</summary>
    public void Add(Counted alert)
    {
        if (by == "agency")
            foreach (var asks in alert.Course.Asks.GroupBy(a => a.Agency))
                Of(asks.Key).Add(alert, [.. asks], asks.Key);
        else
            Of(by == "level" ? alert.Level : alert.CaseType).Add(alert, alert.Course.Asks, agency: null);
    }

    /// <summary>Adds how many changes of duty nobody accepted; the agency is shown for that, even if no alert asked it.</summary>
    public void AddHandovers(string agency, int notAccepted)
    {
        if (notAccepted > 0 || groups.ContainsKey(agency))
            Of(agency).HandoversNotAccepted = notAccepted;
    }

    /// <summary>The figures so far: levels from the most urgent, everything else by its code.</summary>
    public IReadOnlyList<Figures> ToFigures() =>
        [.. groups.OrderBy(g => by == "level" ? AlertLevelCode.All.ToList().IndexOf(g.Key) : 0).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Value.ToFigures(g.Key))];

    private Group Of(string key) => CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out _) ??= new Group();

    private sealed class Group
    {
        private readonly List<double> delivered = [], seen = [], answered = [], allAnswered = [], firstProgress = [];
        private readonly SortedDictionary<int, int> reached = [];
        private int alerts, obligations, reopened, unreachable, falseAlarms;

        public int? HandoversNotAccepted { get; set; }

        public void Add(Counted alert, IReadOnlyCollection<Ask> asks, string? agency)
        {
            alerts++;
            falseAlarms += alert.IsFalseAlarm ? 1 : 0;
            reopened += alert.Course.IsReopened || asks.Any(a => a.IsReopened) ? 1 : 0;
            foreach (var ask in asks)
            {
                obligations++;
                unreachable += ask.IsUnreachable ? 1 : 0;
                Take(delivered, ask.DeliveredAt - ask.AskedAt);
                Take(seen, ask.SeenAt - ask.AskedAt);
                Take(answered, ask.AnsweredAt - ask.AskedAt);
                for (var level = 2; level <= ask.Level; level++)
                    reached[level] = reached.GetValueOrDefault(level) + 1;
            }

            foreach (var (version, took) in alert.Course.AllAnswered.Where(a => agency is null || asks.Any(ask => ask.Version == a.Version)))
                Take(allAnswered, took);
            Take(firstProgress, alert.Course.FirstProgress(agency));
        }

        public Figures ToFigures(string key) => new(
            key, alerts, obligations, Times.Of(delivered), Times.Of(seen), Times.Of(answered), Times.Of(allAnswered), Times.Of(firstProgress),
            [.. reached.Select(r => new Escalated(r.Key, (double)r.Value / obligations))], reopened, unreachable, falseAlarms, HandoversNotAccepted);

        private static void Take(List<double> times, TimeSpan? took)
        {
            if (took is { } span)
                times.Add(span.TotalSeconds);
        }
    }
}
