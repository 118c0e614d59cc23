using System.Text.Json.Nodes;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Golden;

/// <summary>The contract as files: other programs are run against it.</summary>
public sealed class GoldenTests
{
    [Fact]
    public async Task OpenAPI_document()
    {
        await using var app = CommsApp.Start();
        using var anyone = app.Anyone();
        var document = (await anyone.Get<JsonNode>("/openapi/v1.json")).AsObject();
        document.Remove("servers");
        // A schema shared by two use cases by mistake would describe neither.
        Assert.DoesNotContain(document["components"]!["schemas"]!.AsObject(), schema => schema.Key is "Request" or "Response" or "Body");
        await Golden.Holds("openapi.json", document);
    }

    [Fact]
    public Task Rejections_with_their_codes() => Golden.Holds("rejections.json", new JsonArray([.. Reasons.All.Select(r => (JsonNode)new JsonObject
    {
        ["code"] = r.Code, ["status"] = r.Status, ["retryable"] = r.Retryable, ["id"] = r.Sentence.Id, ["en"] = r.Sentence.En,
    })]));

    [Fact]
    public async Task Answers_of_every_call()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        using var chief = await app.SignIn("kepala.dinsos");
        using var other = await app.SignIn("penghubung.disnaker");
        using var anyone = app.Anyone();
        var answers = new JsonObject();

        async Task<JsonNode?> Call(string name, Person who, HttpMethod method, string path, object? body = null)
        {
            using var answer = await who.Send(method, path, body);
            var text = await answer.Content.ReadAsStringAsync();
            var content = text.Length == 0 ? null : JsonNode.Parse(text);
            answers[name] = new JsonObject { ["status"] = (int)answer.StatusCode, ["body"] = Golden.Steady(content) };
            return content;
        }

        static object Key(params (string Name, object? Value)[] fields) =>
            fields.Append(("clientKey", (object?)Guid.CreateVersion7())).ToDictionary(f => f.Item1, f => f.Item2);

        await Call("GET /api/me", officer, HttpMethod.Get, "/api/me");
        await Call("GET /api/me anonymous", anyone, HttpMethod.Get, "/api/me");
        await Call("POST /api/channels/{slug}/join", liaison, HttpMethod.Post, "/api/channels/tppo/join", Key());
        var report = Reports.HoldingHouse();
        report["location"] = new { lat = -5.36, lon = 105.24, address = "Jalan contoh" };
        report["exclude"] = new { agencies = new[] { "kodim" }, reason = "Ada dugaan keterlibatan." };
        report["details"] = new { indicators = new[] { "confinement" } };
        await Call("POST /api/alerts/preview", officer, HttpMethod.Post, "/api/alerts/preview", report);
        var id = (await Call("POST /api/alerts", officer, HttpMethod.Post, "/api/alerts", report))!["id"]!.GetValue<string>();
        await Call("GET /api/channels", liaison, HttpMethod.Get, "/api/channels");
        await Call("GET /api/channels/{slug}/entries", liaison, HttpMethod.Get, "/api/channels/tppo/entries?after=0&limit=3");
        await Call("POST /api/alerts/{id}/seen", liaison, HttpMethod.Post, $"/api/alerts/{id}/seen", Key(("version", 1)));
        await Call("POST /api/alerts/{id}/acknowledge", liaison, HttpMethod.Post, $"/api/alerts/{id}/acknowledge", Key(("version", 1), ("note", "Berangkat.")));
        await Call("POST /api/alerts/{id}/undo", liaison, HttpMethod.Post, $"/api/alerts/{id}/undo", Key());
        await liaison.Post($"/api/alerts/{id}/acknowledge", Key(("version", 1)));
        await Call("POST /api/alerts/{id}/decline", chief, HttpMethod.Post, $"/api/alerts/{id}/decline", Key(("reason", "Sudah ditangani provinsi.")));
        await Call("POST /api/alerts/{id}/messages", officer, HttpMethod.Post, $"/api/alerts/{id}/messages", Key(("text", "Masih di lokasi.")));
        await Call("POST /api/alerts/{id}/progress", liaison, HttpMethod.Post, $"/api/alerts/{id}/progress", Key(("text", "Korban dibawa ke rumah aman.")));
        await Call("POST /api/alerts/{id}/escalate", liaison, HttpMethod.Post, $"/api/alerts/{id}/escalate", Key(("agency", "uptdppa")));
        await Call("GET /api/alerts/{id}", officer, HttpMethod.Get, $"/api/alerts/{id}");
        await Call("GET /api/alerts/{id} not for this reader", other, HttpMethod.Get, $"/api/alerts/{id}");
        await Call("GET /api/alerts", liaison, HttpMethod.Get, "/api/alerts?state=open&limit=1");
        await Call("POST /api/alerts/{id}/resolve without screening", liaison, HttpMethod.Post, $"/api/alerts/{id}/resolve", Key(("outcome", "DEPORTASI")));
        await Call("POST /api/alerts/{id}/resolve of victims", liaison, HttpMethod.Post, $"/api/alerts/{id}/resolve", Key(("outcome", "DEPORTASI"), ("screening", new { result = "unclear" })));
        await Call("POST /api/alerts/{id}/resolve", liaison, HttpMethod.Post, $"/api/alerts/{id}/resolve", Key(("outcome", "KORBAN-DIRUJUK"), ("screening", new { result = "victim" })));
        var second = Reports.HoldingHouse();
        second["caseType"] = "IZIN";
        second["channel"] = "opgab";
        var cancelled = (await officer.Post<JsonNode>("/api/alerts", second))["id"]!.GetValue<string>();
        await Call("POST /api/alerts/{id}/cancel", officer, HttpMethod.Post, $"/api/alerts/{cancelled}/cancel", Key(("reason", "Salah alamat.")));
        await Call("POST /api/alerts with bad fields", officer, HttpMethod.Post, "/api/alerts", new { channel = "tppo", headline = "NIK 1871010101900001" });
        await Call("POST /api/channels/{slug}/read", liaison, HttpMethod.Post, "/api/channels/tppo/read", Key(("seq", 2)));
        await Call("POST /api/channels/{slug}/leave", liaison, HttpMethod.Post, "/api/channels/tppo/leave", Key());
        var member = await app.Hires("pengganti.polresta", "polresta", Roles.Liaison);
        var standIn = (await Call("POST /api/duty/override", liaison, HttpMethod.Post, "/api/duty/override", Key(
            ("role", "liaison"), ("member", member), ("from", app.Now), ("to", app.Now.AddHours(2)), ("reason", "Cuti."))))!["id"]!.GetValue<string>();
        using var incoming = await app.SignIn("pengganti.polresta");
        var open = await officer.Post<JsonNode>("/api/alerts", Reports.HoldingHouse());
        await Call("GET /api/duty/handover", incoming, HttpMethod.Get, "/api/duty/handover?role=liaison");
        await Call("POST /api/duty/accept without all that is open", incoming, HttpMethod.Post, "/api/duty/accept", Key(("role", "liaison"), ("obligations", Array.Empty<Guid>())));
        await Call("POST /api/duty/accept", incoming, HttpMethod.Post, "/api/duty/accept", Key(("role", "liaison"), ("obligations", new[] { open["id"] })));
        await Call("GET /api/duty/roster", liaison, HttpMethod.Get, "/api/duty/roster");
        await Call("GET /api/duty", liaison, HttpMethod.Get, "/api/duty");
        await Call("POST /api/duty/override/cancel", liaison, HttpMethod.Post, "/api/duty/override/cancel", Key(("id", standIn)));
        await Call("GET /api/members", liaison, HttpMethod.Get, "/api/members?limit=1");
        var own = (await liaison.Get<JsonNode>("/api/me"))["id"];
        await Call("PUT /api/members/{id}/contacts", liaison, HttpMethod.Put, $"/api/members/{own}/contacts", Key(("email", "piket@polresta.example"), ("mobile", "0812 3456 7890")));
        await Call("PUT /api/members/{id}/contacts with bad fields", liaison, HttpMethod.Put, $"/api/members/{own}/contacts", Key(("email", "piket"), ("mobile", "0721")));
        await Call("GET /api/members/{id}/contacts", liaison, HttpMethod.Get, $"/api/members/{own}/contacts");
        await Call("POST /api/alert-links of nothing", liaison, HttpMethod.Post, "/api/alert-links", Key(("secret", "tidak-ada")));
        await Call("GET /api/organisation", liaison, HttpMethod.Get, "/api/organisation");
        await Call("DELETE /api/session", liaison, HttpMethod.Delete, "/api/session");
        await Golden.Holds("contract.json", answers);
    }
}
