using System.Text.Json;

namespace Timpora.Comms.Replay;

/// <summary>
/// Reads a scenario file: comment lines begin with <c>//</c>, every other line is one JSON object. The first object is the
/// scenario's head, the others are steps (<c>what</c>) and expectations (<c>expect</c>).
/// </summary>
public static class ScenarioFile
{
    /// <summary>Reads a file.</summary>
    public static Scenario Read(string path) => Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));

    /// <summary>Reads a file's text, or names what is wrong with it.</summary>
    public static Scenario Parse(string name, string text)
    {
        var lines = Objects(text).ToList();
        if (lines.Count == 0 || !lines[0].Has("title"))
            throw new ScenarioException("The first line that is no comment must be the head, with \"title\", \"people\" and \"until\".");
        var head = lines[0].Only("title", "people", "offline", "until");
        var people = head.Texts("people");
        var offline = head.Has("offline") ? head.Texts("offline") : [];
        foreach (var who in offline)
            RequireKnown(who, people, head, "offline");
        var until = head.Time("until");
        List<ScenarioStep> steps = [];
        List<ExpectedMove> moves = [];
        ExpectedEnd? end = null;
        foreach (var line in lines.Skip(1))
        {
            if (!line.Has("expect"))
                steps.Add(Step(line, people));
            else if (line.Text("expect") == "end")
                end = end is null ? End(line) : throw line.Wrong("the end is expected twice");
            else
                moves.Add(Move(line, people));
        }

        CheckOrder(steps, until);
        return new Scenario(name, head.Text("title"), people, offline, until, steps, moves, end);
    }

    private static ScenarioStep Step(ScenarioLine line, IReadOnlyList<string> people)
    {
        var what = line.Text("what");
        if (!ScenarioWords.Acts.TryGetValue(what, out var fields))
            throw line.Wrong($"\"{what}\" is no step; a step is one of {string.Join(", ", ScenarioWords.Acts.Keys)}");
        line.Only([.. fields.Select(f => f.TrimEnd('!')), "at", "who", "what", "refused"]);
        var who = line.Text("who");
        RequireKnown(who, people, line, "who");
        var body = new Dictionary<string, JsonElement>();
        foreach (var field in fields)
        {
            if (field.EndsWith('!') || line.Has(field))
                body[field.TrimEnd('!')] = line.Required(field.TrimEnd('!'));
        }

        if (body.TryGetValue("alert", out var alert) && (alert.ValueKind != JsonValueKind.Object || alert.TryGetProperty("status", out _)))
            throw line.Wrong("\"alert\" must be an object without \"status\": whether it is a drill is decided when it is played");
        return new ScenarioStep(line.Number, line.Time("at"), who, what, body, line.Has("refused") ? line.Text("refused") : null);
    }

    private static ExpectedMove Move(ScenarioLine line, IReadOnlyList<string> people)
    {
        var move = line.Only("expect", "at", "agency", "level", "round", "asked").Text("expect");
        if (!ScenarioWords.Moves.Contains(move))
            throw line.Wrong($"\"{move}\" cannot be expected; use one of {string.Join(", ", ScenarioWords.Moves)}, end");
        var asked = line.Has("asked") ? line.Texts("asked") : null;
        foreach (var who in asked ?? [])
            RequireKnown(who, people, line, "asked");
        var isStep = move is "escalation" or "skipped";
        return new ExpectedMove(
            line.Number, line.Time("at"), move, line.Text("agency"), isStep ? line.Whole("level") : null, line.Has("round") ? line.Whole("round") : isStep ? 1 : null, asked);
    }

    private static ExpectedEnd End(ScenarioLine line)
    {
        line.Only("expect", "state", "outcome", "obligations");
        var obligations = line.Required("obligations");
        if (obligations.ValueKind != JsonValueKind.Object)
            throw line.Wrong("\"obligations\" must be an object of agency and state");
        return new ExpectedEnd(line.Text("state"), line.Has("outcome") ? line.Text("outcome") : null, obligations.EnumerateObject().ToDictionary(o => o.Name, o => o.Value.ToString()));
    }

    private static void CheckOrder(List<ScenarioStep> steps, TimeSpan until)
    {
        if (steps.Count == 0 || steps[0].What != "post")
            throw new ScenarioException("The first step must be the post.");
        if (steps[0].At != TimeSpan.Zero)
            throw new ScenarioException($"Line {steps[0].Line}: the post stands at 00:00:00; all times count from it.");
        if (steps.Skip(1).FirstOrDefault(s => s.What == "post") is { } second)
            throw new ScenarioException($"Line {second.Line}: a scenario posts one alert only.");
        for (var i = 1; i < steps.Count; i++)
        {
            if (steps[i].At < steps[i - 1].At)
                throw new ScenarioException($"Line {steps[i].Line}: this step lies before the one above it.");
        }

        if (steps[^1].At > until)
            throw new ScenarioException($"Line {steps[^1].Line}: this step lies after \"until\".");
    }

    private static void RequireKnown(string who, IReadOnlyList<string> people, ScenarioLine line, string field)
    {
        if (!people.Contains(who))
            throw line.Wrong($"\"{field}\" names {who}, who is not among the scenario's \"people\"");
    }

    private static IEnumerable<ScenarioLine> Objects(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
                yield return ScenarioLine.Parse(number, line);
        }
    }
}
