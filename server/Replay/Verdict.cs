namespace Timpora.Comms.Replay;

/// <summary>Whether it went as written. Pure; every fault is a sentence.</summary>
public static class Verdict
{
    /// <summary>How much later than written a move may be, in real time: the hub's clock looks once a second, and machines are busy.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(3);

    /// <summary>What was not as the scenario says.</summary>
    /// <param name="scenario">What was written.</param>
    /// <param name="course">What happened.</param>
    /// <param name="members">Ids of the scenario's people.</param>
    /// <param name="minute">How long a minute of the ladder lasted.</param>
    /// <param name="postTook">How long the post took: what people cause may come so much earlier, in real time.</param>
    public static IReadOnlyList<string> Of(Scenario scenario, AlertCourse course, IReadOnlyDictionary<string, string> members, TimeSpan minute, TimeSpan postTook)
    {
        List<string> faults = [];
        var left = course.Climbed.ToList();
        foreach (var expected in scenario.Expected)
        {
            var move = left.Find(m => m.Move == expected.Move && m.Agency == expected.Agency
                && (expected.Level is null || m.Level == expected.Level) && (expected.Round is null || m.Round == expected.Round));
            if (move is null)
            {
                faults.Add($"Line {expected.Line}: {Words(expected.Move, expected.Agency, expected.Level, expected.Round)} was expected at {Clock.Text(expected.At)} and did not happen.");
                continue;
            }

            left.Remove(move);
            var late = (move.At - expected.At) * (minute / TimeSpan.FromMinutes(1));
            if (late > Lateness || late < -postTook)
                faults.Add($"Line {expected.Line}: {Words(move.Move, move.Agency, move.Level, move.Round)} came at {Clock.Text(move.At)} instead of {Clock.Text(expected.At)}.");
            if (expected.Asked is { } asked && !asked.Select(who => members.GetValueOrDefault(who)).ToHashSet().SetEquals(move.Asked))
                faults.Add($"Line {expected.Line}: {Words(move.Move, move.Agency, move.Level, move.Round)} did not ask exactly {string.Join(", ", asked)}.");
        }

        faults.AddRange(left.Select(m => $"{Words(m.Move, m.Agency, m.Level, m.Round)} happened at {Clock.Text(m.At)}; the scenario does not have it."));
        if (scenario.End is { } end)
            faults.AddRange(EndFaults(end, course));
        return faults;
    }

    private static IEnumerable<string> EndFaults(ExpectedEnd end, AlertCourse course)
    {
        if (course.State != end.State)
            yield return $"The alert ended as {course.State}, not {end.State}.";
        if (course.Outcome != end.Outcome)
            yield return $"The outcome is {course.Outcome ?? "none"}, not {end.Outcome ?? "none"}.";
        foreach (var agency in end.Obligations.Keys.Union(course.Agencies.Select(a => a.Agency)))
        {
            var (was, should) = (course.Agencies.FirstOrDefault(a => a.Agency == agency)?.State ?? "not asked", end.Obligations.GetValueOrDefault(agency, "not asked"));
            if (was != should)
                yield return $"{agency} ended as {was}, not {should}.";
        }
    }

    private static string Words(string move, string agency, int? level, int? round) =>
        $"{agency}: {move}{(level is null ? "" : $" to level {level}")}{(round is null or 1 ? "" : $" of round {round}")}";
}

/// <summary>Ladder time as people read it.</summary>
public static class Clock
{
    /// <summary>Minutes and seconds, <c>m:ss</c>; a dash for what did not happen.</summary>
    public static string Text(TimeSpan? at) => at is not { } time ? "–" : time < TimeSpan.Zero ? "0:00" : $"{(int)time.TotalMinutes}:{time.Seconds:00}";
}
