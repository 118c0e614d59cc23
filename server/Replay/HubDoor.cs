using System.Text.Json;

namespace Timpora.Comms.Replay;

/// <summary>Who is signed in, as the hub says.</summary>
public sealed record Me(Guid Id, string Position, Me.AgencyName Agency, IReadOnlyList<string> Roles, string DeskChannel)
{
    /// <summary>An agency by code and name.</summary>
    public sealed record AgencyName(string Code, string Name);

    /// <summary>Somebody whose having it counts for the agency.</summary>
    public bool AnswersForAgency => Roles.Any(role => role is "liaison" or "chief" or "secretariat" or "chair");
}

/// <summary>The hub's answer to a command: a body, or why it was refused.</summary>
public sealed record HubAnswer(JsonElement? Body, string? Code, string? Sentence)
{
    /// <summary>Not refused.</summary>
    public bool IsAccepted => Code is null;
}

/// <summary>
/// One person's way into the hub over HTTP. Carries the session cookie by hand: .NET's cookie container does not return a Secure
/// cookie over plain HTTP. Sends a command again, with the same client key, while the hub cannot be reached or asks for it.
/// </summary>
public sealed class HubDoor(Uri hub, TimeProvider time) : IDisposable
{
    private const int Attempts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = hub };

    /// <summary>Headers that make a request this person's, sent from the hub's own origin.</summary>
    public Dictionary<string, string> Headers { get; } = new() { ["Origin"] = hub.GetLeftPart(UriPartial.Authority), ["Accept-Language"] = "en" };

    /// <summary>Signs in.</summary>
    public async Task<Me> SignIn(string userName, string password, CancellationToken ct)
    {
        using var answer = await Attempt(HttpMethod.Post, "/api/session", new { userName, password }, 1, ct);
        if (!answer.IsSuccessStatusCode)
            throw new ReplayException(
                $"{userName} could not sign in: {(await Read(answer, ct)).Sentence} Demo accounts are open only on a hub in Development that listens on loopback; --password names another password.");
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            Headers["Cookie"] = string.Join("; ", cookies.Select(c => c.Split(';')[0]));
        return (await answer.Content.ReadFromJsonAsync<Me>(JsonSerializerOptions.Web, ct))!;
    }

    /// <summary>Ends the session.</summary>
    public async Task SignOut(CancellationToken ct) => (await Attempt(HttpMethod.Delete, "/api/session", null, 1, ct)).Dispose();

    /// <summary>Reads something; null when the hub does not have it for this person.</summary>
    public async Task<JsonElement?> Find(string path, CancellationToken ct)
    {
        using var answer = await Attempt(HttpMethod.Get, path, null, Attempts, ct);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(ct) : null;
    }

    /// <summary>Reads something that must be there.</summary>
    public async Task<JsonElement> Get(string path, CancellationToken ct) => await Find(path, ct) ?? throw new ReplayException($"The hub does not answer GET {path}.");

    /// <summary>Sends a command.</summary>
    public async Task<HubAnswer> Post(string path, object body, CancellationToken ct)
    {
        using var answer = await Attempt(HttpMethod.Post, path, body, Attempts, ct);
        return await Read(answer, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Attempt(HttpMethod method, string path, object? body, int attempts, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };
            foreach (var (name, value) in Headers)
                request.Headers.TryAddWithoutValidation(name, value);
            try
            {
                var answer = await http.SendAsync(request, ct);
                if (attempt >= attempts || !((int)answer.StatusCode >= 500 || (await Read(answer, ct)).Code == "write_conflict"))
                    return answer;
                answer.Dispose();
            }
            catch (HttpRequestException) when (attempt < attempts)
            {
                // The hub may be starting again.
            }
            catch (HttpRequestException)
            {
                throw new ReplayException($"The hub at {http.BaseAddress} cannot be reached.");
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    private static async Task<HubAnswer> Read(HttpResponseMessage answer, CancellationToken ct)
    {
        await answer.Content.LoadIntoBufferAsync(ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        var body = text.Length > 0 && answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonElement.Parse(text) : (JsonElement?)null;
        return answer.IsSuccessStatusCode
            ? new HubAnswer(body, null, null)
            : new HubAnswer(null, Word(body, "code") ?? $"http_{(int)answer.StatusCode}", Sentence(body) ?? $"HTTP {(int)answer.StatusCode}");
    }

    private static string? Sentence(JsonElement? problem) =>
        Word(problem, "detail") is { } detail && problem is { } p && p.TryGetProperty("errors", out var errors)
            ? $"{detail} {string.Join(" ", errors.EnumerateObject().Select(e => $"{e.Name}: {e.Value[0]}"))}" : Word(problem, "detail");

    private static string? Word(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>The play cannot go on; the message is for the person who started it.</summary>
public sealed class ReplayException(string message) : Exception(message);
