using System.Text.Json;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Measures;

/// <summary>
/// One agency asked for one version of an alert. A material change asks anew, so each version is measured for itself: from the moment it
/// was asked (for the first version: the alert's posting) to the first that happened for it.
/// </summary>
public sealed class Ask(string agency, int version, DateTimeOffset askedAt)
{
    private readonly List<DateTimeOffset> answers = [];

    /// <summary>Who was asked.</summary>
    public string Agency { get; } = agency;

    /// <summary>Alert version.</summary>
    public int Version { get; } = version;

    /// <summary>When the answer was asked for.</summary>
    public DateTimeOffset AskedAt { get; } = askedAt;

    /// <summary>When a device of the agency's liaison or chief first had it; whoever has seen or answered it has it.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>When the agency's liaison or chief first opened it; whoever has answered it has.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>When the agency first gave an answer that was not taken back: an acknowledgement, a chief's decline, or taking over from another agency.</summary>
    public DateTimeOffset? AnsweredAt => answers.Count > 0 ? answers[0] : null;

    /// <summary>The highest level of the ladder that fired, or was skipped because nobody was there.</summary>
    public int Level { get; private set; }

    /// <summary>A step of the ladder found nobody to ask.</summary>
    public bool IsUnreachable { get; private set; }

    /// <summary>The answer was void because no progress followed.</summary>
    public bool IsReopened { get; private set; }

    internal void Happened(string kind, DateTimeOffset at, JsonElement data)
    {
        switch (kind)
        {
            case "obligation.delivered":
                DeliveredAt ??= at;
                break;
            case "obligation.seen":
                DeliveredAt ??= at;
                SeenAt ??= at;
                break;
            // A liaison's decline only goes to the chief.
            case "obligation.acknowledged" or "obligation.accepted":
            case "obligation.declined" when data.TryGetProperty("final", out var final) && final.GetBoolean():
                DeliveredAt ??= at;
                SeenAt ??= at;
                answers.Add(at);
                break;
            case "obligation.undone" when answers.Count > 0:
                answers.RemoveAt(answers.Count - 1);
                break;
            case "obligation.reopened" when data.TryGetProperty("reason", out var reason) && reason.GetString() == "no-progress":
                IsReopened = true;
                break;
            case "escalation.fired" or "escalation.skipped":
                Level = Math.Max(Level, data.GetProperty("level").GetInt32());
                IsUnreachable |= kind == "escalation.skipped";
                break;
        }
    }
}

/// <summary>The course of one alert as its own channel tells it. Pure: the log alone decides, so a figure can be proved.</summary>
public sealed class Course
{
    private readonly Dictionary<int, DateTimeOffset> versions = [];
    private readonly Dictionary<int, List<DateTimeOffset>> allAnswered = [];
    private readonly Dictionary<string, DateTimeOffset> offers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> progress = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Agency, int Version), Ask> asks = [];

    /// <summary>Follows the happenings of one alert, oldest first.</summary>
    public Course(IEnumerable<Happening> happenings)
    {
        foreach (var happening in happenings)
        {
            using var document = JsonDocument.Parse(happening.Data);
            Follow(happening.Kind, happening.At, document.RootElement);
        }
    }

    /// <summary>What each agency was asked, version by version.</summary>
    public IReadOnlyCollection<Ask> Asks => asks.Values;

    /// <summary>When it was posted.</summary>
    public DateTimeOffset? PostedAt => versions.TryGetValue(1, out var at) ? at : null;

    /// <summary>It was resolved and opened again.</summary>
    public bool IsReopened { get; private set; }

    /// <summary>For each version that all agencies answered: how long that took from its beginning.</summary>
    public IEnumerable<(int Version, TimeSpan Took)> AllAnswered =>
        allAnswered.Where(a => a.Value.Count > 0 && versions.ContainsKey(a.Key)).Select(a => (a.Key, a.Value[0] - versions[a.Key]));

    /// <summary>How long after the posting the first progress was noted, by this agency or, without one, by anybody.</summary>
    public TimeSpan? FirstProgress(string? agency) =>
        PostedAt is not { } posted ? null
        : agency is null ? (progress.Count > 0 ? progress.Values.Min() - posted : null)
        : progress.TryGetValue(agency, out var at) ? at - posted : null;

    private void Follow(string kind, DateTimeOffset at, JsonElement data)
    {
        var version = data.TryGetProperty("version", out var number) ? number.GetInt32() : 1;
        var agency = data.TryGetProperty("agency", out var name) ? name.GetString()! : "";
        IsReopened |= kind == "alert.reopened";
        switch (kind)
        {
            case "alert.posted" or "alert.updated" or "alert.reopened":
                versions.TryAdd(version, at);
                return;
            case "alert.acknowledged":
                (allAnswered.TryGetValue(version, out var times) ? times : allAnswered[version] = []).Add(at);
                return;
            case "progress.noted":
                progress.TryAdd(agency, at);
                return;
            case "obligation.delegated":
                offers[data.GetProperty("to").GetString()!] = at;
                return;
            case "obligation.opened" or "obligation.reopened":
                versions.TryAdd(version, at);
                asks.TryAdd((agency, version), new Ask(agency, version, at));
                break;
            case "obligation.accepted":
                // Who takes over was asked when it was offered.
                asks.TryAdd((agency, version), new Ask(agency, version, offers.GetValueOrDefault(agency, at)));
                break;
        }

        if (!asks.TryGetValue((agency, version), out var ask))
            return;
        // Taking back the last answer takes back that all had answered.
        if (kind == "obligation.undone" && ask.AnsweredAt is not null && allAnswered.TryGetValue(version, out var all) && all.Count > 0)
            all.RemoveAt(all.Count - 1);
        ask.Happened(kind, at, data);
    }
}
