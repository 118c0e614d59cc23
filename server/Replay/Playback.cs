using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Timpora.Comms.Replay;

/// <summary>
/// Plays the steps of one scenario at their times, each as the person it belongs to. People do not wait for each other, only each
/// for their own last act: a slow answer to one delays nobody else. Only what ends the alert waits for all that was begun before.
/// </summary>
public sealed class Playback(Scenario scenario, IReadOnlyDictionary<string, Device> devices, IReadOnlyDictionary<string, HubDoor> doors, TimeSpan minute, TimeProvider time, Action<string> tell)
{
    private readonly ConcurrentQueue<string> faults = [];
    private readonly Dictionary<string, Task> acts = [];
    private string alert = "";
    private int version;

    /// <summary>The alert's id once posted.</summary>
    public string Alert => alert;

    /// <summary>Steps that did not go as written.</summary>
    public IReadOnlyList<string> Faults => [.. faults];

    /// <summary>How long the post took: so far may the play's idea of when it was accepted be from the hub's.</summary>
    public TimeSpan PostTook { get; private set; }

    /// <summary>Plays until the scenario's end. False when the post was refused: then there is nothing to tell.</summary>
    public async Task<bool> Play(bool isActual, CancellationToken ct)
    {
        var (sent, sentAt) = (time.GetTimestamp(), time.GetUtcNow());
        if (!await Post(scenario.Steps[0], isActual ? "Actual" : "Exercise", ct))
            return false;
        PostTook = time.GetElapsedTime(sent);
        // The ladders count from the acceptance, somewhere between sending and answer; where exactly only the hub's clock can say.
        var postedAt = (await doors[scenario.Steps[0].Who].Get($"/api/alerts/{alert}", ct)).GetProperty("postedAt").GetDateTimeOffset();
        var start = sent + (long)(Math.Clamp((postedAt - sentAt).TotalSeconds, 0, PostTook.TotalSeconds) * time.TimestampFrequency);
        var end = Task.CompletedTask;
        foreach (var step in scenario.Steps.Skip(1))
        {
            await WaitFor(start, step.At, ct);
            var isEnd = step.What is "resolve" or "cancel";
            var act = DoAfter(isEnd ? Task.WhenAll(acts.Values) : Task.WhenAll(end, acts.GetValueOrDefault(step.Who, end)), step, ct);
            (acts[step.Who], end) = (act, isEnd ? act : end);
        }

        await Task.WhenAll(acts.Values);
        await WaitFor(start, scenario.Until, ct);
        return true;
    }

    private async Task DoAfter(Task earlier, ScenarioStep step, CancellationToken ct)
    {
        await earlier;
        await Do(step, ct);
    }

    private async Task<bool> Post(ScenarioStep step, string status, CancellationToken ct)
    {
        var body = JsonObject.Create(step.Body["alert"])!;
        (body["status"], body["clientKey"]) = (status, Guid.CreateVersion7().ToString());
        var answer = await doors[step.Who].Post("/api/alerts", body, ct);
        Judge(step, answer);
        if (!answer.IsAccepted)
            return false;
        (alert, version) = (answer.Body!.Value.GetProperty("id").GetString()!, answer.Body.Value.GetProperty("version").GetInt32());
        return true;
    }

    private async Task Do(ScenarioStep step, CancellationToken ct)
    {
        switch (step.What)
        {
            case "connect":
                await devices[step.Who].Connect(ct);
                tell(Line(step, ""));
                break;
            case "disconnect":
                await devices[step.Who].Disconnect();
                tell(Line(step, ""));
                break;
            default:
                Judge(step, await doors[step.Who].Post($"/api/alerts/{alert}/{PathOf(step.What)}", Body(step), ct));
                break;
        }
    }

    private JsonObject Body(ScenarioStep step)
    {
        var body = new JsonObject { ["clientKey"] = Guid.CreateVersion7().ToString() };
        if (step.What is "seen" or "acknowledge")
            body["version"] = version;
        foreach (var (name, value) in step.Body)
            body[name] = JsonSerializer.SerializeToNode(value);
        return body;
    }

    private void Judge(ScenarioStep step, HubAnswer answer)
    {
        tell(Line(step, answer.IsAccepted ? "" : $": refused ({answer.Code})"));
        if (answer.Code == step.Refused)
            return;
        faults.Enqueue(answer.IsAccepted
            ? $"Line {step.Line}: {step.What} by {step.Who} was to be refused with {step.Refused}, and was accepted."
            : $"Line {step.Line}: {step.What} by {step.Who} was refused with {answer.Code}: {answer.Sentence}");
    }

    private string Line(ScenarioStep step, string more) => $"{Clock.Text(step.At),7}  {devices[step.Who].Me.Position}: {step.What}{more}";

    private static string PathOf(string act) => act == "message" ? "messages" : act;

    private async Task WaitFor(long start, TimeSpan at, CancellationToken ct)
    {
        var left = at * (minute / TimeSpan.FromMinutes(1)) - time.GetElapsedTime(start);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, ct);
    }
}
