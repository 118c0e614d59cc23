using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>What <c>q</c> finds, for whom, and that nothing typed can break it.</summary>
public sealed class SearchTests(Hubs hubs) : IClassFixture<Hubs>
{
    private static int word;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_alert_is_found_by_what_it_says_where_it_is_and_what_it_is(Database database)
    {
        var (app, mark) = (await hubs.On(database), Word());
        await app.MinutesPass(0.1);
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(
            ("headline", $"Dugaan penampungan {mark}"), ("narrative", "Warga melihat orang asing di dekat jembatan."), ("regionCode", "18.71.01")))).Id;
        // Ids begin with the time; no other alert was posted at this one.
        await app.MinutesPass(0.1);
        var district = (await app.Opens("petugas.kanim", alert)).RegionName;

        foreach (var q in new[] { mark, mark.ToUpperInvariant(), mark[..^2], $"{mark} jembatan", $"jembatan {mark} TPPO", $"{mark} {district}", $"{mark} bandar lampung", alert.ToString(), alert.ToString()[..23], alert.ToString("N")[..20] })
            Assert.Equal([alert], await Those(app, q));
        Assert.Empty(await Those(app, $"{mark} pelabuhan"));
        Assert.Empty(await Those(app, $"x{mark}"));
    }

    /// <summary>One word stands in the headline and the other in a note: it is the same alert.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_alert_is_found_by_its_thread_until_the_text_is_erased(Database database)
    {
        var (app, mark, note, answer) = (await hubs.On(database), Word(), Word(), Word());
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Rumah {mark}")))).Id;
        await app.Writes("petugas.kanim", alert, $"Kapal {note} sudah sandar.");
        await app.Acknowledges("penghubung.polresta", alert, $"Regu {answer} berangkat.");
        await app.NotesProgress("penghubung.polresta", alert, $"Maju {note}b.");
        Assert.Equal([alert], await Those(app, $"{mark} {note}"));
        Assert.Equal([alert], await Those(app, $"{note}b"));
        Assert.Equal([alert], await Those(app, answer));

        await app.Read(db => db.Database.ExecuteSqlAsync($"DELETE FROM reveals WHERE value LIKE {"%" + note + "%"}"));
        Assert.Empty(await Those(app, note));
        Assert.Equal([alert], await Those(app, mark));
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE reveals SET value = 'dihapus' WHERE value LIKE {"%" + answer + "%"}"));
        Assert.Empty(await Those(app, answer));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_changed_headline_is_found_by_its_new_words_only(Database database)
    {
        var (app, before, after) = (await hubs.On(database), Word(), Word());
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Rumah {before}")))).Id;
        await app.Read(async db =>
        {
            (await db.Alerts.SingleAsync(a => a.Id == alert)).Headline = $"Rumah {after}";
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await Those(app, before));
        Assert.Equal([alert], await Those(app, after));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Accents_and_other_scripts_are_found_as_people_type_them(Database database)
    {
        var (app, mark) = (await hubs.On(database), Word());
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Café {mark}, truk B-1234-XY"), ("narrative", "Papan nama 旅馆 di pintu.")))).Id;
        foreach (var q in new[] { $"cafe {mark}", $"CAFÉ {mark}", $"cafe\u0301 {mark}", $"1234 {mark}", $"b-1234-xy {mark}", $"旅馆 {mark}" })
            Assert.Equal([alert], await Those(app, q));
    }

    /// <summary>The precise place is for the required agencies only, and details and exclusions for fewer; a search would tell everybody.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Address_details_and_exclusions_are_not_searched(Database database)
    {
        var (app, mark) = (await hubs.On(database), Word());
        await app.OfficerPosts(Reports.HoldingHouse().But(
            ("location", new { lat = -5.38, lon = 105.26, address = $"Jalan {mark}" }), ("details", new { indicators = $"ciri {mark}" }),
            ("exclude", new { agencies = new[] { "dinsos" }, reason = $"Alasan {mark}" })));
        Assert.Empty(await Those(app, mark));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_who_may_read_the_alert_finds_it(Database database)
    {
        var (app, mark) = (await hubs.On(database), Word());
        var open = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Rumah {mark}")))).Id;
        await app.MinutesPass(0.1);
        var strict = (await app.OfficerPosts(Reports.HoldingHouse(tlp: "AMBER+STRICT").But(("headline", $"Gudang {mark}")))).Id;
        await app.MinutesPass(0.1);
        var without = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Kapal {mark}"), ("exclude", new { agencies = new[] { "bp3mi" }, reason = "Pejabatnya terlibat." })))).Id;
        await app.MinutesPass(0.1);
        var named = (await app.OfficerPosts(Reports.HoldingHouse(tlp: "RED").But(("headline", $"Mobil {mark}"), ("recipients", new[] { await app.IdOf("kepala.polresta") })))).Id;

        Assert.Equal([named, without, strict, open], await Those(app, mark));
        Assert.Equal([open], await Those(app, mark, "penghubung.bp3mi"));
        Assert.Equal([named, without, strict, open], await Those(app, mark, "kepala.polresta"));
        Assert.Equal([without, strict, open], await Those(app, mark, "penghubung.polresta"));
        Assert.Empty(await Those(app, mark, "admin.kanim"));
        // A page that ends before what is not for the reader has no next one: it would tell that something is there.
        Assert.Null((await Page(app, $"q={mark}&limit=1", "penghubung.bp3mi")).Next);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Pages_hold_every_find_once_newest_first_while_new_alerts_arrive(Database database)
    {
        var (app, mark) = (await hubs.On(database), Word());
        List<Guid> posted = [];
        for (var i = 0; i < 7; i++)
        {
            await app.MinutesPass(0.1);
            posted.Add((await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Rumah {mark}"), ("level", i % 2 == 0 ? "Kritis" : "Rutin")))).Id);
            await app.OfficerPosts(Reports.HoldingHouse(tlp: "AMBER+STRICT").But(("headline", $"Gudang {mark}")));
            await app.Writes("petugas.kanim", posted[0], $"Pesan {mark} {i}.");
        }

        var found = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Page(app, $"q={mark}&limit=2{(cursor.Length > 0 ? "&cursor=" + cursor : "")}", "penghubung.bp3mi");
            found.AddRange(page.Items.Select(a => a.Id));
            cursor = page.Next;
            await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Susulan {mark}")));
        }

        Assert.Equal(posted.AsEnumerable().Reverse(), found);
        Assert.Equal(posted.Where((_, i) => i % 2 == 0).Reverse(), (await Page(app, $"q=rumah {mark}&level=Kritis&state=open&caseType=TPPO&region=18.71&agency=polresta", "petugas.kanim")).Items.Select(a => a.Id));
    }

    /// <summary>Whatever is typed is looked for, never obeyed, and never a fault.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nothing_typed_breaks_the_query(Database database)
    {
        var (app, mark) = (await hubs.On(database), Word());
        var alert = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", $"Rumah {mark}")))).Id;
        foreach (var wrapped in new[] { "\"{0}", "{0}\"", "'{0}'", "{0}*", "{0}:*", "-{0}", "!{0}", "({0}", "{0} & |", "^{0}", "{0} \0", "{0} 🚨", "\\{0}\\", "{0};--", "%{0}_", "{0}\u2028", "\uFFFF{0}" })
            Assert.Equal([alert], await Those(app, wrapped.Replace("{0}", mark, StringComparison.Ordinal)));
        foreach (var q in new[] { $"{mark} NOT rumah", $"{mark} OR ada", $"NEAR({mark} rumah)", $"{mark} AND zzz", new string('a', 200), string.Concat(Enumerable.Repeat("xy1 ", 50)) })
            Assert.Empty(await Those(app, q));
        // Nothing in it can be looked for: nothing is found, rather than everything.
        foreach (var q in new[] { "🚨", "\"", "***", "\0", "'; DROP TABLE alerts; --" })
            Assert.DoesNotContain(alert, await Those(app, q));
        // No words at all is no search.
        Assert.Contains(alert, (await Page(app, "q=&limit=500", "petugas.kanim")).Items.Select(a => a.Id));
    }

    [Fact]
    public async Task More_than_200_characters_are_refused_in_the_readers_language()
    {
        var app = await hubs.On(Database.Sqlite);
        using var reader = await app.SignIn("petugas.kanim");
        var problem = await reader.Refused(HttpMethod.Get, "/api/alerts?q=" + new string('a', 201));
        Assert.Equal(("validation_failed", "Paling banyak 200 karakter."), (problem.Code, problem.Errors!["q"].Single()));
        reader.Language = "en";
        Assert.Equal("At most 200 characters.", (await reader.Refused(HttpMethod.Get, "/api/alerts?q=" + new string('a', 201))).Errors!["q"].Single());
    }

    [Theory]
    [InlineData("Rumah, RUMAH rumah!", "rumah")]
    [InlineData("a-b c", "a b c")]
    [InlineData("Café Łódź 18.71", "cafe łodz 18 71")]
    [InlineData("01a20b12-04e0-7220-b4", "01a20b1204e07220b4")]
    [InlineData("\"'*():^-+\0\u200B🚨", "")]
    [InlineData("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas duabelas tigabelas", "tigabelas duabelas sembilan delapan sebelas sepuluh empat tujuh enam lima satu tiga")]
    public void Words_are_letters_and_digits_the_longest_first(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), SearchWords.Of(text).Order());

    private static string Word() => $"sandi{Interlocked.Increment(ref word)}qqq";

    private static async Task<Guid[]> Those(CommsApp app, string q, string who = "petugas.kanim") => [.. (await Page(app, "q=" + Uri.EscapeDataString(q), who)).Items.Select(a => a.Id)];

    private static async Task<FindAlerts.Response> Page(CommsApp app, string query, string who) => await (await app.As(who)).Get<FindAlerts.Response>("/api/alerts?" + query);
}
