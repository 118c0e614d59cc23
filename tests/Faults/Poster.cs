using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// A client that acts: each act has one client key and is sent again with it, to one node after the other, until somebody answers. All
/// that was answered stands in its journal.
/// </summary>
public sealed partial class Poster(Someone someone, params IReadOnlyList<Uri> nodes) : IDisposable
{
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentQueue<Act> journal = new();
    private int node;

    /// <summary>Who acts.</summary>
    public Someone Someone => someone;

    /// <summary>How long one attempt waits for its answer.</summary>
    public TimeSpan AttemptLasts { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an act is sent again before its outcome stays unknown.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether an answer that says "try again" is taken at its word; otherwise it ends the act as a refusal.</summary>
    public bool RetriesRefusals { get; init; } = true;

    /// <summary>All acts that are over.</summary>
    public IReadOnlyCollection<Act> Journal => journal;

    /// <summary>Posts an alert; changes go to the report, e.g. <c>("level", "Rutin")</c>.</summary>
    public Task<Act> Post(string channel = "tppo", params (string Field, object? Value)[] changes)
    {
        var key = Guid.CreateVersion7();
        return Send(key, Deed.Alert, "/api/alerts", Reports.HoldingHouse(channel).But(("clientKey", key), ("narrative", Text(key))).But(changes));
    }

    /// <summary>Writes into an alert's thread.</summary>
    public Task<Act> Write(Guid alert, string text = "")
    {
        var key = Guid.CreateVersion7();
        return Send(key, Deed.Message, $"/api/alerts/{alert}/messages", new { clientKey = key, text = Text(key) + text }, alert);
    }

    /// <summary>Acknowledges an alert for the own agency.</summary>
    public Task<Act> Acknowledge(Guid alert, int version = 1)
    {
        var key = Guid.CreateVersion7();
        return Send(key, Deed.Acknowledgement, $"/api/alerts/{alert}/acknowledge", new { clientKey = key, version }, alert);
    }

    /// <summary>Removes a member of the own agency.</summary>
    public Task<Act> Remove(Guid member)
    {
        var key = Guid.CreateVersion7();
        return Send(key, Deed.Other, $"/api/members/{member}", new { clientKey = key }, method: HttpMethod.Delete);
    }

    /// <summary>Sends a body with its client key until somebody answers.</summary>
    public async Task<Act> Send(Guid key, Deed deed, string path, object body, Guid? alert = null, HttpMethod? method = null)
    {
        var act = new Act(someone.Member, key, deed, Outcome.Unknown) { Alert = alert, SentAt = TimeProvider.System.GetTimestamp() };
        do
        {
            act = await Try(act with { Attempts = act.Attempts + 1 }, method ?? HttpMethod.Post, path, body);
            if (act.Outcome == Outcome.Accepted || (act.Outcome == Outcome.Refused && !(RetriesRefusals && IsWorthRetrying(act))))
                break;
            node++;
            await Task.Delay(pause, TimeProvider.System);
        }
        while (TimeProvider.System.GetElapsedTime(act.SentAt) < Patience);
        journal.Enqueue(act);
        return act;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>What stands in a text so that it is found again. In letters only: digits may look like somebody's identity number, which is refused.</summary>
    public static string Text(Guid key) => $"Laporan uji [{string.Concat(key.ToString("N").Select(c => (char)(c <= '9' ? c - '0' + 'a' : c + 10)))}] ";

    /// <summary>The keys that stand in a text.</summary>
    public static IEnumerable<Guid> KeysIn(string text) =>
        Marks().Matches(text).Select(m => Guid.ParseExact(string.Concat(m.Groups[1].Value.Select(c => (char)(c < 'k' ? c - 'a' + '0' : c - 10))), "N"));

    [GeneratedRegex(@"\[([a-p]{32})\]")]
    private static partial Regex Marks();

    private static bool IsWorthRetrying(Act act) => act.Status >= 500 || act.Code is "write_conflict";

    private async Task<Act> Try(Act act, HttpMethod method, string path, object body)
    {
        var to = nodes[(int)((uint)node % nodes.Count)];
        try
        {
            using var patience = new CancellationTokenSource(AttemptLasts);
            using var request = new HttpRequestMessage(method, new Uri(to, path)) { Content = JsonContent.Create(body, body.GetType(), options: Json.Options) };
            request.Headers.TryAddWithoutValidation("Cookie", someone.Cookie);
            request.Headers.TryAddWithoutValidation("Origin", to.GetLeftPart(UriPartial.Authority));
            using var answer = await http.SendAsync(request, patience.Token);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            var said = JsonElement.Parse(text.Length == 0 ? "{}" : text);
            act = act with { Status = (int)answer.StatusCode, AnsweredAt = TimeProvider.System.GetTimestamp() };
            if (!answer.IsSuccessStatusCode && said.TryGetProperty("code", out var refusal))
                act = act with { Met = [.. act.Met, refusal.GetString()!] };
            return answer.IsSuccessStatusCode
                ? act with
                {
                    Outcome = Outcome.Accepted,
                    Code = null,
                    Alert = act.Alert ?? (said.TryGetProperty("id", out var id) ? id.GetGuid() : null),
                    Channel = said.TryGetProperty("channel", out var channel) ? channel.GetString() : null,
                    Seq = said.TryGetProperty("seq", out var seq) ? seq.GetInt64() : null,
                }
                // A fault of the hub leaves the outcome open: the commit may have reached the disk.
                : act with { Outcome = answer.StatusCode == System.Net.HttpStatusCode.InternalServerError ? Outcome.Unknown : Outcome.Refused, Code = said.TryGetProperty("code", out var code) ? code.GetString() : null };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return act with { Outcome = Outcome.Unknown };
        }
    }
}
