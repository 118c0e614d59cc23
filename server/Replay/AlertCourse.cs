using System.Text.Json;

namespace Timpora.Comms.Replay;

/// <summary>How the alert went, read from the hub's answer. Times are ladder minutes since the post.</summary>
/// <param name="State">The alert's state.</param>
/// <param name="Outcome">The outcome's code.</param>
/// <param name="Agencies">Those that owe an answer, the lead first.</param>
/// <param name="Moves">What the ladders did, in the log's order.</param>
public sealed record AlertCourse(string State, string? Outcome, IReadOnlyList<AgencyCourse> Agencies, IReadOnlyList<LadderMove> Moves)
{
    private const string FirstNotice = "escalation";

    /// <summary>The moves beyond the first notices: what a scenario has to expect.</summary>
    public IEnumerable<LadderMove> Climbed => Moves.Where(m => m is not { Move: FirstNotice, Level: 1, Round: 1 } and not { Move: "by hand" });

    /// <summary>Reads <c>GET /api/alerts/{id}</c>.</summary>
    public static AlertCourse Read(JsonElement alert, TimeSpan minute)
    {
        var posted = alert.GetProperty("postedAt").GetDateTimeOffset();
        var entries = alert.GetProperty("timeline").EnumerateArray().Where(e => Text(e, "kind") != "withheld").ToList();
        TimeSpan? Since(JsonElement owner, string name) =>
            owner.TryGetProperty(name, out var at) ? (at.GetDateTimeOffset() - posted) / minute * TimeSpan.FromMinutes(1) : null;
        List<LadderMove> moves = [];
        var answers = new List<(string Agency, AgencyAnswer Answer)>();
        foreach (var entry in entries.Where(e => e.TryGetProperty("data", out _)))
        {
            var (kind, data, at) = (Text(entry, "kind")!, entry.GetProperty("data"), Since(entry, "at")!.Value);
            var agency = Text(data, "agency") ?? "";
            if (MoveOf(kind) is { } move)
                moves.Add(new LadderMove(at, move, agency, Number(data, "level"), Number(data, "round"), Ids(data, "recipients"), Text(data, "reason")));
            if (AnswerOf(kind, data) is { } answer)
                answers.Add((agency, new AgencyAnswer(at, answer, Text(data, "member"))));
        }

        var agencies = alert.GetProperty("obligations").EnumerateArray().Select(o => new AgencyCourse(
            Text(o, "agency")!, o.GetProperty("lead").GetBoolean(), moves.Find(m => m.Move == FirstNotice && m.Agency == Text(o, "agency"))?.At, Since(o, "deliveredAt"), Since(o, "seenAt"),
            [.. answers.Where(a => a.Agency == Text(o, "agency")).Select(a => a.Answer)], Text(o, "state")!));
        return new AlertCourse(Text(alert, "state")!, Text(alert, "outcome"), [.. agencies], moves);
    }

    private static string? MoveOf(string kind) => kind switch
    {
        "escalation.fired" => FirstNotice,
        "escalation.skipped" => "skipped",
        "escalation.exhausted" => "exhausted",
        "escalation.forced" => "by hand",
        "obligation.reopened" => "reopened",
        _ => null,
    };

    private static string? AnswerOf(string kind, JsonElement data) => kind switch
    {
        "obligation.acknowledged" => data.TryGetProperty("late", out _) ? "acknowledged, late" : "acknowledged",
        "obligation.coacknowledged" => "joined in",
        "obligation.lateacknowledged" => "after the end",
        "obligation.undone" => "taken back",
        "obligation.declined" => data.TryGetProperty("final", out var final) && final.GetBoolean() ? "declined" : "declined, to the chief",
        "obligation.reopened" => "reopened: no progress",
        _ => null,
    };

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static IReadOnlyList<string> Ids(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(i => i.ToString())] : [];
}

/// <summary>How one agency's answer went.</summary>
public sealed record AgencyCourse(
    string Agency, bool IsLead, TimeSpan? Told, TimeSpan? Got, TimeSpan? Saw, IReadOnlyList<AgencyAnswer> Answers, string State);

/// <summary>One thing an agency said, or lost again.</summary>
public sealed record AgencyAnswer(TimeSpan At, string Answer, string? Member);

/// <summary>One move of an agency's ladder.</summary>
public sealed record LadderMove(TimeSpan At, string Move, string Agency, int? Level, int? Round, IReadOnlyList<string> Asked, string? Reason);
