using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>"If I post this now": the preview says what posting would do, and does nothing.</summary>
public sealed class PreviewAlertTests(Hubs hubs) : IClassFixture<Hubs>
{
    private static Task<PreviewAlert.Response> Preview(Person who, object report) => who.Post<PreviewAlert.Response>("/api/alerts/preview", report);

    [Fact]
    public async Task It_names_who_is_asked_when_and_who_is_on_duty_then()
    {
        var app = await hubs.On(Database.Sqlite);
        var preview = await Preview(await app.As("petugas.kanim"), Reports.HoldingHouse().But(("level", "Kritis"), ("clientKey", null)));

        Assert.Equal(("Kritis", "AMBER", "tppo"), (preview.Level, preview.Tlp, preview.Channel));
        Assert.Equal(["polresta", "kanim", "uptdppa", "dinsos"], preview.Obligations.Select(o => o.Agency));
        Assert.Equal([true, false, false, false], preview.Obligations.Select(o => o.Lead));
        Assert.All(preview.Obligations, o => Assert.True(o.CanAnswer));
        var police = preview.Obligations[0];
        Assert.Equal(("Polresta Bandar Lampung", app.Now.AddMinutes(5)), (police.Name, police.DueAt));
        Assert.Equal([0, 5, 10, 15], police.Steps.Select(s => (s.At - app.Now).TotalMinutes));
        Assert.Equal(["Intan Puspitasari", "Yoga Adinegara", "Dewi Larasati Utami", "Arya Wicaksana"], police.Steps.Select(s => Assert.Single(s.People).Name));
        Assert.Equal("liaison;chief;secretariat,chiefs-of-acknowledged;chair", string.Join(';', police.Steps.Select(s => string.Join(',', s.Asks))));
        Assert.Empty(preview.Gaps);
        Assert.Empty(preview.Warnings);
    }

    /// <summary>The law of a preview: what it says is what happens, for agencies with and without people on duty, drills and named agencies.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_it_says_is_what_then_happens(Database database)
    {
        foreach (var change in new (string, object?)[][]
        {
            [("level", "Kritis")], [("regionCode", "18.72"), ("level", "Kritis")], [("caseType", "PMI-NP"), ("level", "Mendesak")],
            [("caseType", "LATIHAN"), ("channel", "latihan"), ("requiredAgencies", new[] { "polresta", "dinsos" })],
            [("tlp", "AMBER+STRICT"), ("level", "Kritis"), ("exclude", new { agencies = new[] { "uptdppa" }, reason = "Diduga terlibat." })], [("level", "Rutin")],
        })
        {
            await using var app = CommsApp.StartInHand(database);
            var (officer, report) = (await app.As("petugas.kanim"), Reports.HoldingHouse().But(change));
            var preview = await Preview(officer, report);
            var posted = await app.OfficerPosts(report);
            await app.MinutesPass(61);

            Assert.Equal(posted.Obligations.Select(o => (o.Agency, o.Lead, o.DueAt)), preview.Obligations.Select(o => (o.Agency, o.Lead, o.DueAt)));
            Assert.Equal(posted.Warnings?.Select(w => (w.Field, w.Code)) ?? [], preview.Warnings.Select(w => (w.Field, w.Code)));
            var fired = (await app.Log(posted.Id)).Where(e => e.Channel == posted.Channel && e.Kind is "escalation.fired" or "escalation.skipped" && e.Channel == posted.Channel)
                .Where(e => e.Fact.GetProperty("round").GetInt32() == 1)
                .Select(e => $"{e.Fact.GetProperty("agency")} {e.Fact.GetProperty("level")} {e.Time:HH:mm} {(e.Fact.TryGetProperty("recipients", out var r) ? string.Join(',', r.EnumerateArray().Select(p => p.GetString()).Order(StringComparer.Ordinal)) : "")}");
            var said = preview.Obligations.SelectMany(o => o.Steps.Select(s => $"{o.Agency} {s.Level} {s.At.UtcDateTime:HH:mm} {string.Join(',', s.People.Select(p => p.Id.ToString()).Order(StringComparer.Ordinal))}"));
            Assert.Equal(fired.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_shift_that_changes_meanwhile_is_seen()
    {
        await using var app = CommsApp.StartInHand();
        var (first, second, third) = (await app.IdOf("kepala.polresta"), await app.Hires("kepala.siang", "polresta", Roles.Chief), await app.Hires("kepala.malam", "polresta", Roles.Chief));
        // It is 08:00; the chief changes at 08:03, and the step that asks the chief is due at 08:05. The one before stays until taken over from.
        await app.Assigns("penghubung.polresta", "chief", (first, "00:00", "08:03"), (second, "08:03", "16:00"), (third, "16:00", "00:00"));
        var steps = (await Preview(await app.As("petugas.kanim"), Reports.Operation("polresta"))).Obligations.Single().Steps;
        Assert.Equal([second, first], steps[1].People.Select(p => p.Id));
    }

    [Fact]
    public async Task Nobody_on_duty_is_a_gap_and_does_not_wait()
    {
        await using var app = CommsApp.StartInHand();
        await app.NobodyIsOnDuty("polresta", "chief");
        var preview = await Preview(await app.As("petugas.kanim"), Reports.Operation("polresta"));
        var steps = preview.Obligations.Single().Steps;
        Assert.Equal([false, true, false, false], steps.Select(s => s.Gap));
        Assert.Equal([0, 5, 5, 10], steps.Select(s => (s.At - app.Now).TotalMinutes));
        Assert.Equal("nobody_on_duty", Assert.Single(preview.Gaps).Code);
        Assert.Contains("Polresta", preview.Gaps[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_owes_but_cannot_read_is_said_before_it_is_too_late()
    {
        var app = await hubs.On(Database.Sqlite);
        var preview = await Preview(await app.As("petugas.kanim"), Reports.HoldingHouse(tlp: "RED").But(("recipients", new[] { await app.IdOf("penghubung.polresta") })));
        Assert.Equal([("polresta", true), ("kanim", false), ("uptdppa", false), ("dinsos", false)], preview.Obligations.Select(o => (o.Agency, o.CanAnswer)));
        Assert.Equal(3, preview.Warnings.Count(w => w is { Field: "recipients", Code: "nobody_can_answer" }));
        Assert.All(preview.Obligations.Where(o => !o.CanAnswer), o => Assert.All(o.Steps, s => Assert.True(s.Gap)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task It_stores_nothing_and_spends_no_client_key(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var (officer, report) = (await app.As("petugas.kanim"), Reports.HoldingHouse());
        var before = await Rows(app);
        await Preview(officer, report);
        await Preview(officer, report.But(("headline", "Judul lain sama sekali")));
        Assert.Equal(before, await Rows(app));
        using var posted = await officer.Send(HttpMethod.Post, "/api/alerts", report);
        Assert.Equal(201, (int)posted.StatusCode);
        Assert.NotEqual(before, await Rows(app));
    }

    [Theory]
    [InlineData("petugas.kanim", "headline", "NIK 1871010101900001", "validation_failed", "headline")]
    [InlineData("petugas.kanim", "channel", "tidak-ada", "not_found", "channel")]
    [InlineData("penghubung.kua", "channel", "tppo", "not_found", "channel")]
    [InlineData("auditor", "channel", "tppo", "not_found", "channel")]
    [InlineData("petugas.kanim", "recipients", null, "validation_failed", "recipients")]
    public async Task It_is_refused_as_posting_would_be(string who, string field, string? value, string code, string named)
    {
        var app = await hubs.On(Database.Sqlite);
        var report = Reports.HoldingHouse().But((field, field == "recipients" ? new[] { Guid.CreateVersion7() } : value), ("tlp", field == "recipients" ? "RED" : null));
        var person = await app.As(who);
        var (preview, post) = (await person.Refused(HttpMethod.Post, "/api/alerts/preview", report), await person.Refused(HttpMethod.Post, "/api/alerts", report));
        Assert.Equal((code, named), (preview.Code, preview.Errors!.Keys.Single()));
        Assert.Equal(JsonSerializer.Serialize(post), JsonSerializer.Serialize(preview));
    }

    [Fact]
    public async Task A_stranger_is_told_nothing()
    {
        var app = await hubs.On(Database.Sqlite);
        using var stranger = app.Anyone();
        Assert.Equal("sign_in_required", (await stranger.Refused(HttpMethod.Post, "/api/alerts/preview", new { headline = "x" })).Code);
    }

    // Every table there is, not only those a test thought of; sessions and beats are no answer to a preview.
    private static Task<string> Rows(CommsApp app) => app.Read(async db =>
    {
        List<string> rows = [];
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal).Except(["engine_beats"]))
#pragma warning disable EF1002 // The names are the model's.
            rows.Add($"{table} {(await db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"").ToListAsync())[0]}");
#pragma warning restore EF1002
        return string.Join('\n', rows.Concat(await db.Channels.AsNoTracking().OrderBy(c => c.Slug).Select(c => c.Slug + " " + c.Head).ToListAsync()));
    });
}
