using System.Net;
using System.Text;
using System.Text.Json;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>
/// What cannot be accepted gets a clear problem that names the field in both languages; nothing of it is stored, and nothing of it
/// comes back.
/// </summary>
public sealed class BadInputTests(Hubs hubs) : IClassFixture<Hubs>
{
    private const string Nik = "1871014503900002";

    // Stands in what is refused; must never stand in the refusal.
    private const string Marker = "zzMARKERzz";

    private static readonly Dictionary<string, (string Field, string Json)> wrong = new()
    {
        ["no client key"] = ("clientKey", """{"clientKey":null}"""),
        ["empty client key"] = ("clientKey", """{"clientKey":"00000000-0000-0000-0000-000000000000"}"""),
        ["client key that is none"] = ("clientKey", $$$"""{"clientKey":"{{{Marker}}}"}"""),
        ["no channel"] = ("channel", """{"channel":" "}"""),
        ["unknown case type"] = ("caseType", $$$"""{"caseType":"{{{Marker}}}"}"""),
        ["no case type"] = ("caseType", """{"caseType":null}"""),
        ["unknown level"] = ("level", $$$"""{"level":"{{{Marker}}}"}"""),
        ["level in small letters"] = ("level", """{"level":"kritis"}"""),
        ["level as its number"] = ("level", """{"level":"0"}"""),
        ["level as a number"] = ("level", """{"level":0}"""),
        ["two levels"] = ("level", """{"level":"Kritis,Rutin"}"""),
        ["unknown mark"] = ("tlp", $$$"""{"tlp":"{{{Marker}}}"}"""),
        ["unknown status"] = ("status", $$$"""{"status":"{{{Marker}}}"}"""),
        ["unknown victims"] = ("possibleVictims", $$$"""{"possibleVictims":"{{{Marker}}}"}"""),
        ["unknown region"] = ("regionCode", $$$"""{"regionCode":"{{{Marker}}}"}"""),
        ["region of another team"] = ("regionCode", """{"regionCode":"31.71"}"""),
        ["whole province"] = ("regionCode", """{"regionCode":"18"}"""),
        ["unknown agency"] = ("requiredAgencies", $$$"""{"requiredAgencies":["{{{Marker}}}"]}"""),
        ["null among agencies"] = ("requiredAgencies", """{"requiredAgencies":[null]}"""),
        ["agencies as text"] = ("requiredAgencies", """{"requiredAgencies":"polresta"}"""),
        ["too many agencies"] = ("requiredAgencies", $$$"""{"requiredAgencies":[{{{string.Join(',', Enumerable.Repeat("\"polresta\"", 101))}}}]}"""),
        ["unknown agency excluded"] = ("exclude.agencies", $$$"""{"exclude":{"agencies":["{{{Marker}}}"],"reason":"Terlibat."}}"""),
        ["null among excluded agencies"] = ("exclude.agencies", """{"exclude":{"agencies":[null],"reason":"Terlibat."}}"""),
        ["excluded without a reason"] = ("exclude.reason", """{"exclude":{"agencies":["dinsos"]}}"""),
        ["required and excluded"] = ("exclude.agencies", """{"requiredAgencies":["dinsos"],"exclude":{"agencies":["dinsos"],"reason":"Terlibat."}}"""),
        ["excluded member that is no id"] = ("exclude.members[0]", $$$"""{"exclude":{"members":["{{{Marker}}}"],"reason":"Terlibat."}}"""),
        ["no headline"] = ("headline", """{"headline":null}"""),
        ["short headline"] = ("headline", """{"headline":"  abc  "}"""),
        ["long headline"] = ("headline", $$$"""{"headline":"{{{Marker}}}{{{new string('a', 120)}}}"}"""),
        ["headline as a number"] = ("headline", """{"headline":12345}"""),
        ["headline of two lines"] = ("headline", $$$"""{"headline":"{{{Marker}}}\nbaris"}"""),
        ["headline nobody can see"] = ("headline", """{"headline":"\u200b\u200b\u2060\ufeff\u200d\u200b"}"""),
        ["headline of marks alone"] = ("headline", """{"headline":"\u0301\u0301\u0301\u0301\u0301"}"""),
        ["NUL"] = ("headline", $$$"""{"headline":"{{{Marker}}} \u0000"}"""),
        ["escape character"] = ("headline", $$$"""{"headline":"{{{Marker}}} \u001b[2J"}"""),
        ["half a surrogate pair"] = ("headline", $$$"""{"headline":"{{{Marker}}} \ud83d"}"""),
        ["the other half"] = ("narrative", $$$"""{"narrative":"{{{Marker}}} \udca9"}"""),
        ["pair the wrong way round"] = ("narrative", $$$"""{"narrative":"{{{Marker}}} \udca9\ud83d"}"""),
        ["no narrative"] = ("narrative", """{"narrative":""}"""),
        ["long narrative"] = ("narrative", $$$"""{"narrative":"{{{Marker}}}{{{new string('a', 4000)}}}"}"""),
        ["latitude beyond the pole"] = ("location.lat", """{"location":{"lat":91,"lon":105}}"""),
        ["longitude beyond the date line"] = ("location.lon", """{"location":{"lat":-5,"lon":181}}"""),
        ["no latitude"] = ("location.lat", """{"location":{"lon":105}}"""),
        ["latitude as text"] = ("location.lat", $$$"""{"location":{"lat":"{{{Marker}}}","lon":105}}"""),
        ["latitude without end"] = ("location.lat", """{"location":{"lat":1e400,"lon":105}}"""),
        ["long address"] = ("location.address", $$$"""{"location":{"lat":-5,"lon":105,"address":"{{{Marker}}}{{{new string('a', 300)}}}"}}"""),
        ["future"] = ("occurredAt", """{"occurredAt":"2099-01-01T00:00:00Z"}"""),
        ["long ago"] = ("occurredAt", """{"occurredAt":"1999-01-01T00:00:00Z"}"""),
        ["before all time"] = ("occurredAt", """{"occurredAt":"0001-01-01T00:00:00+14:00"}"""),
        ["no time"] = ("occurredAt", $$$"""{"occurredAt":"{{{Marker}}}"}"""),
        ["a month that is none"] = ("occurredAt", """{"occurredAt":"2026-13-45T00:00:00Z"}"""),
        ["RED without recipients"] = ("recipients", """{"tlp":"RED"}"""),
        ["recipients without RED"] = ("recipients", """{"recipients":["01890000-0000-7000-8000-000000000000"]}"""),
        ["recipient that is no id"] = ("recipients[0]", $$$"""{"tlp":"RED","recipients":["{{{Marker}}}"]}"""),
        ["details as a list"] = ("details", """{"details":[1]}"""),
        ["details as text"] = ("details", $$$"""{"details":"{{{Marker}}}"}"""),
        ["large details"] = ("details", $$$"""{"details":{"a":"{{{Marker}}}{{{new string('a', 8192)}}}"}}"""),
        ["half a pair in the details"] = ("details", $$$"""{"details":{"a":"{{{Marker}}} \ud83d"}}"""),
        ["half a pair in a name of the details"] = ("details", $$$"""{"details":{"{{{Marker}}} \ud83d":1}}"""),
        ["NUL in the details"] = ("details", $$$"""{"details":{"a":"{{{Marker}}} \u0000"}}"""),
        ["NIK in the headline"] = ("headline", $$$"""{"headline":"Korban {{{Nik}}}"}"""),
        ["NIK in the narrative"] = ("narrative", $$$"""{"narrative":"Korban {{{Nik[..8]}}}\u200b{{{Nik[8..]}}}"}"""),
        ["passport in the narrative"] = ("narrative", """{"narrative":"Paspor B1234567"}"""),
        ["NIK in the address"] = ("location.address", $$$"""{"location":{"lat":-5,"lon":105,"address":"{{{Nik}}}"}}"""),
        ["NIK in the reason"] = ("exclude.reason", $$$"""{"exclude":{"agencies":["dinsos"],"reason":"Milik {{{Nik}}}"}}"""),
        ["NIK in the details"] = ("details", $$$$"""{"details":{"a":{"b":["{{{{Nik}}}}"]}}}"""),
        ["NIK as a number in the details"] = ("details", $$$$"""{"details":{"a":{{{{Nik}}}} }}"""),
        ["NIK as a name in the details"] = ("details", $$$"""{"details":{"{{{Nik}}}":1}}"""),
        ["escaped NIK in the details"] = ("details", """{"details":{"a":"\u0031871014503900002"}}"""),
        ["marriage without a ground"] = ("details.ground", """{"channel":"kawin","caseType":"KAWIN","level":"Rutin"}"""),
        ["marriage with who they are as the ground"] = ("details.ground", """{"channel":"kawin","caseType":"KAWIN","level":"Rutin","details":{"ground":"pasangan campuran"}}"""),
        ["marriage with a ground that is no text"] = ("details.ground", """{"channel":"kawin","caseType":"KAWIN","level":"Rutin","details":{"ground":["pasangan"]}}"""),
        ["marriage as Kritis"] = ("level", """{"channel":"kawin","caseType":"KAWIN","level":"Kritis","details":{"ground":"Sponsor membayar dua orang saksi."}}"""),
        ["operation without agencies"] = ("requiredAgencies", """{"channel":"opgab","caseType":"OPGAB"}"""),
        ["real drill"] = ("status", """{"channel":"latihan","caseType":"LATIHAN","status":"Actual"}"""),
    };

    public static TheoryData<string> Wrong => [.. wrong.Keys];

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_field_is_named_in_both_languages_and_nothing_is_stored(string what)
    {
        var (field, json) = wrong[what];
        var app = await hubs.On(Database.Sqlite);
        using var officer = await app.SignIn("petugas.kanim");
        var before = await app.Everything();
        var sentences = new List<string>();
        foreach (var language in new[] { "id", "en" })
        {
            officer.Language = language;
            using var answer = await officer.Send(HttpMethod.Post, "/api/alerts", Body(json));
            var text = await answer.Content.ReadAsStringAsync();
            var problem = await Person.ProblemOf(answer);
            Assert.True(problem.Status == 400, $"{what}: {text}");
            Assert.Contains(field, problem.Errors!.Keys);
            Assert.False(problem.Retryable);
            Assert.DoesNotContain(Marker, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Nik, text, StringComparison.Ordinal);
            sentences.AddRange([problem.Detail, .. problem.Errors[field]]);
        }

        Assert.True(sentences.Count % 2 == 0);
        Assert.Empty(sentences.Take(sentences.Count / 2).Intersect(sentences.Skip(sentences.Count / 2)));
        Assert.Equal(before, await app.Everything());
    }

    /// <summary>Several faults are told at once: on a bad line every round trip costs.</summary>
    [Fact]
    public async Task All_wrong_fields_are_told_at_once()
    {
        var app = await hubs.On(Database.Sqlite);
        var problem = await (await app.As("petugas.kanim")).Refused(HttpMethod.Post, "/api/alerts", Body("""{"clientKey":null,"headline":"","level":"x","regionCode":"x","tlp":"x"}"""));
        Assert.Equal(["clientKey", "headline", "level", "regionCode", "tlp"], problem.Errors!.Keys.Order());
    }

    [Theory]
    [InlineData("", "application/json", 400)]
    [InlineData("null", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("\"text\"", "application/json", 400)]
    [InlineData("{", "application/json", 400)]
    [InlineData("{\"headline\":\"zzMARKERzz", "application/json", 400)]
    [InlineData("{\"headline\":\"\\q\"}", "application/json", 400)]
    [InlineData("headline=zzMARKERzz", "application/x-www-form-urlencoded", 415)]
    [InlineData("<alert/>", "application/xml", 415)]
    public async Task What_is_no_alert_at_all_is_refused(string body, string type, int status)
    {
        var app = await hubs.On(Database.Sqlite);
        var before = await app.Everything();
        using var answer = await (await app.As("petugas.kanim")).Send(HttpMethod.Post, "/api/alerts", new StringContent(body, Encoding.UTF8, type));
        Assert.DoesNotContain(Marker, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(status, (await Person.ProblemOf(answer)).Status);
        Assert.Equal(before, await app.Everything());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var app = await hubs.On(Database.Sqlite);
        var bytes = Encoding.UTF8.GetBytes(Json("""{"headline":"Judul #"}"""));
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xFF;
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } };
        Assert.Equal(400, (await (await app.As("petugas.kanim")).Refused(HttpMethod.Post, "/api/alerts", content)).Status);
    }

    [Fact]
    public async Task A_body_beyond_any_alert_is_refused()
    {
        var app = await hubs.On(Database.Sqlite);
        var before = await app.Everything();
        var problem = await (await app.As("petugas.kanim")).Refused(HttpMethod.Post, "/api/alerts", Body($$$"""{"narrative":"{{{new string('a', 600_000)}}}"}"""));
        Assert.Equal((413, "too_large"), (problem.Status, problem.Code));
        Assert.Equal(before, await app.Everything());
    }

    public static TheoryData<string, string, string, string> FreeTexts => new()
    {
        { "acknowledge", "penghubung.polresta", "note", """{"version":1,"note":#}""" },
        { "decline", "penghubung.polresta", "reason", """{"reason":#}""" },
        { "messages", "petugas.kanim", "text", """{"text":#}""" },
        { "progress", "penghubung.polresta", "text", """{"text":#}""" },
        { "cancel", "petugas.kanim", "reason", """{"reason":#}""" },
        { "resolve", "penghubung.polresta", "note", """{"outcome":"TIDAK-TERBUKTI","note":#}""" },
        { "resolve", "penghubung.polresta", "screening.note", """{"outcome":"DEPORTASI","screening":{"result":"not-a-victim","note":#}}""" },
    };

    [Theory, MemberData(nameof(FreeTexts))]
    public async Task Every_free_text_refuses_identities_and_what_is_no_text(string act, string who, string field, string body)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var before = await app.Everything();
        foreach (var text in new[] { $"Korban {Nik}", "Paspor B1234567", "Ｂ１２３４５６７ miliknya", "a\0bcdef", "a\u001bbcdef", new string('a', 4001) })
        {
            var json = body.Replace("#", JsonSerializer.Serialize(text), StringComparison.Ordinal).Insert(1, $"\"clientKey\":\"{Guid.CreateVersion7()}\",");
            using var answer = await (await app.As(who)).Send(HttpMethod.Post, $"/api/alerts/{alert}/{act}", new StringContent(json, Encoding.UTF8, "application/json"));
            Assert.DoesNotContain(Nik, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var problem = await Person.ProblemOf(answer);
            Assert.Equal((400, field), (problem.Status, problem.Errors!.Keys.Single()));
        }

        Assert.Equal(before, await app.Everything());
    }

    [Theory]
    [InlineData("acknowledge", """{"version":0}""", "version")]
    [InlineData("acknowledge", """{"version":-1}""", "version")]
    [InlineData("acknowledge", """{}""", "version")]
    [InlineData("acknowledge", """{"version":"1"}""", "version")]
    [InlineData("acknowledge", """{"version":1.5}""", "version")]
    [InlineData("acknowledge", """{"version":99999999999}""", "version")]
    [InlineData("acknowledge", """{"version":1,"deviceAt":"kemarin"}""", "deviceAt")]
    [InlineData("decline", """{}""", "reason")]
    [InlineData("decline", """{"reason":"    "}""", "reason")]
    [InlineData("decline", """{"reason":"tak"}""", "reason")]
    [InlineData("messages", """{"text":"\u200b"}""", "text")]
    [InlineData("progress", """{"text":null}""", "text")]
    [InlineData("resolve", """{"outcome":null}""", "outcome")]
    [InlineData("resolve", """{"outcome":"DEPORTASI","screening":{"result":"not-a-victim","at":"2099-01-01T00:00:00Z"}}""", "screening.at")]
    [InlineData("resolve", """{"outcome":"DEPORTASI","screening":{}}""", "screening.result")]
    [InlineData("resolve", """{"outcome":"DEPORTASI","screening":{"result":"24 orang diskrining"}}""", "screening.result")]
    [InlineData("resolve", """{"outcome":"DEPORTASI","screening":{"result":"NIK 1871010101900001"}}""", "screening.result")]
    [InlineData("cancel", """{"reason":5}""", "reason")]
    [InlineData("escalate", """{"agency":null}""", "agency")]
    public async Task Every_act_names_the_field_that_is_wrong(string act, string body, string field)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var before = await app.Everything();
        var json = body.Insert(1, $"\"clientKey\":\"{Guid.CreateVersion7()}\"" + (body == "{}" ? "" : ","));
        var problem = await (await app.As("penghubung.polresta")).Refused(HttpMethod.Post, $"/api/alerts/{alert}/{act}", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.Equal((400, field), (problem.Status, problem.Errors!.Keys.Single()));
        Assert.Equal(before, await app.Everything());
    }

    [Theory]
    [InlineData("acknowledge", """{"version":1}""")]
    [InlineData("undo", """{}""")]
    [InlineData("decline", """{"reason":"Bukan kami."}""")]
    [InlineData("messages", """{"text":"Halo."}""")]
    [InlineData("progress", """{"text":"Halo."}""")]
    [InlineData("resolve", """{"outcome":"TIDAK-TERBUKTI"}""")]
    [InlineData("cancel", """{"reason":"Salah kirim."}""")]
    [InlineData("escalate", """{"agency":"polresta"}""")]
    public async Task Every_act_that_must_not_happen_twice_needs_a_key(string act, string body)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        Assert.Equal("clientKey", (await (await app.As("penghubung.polresta")).Refused(
            HttpMethod.Post, $"/api/alerts/{alert}/{act}", new StringContent(body, Encoding.UTF8, "application/json"))).Errors!.Keys.Single());
    }

    /// <summary>Text is text: kept as it was written, on both databases, and given back as text.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Strange_but_readable_text_comes_back_as_it_was_written(Database database)
    {
        var app = await hubs.On(database);
        foreach (var text in new[]
        {
            "'; DROP TABLE alerts; --", "<script>alert(1)</script><img src=x onerror=alert(1)>", "{{constructor.constructor('alert(1)')()}} ${7*7} %s %n",
            "\u202Eterbalik\u202C dan \u2067kanan\u2069", "👩‍👩‍👧 🇮🇩 ❤️‍🔥", "é combining, Z̷̡̛͉a̵͝l̶̈́g̸̈o", "中文 العربية हिन्दी", "back\\slash \"quote\" \u007E", "\uFFFD \uFFFE \uE000 akhir",
        })
        {
            var posted = await app.OfficerPosts(Reports.HoldingHouse().But(("headline", text), ("narrative", text + "\r\n\tbaris dua"), ("details", new { text })));
            var alert = await app.Opens("penghubung.polresta", posted.Id);
            Assert.Equal((text, text + "\r\n\tbaris dua", text), (alert.Headline, alert.Narrative, alert.Details!.Value.GetProperty("text").GetString()));
            Assert.Equal(text, alert.Timeline[0].Reveal!["headline"].Value);
            using var answer = await (await app.As("penghubung.polresta")).Send(HttpMethod.Get, $"/api/alerts/{posted.Id}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }

        Assert.Empty(await app.Verify());
    }

    private static StringContent Body(string changes) => new(Json(changes), Encoding.UTF8, "application/json");

    // By hand, because a serializer would refuse or mend what these tests must send.
    private static string Json(string changes)
    {
        var all = Reports.HoldingHouse().ToDictionary(p => p.Key, p => JsonSerializer.Serialize(p.Value));
        using var document = JsonDocument.Parse(changes);
        foreach (var change in document.RootElement.EnumerateObject())
            all[change.Name] = change.Value.GetRawText();
        return "{" + string.Join(',', all.Select(p => $"\"{p.Key}\":{p.Value}")) + "}";
    }
}
