using System.Text.Json;
using System.Text.Json.Nodes;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Why somebody may not know of an alert.</summary>
public enum Shut
{
    /// <summary>Their agency is excluded; the channel admits it.</summary>
    ExcludedAgency,

    /// <summary>They are excluded by name; their agency owes an answer.</summary>
    ExcludedPerson,

    /// <summary>The alert is RED and they are no recipient; their agency owes an answer.</summary>
    NoRecipient,

    /// <summary>As <see cref="NoRecipient"/>, the secretariat, who oversees everything else.</summary>
    OverseerNoRecipient,

    /// <summary>The alert is AMBER+STRICT and their agency owes nothing; the channel admits it.</summary>
    StrictBystander,
}

/// <summary>An alert that somebody may not know of, and everything that person can ask the hub.</summary>
internal sealed class Outsider(CommsApp app, string who, string desk)
{
    /// <summary>Words that stand in the hidden alert and nowhere else.</summary>
    public const string Secret = "Gudang Beringin";

    /// <summary>Every filter of the list, each of which would find the hidden alert.</summary>
    private static readonly string[] asks =
    [
        "/api/alerts", "/api/alerts?limit=1", "/api/alerts?caseType=TPPO", "/api/alerts?level=Mendesak", "/api/alerts?state=open", "/api/alerts?state=Resolved", "/api/alerts?region=18.71",
        "/api/alerts?region=18.71.03", "/api/alerts?agency=polresta", "/api/alerts?owed=mine", "/api/alerts?from=2026-11-01T00:00:00Z&to=2027-11-01T00:00:00Z", "/api/alerts?q=gudang",
        "/api/alerts?q=beringin", "/api/measures", "/api/measures?by=agency", "/api/measures?by=caseType", "/api/measures?by=level", "/api/duty", "/api/duty?agency=polresta", "/api/members",
        "/api/organisation", "/api/exclusions", "/api/me",
    ];

    /// <summary>User name.</summary>
    public string Who { get; } = who;

    /// <summary>The desk of the person's agency.</summary>
    public string Desk { get; } = desk;

    /// <summary>Who the outsider is, and the report that shuts them out.</summary>
    public static async Task<(Outsider Outsider, Dictionary<string, object?> Report)> Of(CommsApp app, Shut shut)
    {
        const string why = "Diduga terlibat jaringan ini.";
        var report = Reports.HoldingHouse(tlp: "CLEAR").But(
            ("headline", Secret + " dipakai menampung"), ("narrative", "Warga melihat orang dikurung di " + Secret + "."), ("regionCode", "18.71.03"),
            ("location", new { lat = -5.401, lon = 105.262, address = Secret + " nomor 7" }), ("details", new { holdingPlace = Secret }));
        return shut switch
        {
            Shut.ExcludedAgency => (new Outsider(app, "penghubung.bp3mi", "meja-bp3mi"), report.But(("exclude", new { agencies = new[] { "bp3mi" }, reason = why }))),
            Shut.ExcludedPerson => (new Outsider(app, "penghubung.uptdppa", "meja-uptdppa"),
                report.But(("exclude", new { members = new[] { await app.IdOf("penghubung.uptdppa") }, reason = why }))),
            Shut.NoRecipient or Shut.OverseerNoRecipient => (
                shut == Shut.NoRecipient ? new Outsider(app, "kepala.polresta", "meja-polresta") : new Outsider(app, "sekretariat.timpora", "meja-timpora"),
                report.But(("tlp", "RED"), ("recipients", new[] { await app.IdOf("penghubung.polresta"), await app.IdOf("ketua.timpora") }))),
            _ => (new Outsider(app, "penghubung.bp3mi", "meja-bp3mi"), report.But(("tlp", "AMBER+STRICT"))),
        };
    }

    /// <summary>
    /// Everything the person is told now, by question: status, body and the headers that a body brings. Where a channel ends moves with
    /// every entry, also of what is withheld; that, and nothing else, is left out.
    /// </summary>
    public async Task<Dictionary<string, string>> Knows()
    {
        var person = await app.As(Who);
        Dictionary<string, string> told = [];
        foreach (var ask in asks)
            told[ask] = await Told(await person.Send(HttpMethod.Get, ask));
        var channels = (await person.Get<JsonNode>("/api/channels"))["items"]!.AsArray();
        foreach (var channel in channels.OfType<JsonObject>())
            channel.Remove("head");
        told["/api/channels"] = channels.ToJsonString();
        foreach (var channel in new[] { "tppo", Desk })
            told[channel] = await Readable(person, channel);
        return told;
    }

    /// <summary>What the person is told for an id, door by door; ids themselves are no part of it.</summary>
    public async Task<Dictionary<string, string>> AsksFor(Guid id, Func<string, object>? withKey = null)
    {
        var person = await app.As(Who);
        Dictionary<string, string> told = new() { ["get"] = await Told(await person.Send(HttpMethod.Get, $"/api/alerts/{id}")) };
        foreach (var (act, body) in Acts(Guid.CreateVersion7()))
            told[act] = await Told(await person.Send(HttpMethod.Post, $"/api/alerts/{id}/{act}", withKey?.Invoke(act) ?? body));
        return told;
    }

    /// <summary>Every command on an alert with a body that would do.</summary>
    public static IEnumerable<(string Act, object Body)> Acts(Guid key) =>
    [
        ("seen", new { clientKey = key, version = 1 }), ("acknowledge", new { clientKey = key, version = 1 }), ("undo", new { clientKey = key }),
        ("decline", new { clientKey = key, reason = "Bukan wilayah kami." }), ("messages", new { clientKey = key, text = "Halo." }), ("progress", new { clientKey = key, text = "Tiba di lokasi." }),
        ("resolve", new { clientKey = key, outcome = "TIDAK-TERBUKTI" }), ("cancel", new { clientKey = key, reason = "Salah kirim." }), ("escalate", new { clientKey = key, agency = "polresta" }),
        ("delegate", new { clientKey = key, agency = "dinsos", reason = "Wilayah mereka." }), ("accept", new { clientKey = key }),
        ("update", new { clientKey = key, version = 1, changes = new { level = "Kritis" } }), ("reopen", new { clientKey = key, reason = "Belum selesai." }),
        ("waive", new { clientKey = key, agency = "polresta", reason = "Tidak perlu." }),
    ];

    /// <summary>Status, body and its headers, as one text.</summary>
    public static async Task<string> Told(HttpResponseMessage answer)
    {
        using (answer)
            return $"{(int)answer.StatusCode} {answer.Content.Headers} {await answer.Content.ReadAsStringAsync()}";
    }

    // What of a channel is told at all: stubs are checked to be stubs and left out.
    private static async Task<string> Readable(Person person, string channel)
    {
        var page = await person.Get<JsonElement>($"/api/channels/{channel}/entries?limit=500");
        List<string> open = [];
        foreach (var entry in page.GetProperty("entries").EnumerateArray())
        {
            if (entry.GetProperty("kind").GetString() != "withheld")
                open.Add(entry.GetRawText());
            else
                Assert.Equal(["hash", "kind", "prevHash", "seq"], entry.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        }

        return string.Join('\n', open);
    }
}
