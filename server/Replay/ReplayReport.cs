namespace Timpora.Comms.Replay;

/// <summary>What is printed at the end. People appear by position, never by name. Pure.</summary>
public static class ReplayReport
{
    /// <summary>When each agency was told, got it, saw it and answered; further answers below the first.</summary>
    public static string Agencies(AlertCourse course, Func<string, string> positionOf) => TextTable.Format(
        ["agency", "told", "got it", "saw it", "answered", "at the end"],
        [.. course.Agencies.SelectMany(agency => AgencyRows(agency, positionOf))]);

    /// <summary>Each move of the ladders, first notices included.</summary>
    public static string Moves(AlertCourse course, Func<string, string> positionOf) => TextTable.Format(
        ["at", "agency", "what", "level", "round", "asked"],
        [.. course.Moves.Select(move => (IReadOnlyList<string>)[
            Clock.Text(move.At), move.Agency, move is { Move: "escalation", Level: 1 } ? "first notice" : move.Move, move.Level?.ToString() ?? "–", move.Round?.ToString() ?? "–",
            move.Asked.Count > 0 ? string.Join(", ", move.Asked.Select(positionOf)) : move.Reason ?? "–"])]);

    /// <summary>What each device saw: from which entry to which, channel by channel.</summary>
    public static string Devices(IEnumerable<Device> devices) => TextTable.Format(
        ["device of", "saw entries", "repeats", "gapless, once, in order"],
        [.. devices.Select(device => (IReadOnlyList<string>)[
            device.Me.Position, string.Join(", ", device.Cursors.Select(c => c.Count == 0 ? $"{c.Channel} none" : $"{c.Channel} {c.Start + 1}–{c.Last}")),
            $"{device.Cursors.Sum(c => c.Repeats)}", device.Cursors.All(c => c.Faults.Count == 0) ? "yes" : "no"])]);

    private static IEnumerable<IReadOnlyList<string>> AgencyRows(AgencyCourse agency, Func<string, string> positionOf)
    {
        var answers = agency.Answers.Select(a => $"{Clock.Text(a.At)} {a.Answer}{(a.Member is null ? "" : $" ({positionOf(a.Member)})")}").ToList();
        yield return [
            agency.IsLead ? $"{agency.Agency} (lead)" : agency.Agency, Clock.Text(agency.Told), Clock.Text(agency.Got), Clock.Text(agency.Saw),
            answers.Count > 0 ? answers[0] : "–", agency.State];
        foreach (var answer in answers.Skip(1))
            yield return ["", "", "", "", answer, ""];
    }
}
