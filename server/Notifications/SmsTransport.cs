using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Timpora.Comms.Notifications;

/// <summary>
/// Hands notifications to an SMS gateway: a POST whose body follows the configured template, signed with HMAC-SHA256 over <c>timestamp.body</c>. No redirect is followed: it could lead
/// a person's number anywhere.
/// </summary>
public sealed class SmsTransport(NotificationOptions options) : ITransport, IDisposable
{
    /// <summary>The notification's id: a gateway that knows it sends nothing twice.</summary>
    public const string IdHeader = "Idempotency-Key";

    /// <summary>Seconds since 1970, part of what is signed: an old request is not replayed.</summary>
    public const string TimestampHeader = "Timpora-Timestamp";

    /// <summary><c>v1=</c> and the signature in hexadecimal digits.</summary>
    public const string SignatureHeader = "Timpora-Signature";

    private readonly NotificationOptions.Gateway gateway = options.Sms!;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public string Name => Transports.Sms;

    /// <inheritdoc/>
    public async Task<AttemptResult> Send(Outbound message, CancellationToken ct)
    {
        var body = Body(gateway.Template, message);
        var timestamp = message.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(IdHeader, message.Id.ToString("D"));
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, "v1=" + Sign(gateway.Secret, timestamp, body));
        try
        {
            // The answer's text may repeat the number and is not read.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Of(answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            return AttemptResult.Failed("unreachable");
        }
    }

    /// <summary>What an answer means: taken over, worth another try, or never.</summary>
    internal static AttemptResult Of(HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => AttemptResult.Sent,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => AttemptResult.Failed($"http-{(int)status}"),
        _ => AttemptResult.Refused($"http-{(int)status}"),
    };

    /// <summary>The template with its places filled, inside its strings only, so that nothing filled in can change its form.</summary>
    internal static byte[] Body(string template, Outbound message) =>
        Encoding.UTF8.GetBytes(Filled(JsonNode.Parse(template)!, message)!.ToJsonString());

    /// <summary>HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal digits.</summary>
    internal static string Sign(byte[] secret, string timestamp, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. body]));

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static JsonNode? Filled(JsonNode? node, Outbound message) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, Filled(f.Value, message)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item, message))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(text
            .Replace("{id}", message.Id.ToString("D"), StringComparison.Ordinal).Replace("{to}", message.To, StringComparison.Ordinal)
            .Replace("{text}", FixedTexts.Message(message.IsDrill, message.Link), StringComparison.Ordinal)),
        _ => node?.DeepClone(),
    };
}
