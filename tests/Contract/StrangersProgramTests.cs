using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Contract;

/// <summary>
/// Somebody else's program: plain HTTP, the official SignalR client with its defaults, and the contract's words. It uses nothing of
/// ours, so that what it needs is what the contract promises.
/// </summary>
public sealed class StrangersProgramTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_posts_gets_it_live_is_asked_when_others_are_silent_and_answers(Database database)
    {
        await using var app = CommsApp.Start(database, settings: ("Escalation:MinuteLength", "00:00:01"));
        using var officer = new Stranger(app.Address, "petugas.kanim");
        using var liaison = new Stranger(app.Address, "penghubung.polresta");
        using var chief = new Stranger(app.Address, "kepala.uptdppa");
        await Task.WhenAll(officer.SignIn(), liaison.SignIn(), chief.SignIn());
        await using var desk = await liaison.Listen(messagePack: false, "tppo", "meja-polresta");
        await using var chiefsDesk = await chief.Listen(messagePack: true, "meja-uptdppa");

        var posted = await officer.Post("/api/alerts", $$"""
            {"clientKey":"{{Guid.CreateVersion7()}}","channel":"tppo","caseType":"TPPO","level":"Kritis","headline":"Rumah penampungan",
             "narrative":"Sekitar 24 perempuan di satu rumah, pintu dikunci.","regionCode":"18.71.10","possibleVictims":"unknown"}
            """);
        var id = posted["id"]!.GetValue<string>();
        Assert.Equal(["dinsos", "kanim", "polresta", "uptdppa"], posted["obligations"]!.AsArray().Select(o => o!["agency"]!.GetValue<string>()).Order());

        var entry = await desk.Entry("tppo", e => Kind(e) == "alert.posted" && e["alertId"]!.GetValue<string>() == id);
        Assert.Equal("Rumah penampungan", entry["reveal"]!["headline"]!["value"]!.GetValue<string>());
        Assert.Equal(posted["seq"]!.GetValue<long>(), entry["seq"]!.GetValue<long>());
        await desk.Entry("meja-polresta", e => Kind(e) == "obligation.opened");

        var mine = await liaison.Post($"/api/alerts/{id}/acknowledge", $$"""{"clientKey":"{{Guid.CreateVersion7()}}","version":1}""");
        Assert.Equal("Acknowledged", mine["state"]!.GetValue<string>());

        var fired = await chiefsDesk.Entry("meja-uptdppa", e => Kind(e) == "escalation.fired" && e["data"]!["level"]!.GetValue<int>() == 2);
        Assert.Equal("uptdppa", fired["data"]!["agency"]!.GetValue<string>());
        var answer = await chiefsDesk.Line.InvokeAsync<Dictionary<string, object?>>("Acknowledge", new Dictionary<string, object> { ["alert"] = id, ["clientKey"] = Guid.CreateVersion7().ToString(), ["version"] = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal("Acknowledged", answer["state"]);

        var after = await officer.Get($"/api/alerts/{id}");
        var uptdppa = after["obligations"]!.AsArray().Single(o => o!["agency"]!.GetValue<string>() == "uptdppa")!;
        Assert.Equal("Acknowledged", uptdppa["state"]!.GetValue<string>());
        Assert.Equal((await chief.Get("/api/me"))["id"]!.GetValue<string>(), uptdppa["answeredBy"]!.GetValue<string>());
        var timeline = after["timeline"]!.AsArray().Select(e => e!).ToList();
        var answered = timeline.FindIndex(e => Kind(e) == "obligation.acknowledged" && e["data"]!["agency"]!.GetValue<string>() == "uptdppa");
        Assert.DoesNotContain(timeline[answered..], e => Kind(e).StartsWith("escalation.", StringComparison.Ordinal) && e["data"]!["agency"]!.GetValue<string>() == "uptdppa");
    }

    [Fact]
    public async Task It_recomputes_the_whole_chain_from_what_it_was_sent()
    {
        await using var app = CommsApp.Start();
        using var officer = new Stranger(app.Address, "petugas.kanim");
        await officer.SignIn();
        var posted = await officer.Post("/api/alerts", $$"""
            {"clientKey":"{{Guid.CreateVersion7()}}","channel":"tppo","caseType":"TPPO","level":"Rutin","headline":"Émoji 🚐 dan \"kutip\" \\",
             "narrative":"Baris satu\nbaris dua \u2028 tab\t","regionCode":"18.71"}
            """);
        await officer.Post($"/api/alerts/{posted["id"]}/messages", $$"""{"clientKey":"{{Guid.CreateVersion7()}}","text":"<script>alert('x')</script>"}""");
        var page = await officer.Get("/api/channels/tppo/entries?after=0&limit=500");
        var hash = new byte[32];
        foreach (var entry in page["entries"]!.AsArray().Select(e => e!.AsObject()))
        {
            Assert.Equal(Base64Url.EncodeToString(hash), entry["prevHash"]!.GetValue<string>());
            var hashed = new JsonObject { ["channel"] = "tppo", ["epoch"] = page["epoch"]!.GetValue<string>() };
            foreach (var field in Hashed)
                if (entry.ContainsKey(field))
                    hashed[field] = entry[field]!.DeepClone();
            hash = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(Canonical(hashed))]);
            Assert.Equal(Base64Url.EncodeToString(hash), entry["hash"]!.GetValue<string>());
            foreach (var (field, opening) in entry["reveal"]?.AsObject() ?? [])
                Assert.Equal(
                    entry["data"]![field]!["commit"]!.GetValue<string>(),
                    Base64Url.EncodeToString(SHA256.HashData([.. Base64Url.DecodeFromChars(opening!["salt"]!.GetValue<string>()), .. Encoding.UTF8.GetBytes(opening["value"]!.GetValue<string>())])));
        }

        Assert.Equal(page["head"]!.GetValue<long>(), page["entries"]!.AsArray().Count);
    }

    private static readonly string[] Carried = ["Origin", "Cookie"];

    private static readonly string[] Hashed = ["actor", "alertId", "at", "data", "kind", "seq"];

    private static string Kind(JsonNode entry) => entry["kind"]!.GetValue<string>();

    // RFC 8785 for the subset, written anew.
    private static string Canonical(JsonNode node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Quote(p.Key) + ":" + Canonical(p.Value!))) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(i => Canonical(i!))) + "]",
        _ when node.GetValueKind() == JsonValueKind.String => Quote(node.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Quote(string text) => "\"" + string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    })) + "\"";

    private sealed class Stranger(Uri hub, string userName) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = hub };

        public async Task SignIn()
        {
            http.DefaultRequestHeaders.Add("Origin", hub.GetLeftPart(UriPartial.Authority));
            using var answer = await http.PostAsJsonAsync("/api/session", new { userName, password = "Timpora-Demo-1" });
            Assert.True(answer.IsSuccessStatusCode);
            http.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        }

        public async Task<JsonNode> Get(string path) => JsonNode.Parse(await http.GetStringAsync(path))!;

        public async Task<JsonNode> Post(string path, string json)
        {
            using var answer = await http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, body);
            return JsonNode.Parse(body)!;
        }

        public async Task<Listening> Listen(bool messagePack, params string[] channels)
        {
            var builder = new HubConnectionBuilder().WithUrl(new Uri(hub, "/hub"), o =>
            {
                foreach (var name in Carried)
                    o.Headers[name] = http.DefaultRequestHeaders.GetValues(name).Single();
            });
            if (messagePack)
                builder.AddMessagePackProtocol();
            var listening = new Listening(builder.Build());
            await listening.Line.StartAsync();
            await listening.Line.InvokeAsync("Subscribe", channels.Select(channel => new Dictionary<string, object> { ["channel"] = channel, ["epoch"] = "", ["seq"] = 0 }).ToArray());
            return listening;
        }

        public void Dispose() => http.Dispose();
    }

    private sealed class Listening : IAsyncDisposable
    {
        private readonly System.Threading.Channels.Channel<(string Channel, JsonNode Entry)> arriving = System.Threading.Channels.Channel.CreateUnbounded<(string, JsonNode)>();

        private readonly List<(string Channel, JsonNode Entry)> arrived = [];

        public Listening(HubConnection line)
        {
            Line = line;
            line.On<string, string, object[]>("entries", (channel, _, entries) =>
            {
                // MessagePack brings dictionaries with object keys; through JSON both protocols read alike.
                foreach (var entry in entries)
                    arriving.Writer.TryWrite((channel, JsonNode.Parse(JsonSerializer.Serialize(entry is JsonElement json ? json : Plain(entry)))!));
            });
        }

        public HubConnection Line { get; }

        public async Task<JsonNode> Entry(string channel, Func<JsonNode, bool> wanted)
        {
            // Channels arrive in an order of their own: what is asked for may have come before something asked for earlier.
            if (arrived.Find(e => e.Channel == channel && wanted(e.Entry)) is { Entry: { } known })
                return known;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await foreach (var (from, entry) in arriving.Reader.ReadAllAsync(patience.Token))
            {
                arrived.Add((from, entry));
                if (from == channel && wanted(entry))
                    return entry;
            }

            throw new InvalidOperationException("The line ended.");
        }

        public ValueTask DisposeAsync() => Line.DisposeAsync();

        private static object? Plain(object? value) => value switch
        {
            IDictionary<object, object> map => map.ToDictionary(p => (string)p.Key, p => Plain(p.Value)),
            object[] list => list.Select(Plain).ToList(),
            _ => value,
        };
    }
}
