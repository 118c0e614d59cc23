using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.Support;

/// <summary>How a hub connection is spoken.</summary>
public enum Protocol
{
    /// <summary>SignalR's default, what browsers use.</summary>
    Json,

    /// <summary>The compact one.</summary>
    MessagePack,
}

/// <summary>
/// One person at one device. Carries the session cookie by hand: .NET's cookie container does not return a Secure cookie over
/// plain HTTP, while browsers do so for localhost. Over HTTPS it trusts one certificate and no other.
/// </summary>
public sealed class Person(Uri address, X509Certificate2? trusted = null) : IDisposable
{
    private readonly HttpClient http = new(Handler(trusted)) { BaseAddress = address };

    /// <summary>The session cookie as <c>name=value</c>; null while nobody is signed in.</summary>
    public string? Cookie { get; set; }

    /// <summary>The cookie of a talk with a passkey that has begun, as <c>name=value</c>.</summary>
    public string? Talk { get; set; }

    /// <summary>When the person came, on the hub's clock.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>What the device says in <c>Origin</c>; the hub's own by default.</summary>
    public string? Origin { get; set; } = address.GetLeftPart(UriPartial.Authority);

    /// <summary>What the device says in <c>Sec-Fetch-Site</c>.</summary>
    public string? FetchSite { get; set; }

    /// <summary>What the device says in <c>Accept-Language</c>.</summary>
    public string? Language { get; set; }

    /// <summary>What the device says it is, in <c>User-Agent</c>.</summary>
    public string? Device { get; set; }

    /// <summary>In whose name the device says its requests were written.</summary>
    public string? Writer { get; set; }

    /// <summary>Reads something that must be there.</summary>
    public async Task<T> Get<T>(string path)
    {
        using var answer = await Send(HttpMethod.Get, path);
        return await Accepted<T>(answer);
    }

    /// <summary>Does something that must succeed.</summary>
    public async Task<T> Post<T>(string path, object body)
    {
        using var answer = await Send(HttpMethod.Post, path, body);
        return await Accepted<T>(answer);
    }

    /// <summary>Does something whose answer does not matter, but it must succeed.</summary>
    public async Task Post(string path, object body)
    {
        using var answer = await Send(HttpMethod.Post, path, body);
        if (!answer.IsSuccessStatusCode)
            Assert.Fail($"POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Does something that must be refused, and returns how.</summary>
    public async Task<RejectionMapping.Problem> Refused(HttpMethod method, string path, object? body = null)
    {
        using var answer = await Send(method, path, body);
        return await ProblemOf(answer);
    }

    /// <summary>The refusal in an answer.</summary>
    public static async Task<RejectionMapping.Problem> ProblemOf(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<RejectionMapping.Problem>(Pipeline.Json.Options))!;
        Assert.Equal((int)answer.StatusCode, problem.Status);
        return problem;
    }

    /// <summary>Sends a request as this person. A body that is <see cref="HttpContent"/> goes out as it is, anything else as JSON.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType(), options: Pipeline.Json.Options)),
        };
        foreach (var (name, value) in Headers())
            request.Headers.TryAddWithoutValidation(name, value);
        var answer = await http.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            foreach (var cookie in cookies.Select(c => c.Split(';')[0]).Where(c => c.StartsWith("__Host-timpora=", StringComparison.Ordinal)))
                Cookie = cookie.EndsWith('=') ? null : cookie;
        if (cookies?.FirstOrDefault(c => c.StartsWith(PasskeyCeremony.CookieName + "=", StringComparison.Ordinal)) is { } talk)
            Talk = talk.Split(';')[0] is var begun && begun.EndsWith('=') ? null : begun;
        return answer;
    }

    /// <summary>A connection to the hub as this person, not yet started: register handlers, then <c>StartAsync</c>.</summary>
    public HubConnection Connect(Protocol protocol = Protocol.Json)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "/hub"), options =>
        {
            foreach (var (name, value) in Headers())
                options.Headers[name] = value;
            if (trusted is null)
                return;
            // As the page does where several nodes stand behind one address: what one of them has negotiated the next does not know.
            (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets);
            options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = Trusts(trusted);
        });
        return (protocol == Protocol.MessagePack ? builder.AddMessagePackProtocol() : builder.AddJsonProtocol(o => Pipeline.Json.Configure(o.PayloadSerializerOptions))).Build();
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler Handler(X509Certificate2? trusted) => new()
    {
        UseCookies = false, AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = trusted is null ? null : Trusts(trusted) },
    };

    private static RemoteCertificateValidationCallback Trusts(X509Certificate2 own) => (_, shown, _, _) => shown is not null && shown.GetCertHash().AsSpan().SequenceEqual(own.GetCertHash());

    private IEnumerable<(string Name, string Value)> Headers()
    {
        if ((Cookie ?? Talk) is not null)
            yield return ("Cookie", string.Join("; ", new[] { Cookie, Talk }.OfType<string>()));
        if (Origin is not null)
            yield return ("Origin", Origin);
        if (FetchSite is not null)
            yield return ("Sec-Fetch-Site", FetchSite);
        if (Language is not null)
            yield return ("Accept-Language", Language);
        if (Device is not null)
            yield return ("User-Agent", Device);
        if (Writer is not null)
            yield return (CallerFilter.WriterHeader, Writer);
    }

    private static async Task<T> Accepted<T>(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            Assert.Fail($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.PathAndQuery}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<T>(Pipeline.Json.Options))!;
    }
}
