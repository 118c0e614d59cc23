using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>Who may be a victim is not punished, and who cares for victims is told.</summary>
public sealed class VictimGuardTests(Hubs hubs) : IClassFixture<Hubs>
{
    private static readonly Organisation Lampung = OrganisationFile.Load(OrganisationFile.DefaultPath);

    // Every combination: case type, whether victims are possible, outcome, what a screening found; "-" is no screening.
    [Theory]
    // Detaining and deporting: only where somebody looked and found no victim, or where the poster ruled victims out and no screening says otherwise.
    [InlineData("IZIN", "Unknown", "DEPORTASI", "-", "screening_required")]
    [InlineData("IZIN", "Yes", "PENDETENSIAN", "-", "screening_required")]
    [InlineData("IZIN", "No", "DEPORTASI", "-", "")]
    [InlineData("IZIN", "Unknown", "DEPORTASI", "not-a-victim", "")]
    [InlineData("IZIN", "Yes", "DEPORTASI", "not-a-victim", "")]
    [InlineData("IZIN", "Unknown", "DEPORTASI", "victim", "victims_protected")]
    [InlineData("IZIN", "Unknown", "DEPORTASI", "unclear", "victims_protected")]
    [InlineData("IZIN", "No", "DEPORTASI", "victim", "victims_protected")]
    [InlineData("IZIN", "No", "PENDETENSIAN", "unclear", "victims_protected")]
    [InlineData("TPPO", "Yes", "DEPORTASI", "not-a-victim", "")]
    [InlineData("TPPO", "Yes", "DEPORTASI", "unclear", "victims_protected")]
    // Other ends: a case type that asks for it does not end without a screening, whatever it found.
    [InlineData("IZIN", "Yes", "PEMBINAAN", "-", "")]
    [InlineData("TPPO", "Unknown", "KORBAN-DIRUJUK", "-", "screening_required")]
    [InlineData("TPPO", "Yes", "TIDAK-TERBUKTI", "-", "screening_required")]
    [InlineData("TPPO", "Unknown", "KORBAN-DIRUJUK", "victim", "")]
    [InlineData("TPPO", "Unknown", "PENYIDIKAN", "unclear", "")]
    [InlineData("TPPO", "No", "KORBAN-DIRUJUK", "-", "")]
    // A false alarm needs nobody screened, but contradicts a screening that found somebody.
    [InlineData("TPPO", "Yes", "LAPORAN-KELIRU", "-", "")]
    [InlineData("TPPO", "Unknown", "LAPORAN-KELIRU", "not-a-victim", "")]
    [InlineData("TPPO", "Unknown", "LAPORAN-KELIRU", "victim", "victims_protected")]
    [InlineData("IZIN", "No", "LAPORAN-KELIRU", "unclear", "victims_protected")]
    public void An_end_that_could_punish_a_victim_is_refused(string caseType, string victims, string outcome, string found, string code) =>
        Assert.Equal(code, ResolveAlert.Refuse(
            Enum.Parse<PossibleVictims>(victims), Lampung.FindCaseType(caseType)!, Lampung.FindOutcome(outcome)!, found == "-" ? null : found)?.Code ?? "");

    [Theory]
    [InlineData("not-a-victim", "not-a-victim")]
    [InlineData("Bukan korban", "not-a-victim")]
    [InlineData("KORBAN", "victim")]
    [InlineData("belum_jelas", "unclear")]
    [InlineData("bukan", null)]
    [InlineData("", null)]
    [InlineData("not-a-victim, victim", null)]
    public void What_a_screening_found_is_one_of_three_words(string text, string? word) => Assert.Equal(word, ScreeningResult.Of(text));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_screening_that_found_victims_shuts_deportation_and_nothing_is_stored(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation().But(("possibleVictims", "no")))).Id;
        var before = await app.Everything();
        foreach (var result in new[] { "victim", "unclear" })
        {
            var problem = await app.Refused("penghubung.polresta", alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome = "DEPORTASI", screening = new { result } });
            Assert.Equal((409, "victims_protected", "screening.result"), (problem.Status, problem.Code, problem.Errors!.Keys.Single()));
        }

        Assert.Equal(before, await app.Everything());
        Assert.Equal("Resolved", (await app.Resolves("penghubung.polresta", alert, "KORBAN-DIRUJUK", new { result = "victim" })).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_screened_and_when_is_recorded_and_only_who_works_on_the_case_reads_it(Database database)
    {
        var app = await hubs.On(database);
        var (alert, companion) = ((await app.OfficerPosts()).Id, await app.IdOf("penghubung.uptdppa"));
        await app.Resolves("penghubung.polresta", alert, "KORBAN-DIRUJUK", new { by = companion, at = app.Now - TimeSpan.FromHours(1), result = "korban", note = "Pendamping hadir." });

        var stored = await app.Read(db => db.Database.SqlQuery<string>(
            $"""SELECT r.value AS "Value" FROM reveals r JOIN entries e ON e.channel = r.channel AND e.seq = r.seq WHERE e.alert_id = {alert} AND e.channel = 'tppo' AND r.field = 'screening'""").SingleAsync());
        var screening = JsonElement.Parse(stored);
        Assert.Equal((companion, "victim"), (screening.GetProperty("by").GetGuid(), screening.GetProperty("result").GetString()));
        Assert.Equal(app.Now - TimeSpan.FromHours(1), screening.GetProperty("at").GetDateTimeOffset());
        Assert.Equal((companion, "victim", "Pendamping hadir."), (await app.Opens("petugas.polresta", alert)).Screening is { } seen ? (seen.By!.Value, seen.Result, seen.Note) : default);
        Assert.Null((await app.Opens("penghubung.bp3mi", alert)).Screening);
        using var entries = await (await app.As("penghubung.bp3mi")).Send(HttpMethod.Get, "/api/channels/tppo/entries?limit=500");
        Assert.DoesNotContain("Pendamping hadir.", await entries.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_had_left_before_cannot_have_screened()
    {
        await using var app = CommsApp.StartInHand();
        var (alert, left) = ((await app.OfficerPosts()).Id, await app.Hires("pindah.polresta", "polresta", Roles.Officer));
        await app.Read(db => db.Users.Where(m => m.Id == left).ExecuteUpdateAsync(set => set.SetProperty(m => m.RemovedAt, app.Now - TimeSpan.FromHours(2))));
        var body = new { clientKey = Guid.CreateVersion7(), outcome = "KORBAN-DIRUJUK", screening = new { by = left, at = app.Now - TimeSpan.FromHours(1), result = "victim" } };
        Assert.Equal("screening.by", (await app.Refused("penghubung.polresta", alert, "resolve", body)).Errors!.Keys.Single());
        await app.Resolves("penghubung.polresta", alert, "KORBAN-DIRUJUK", new { by = left, at = app.Now - TimeSpan.FromHours(3), result = "victim" });
    }

    [Theory]
    [InlineData("2026-12-01", null)]
    [InlineData("2025-01-01", "2026-11-23")]
    public async Task An_outcome_out_of_force_is_refused_and_still_known(string from, string? until)
    {
        await using var app = CommsApp.StartInHand(Database.Sqlite, (OrganisationFile.ConfigurationKey, Dated(from, until)));
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var problem = await app.Refused("penghubung.polresta", alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome = "TIDAK-TERBUKTI" });
        Assert.Equal((400, "outcome"), (problem.Status, problem.Errors!.Keys.Single()));
        var known = (await (await app.As("petugas.kanim")).Get<JsonElement>("/api/organisation")).GetProperty("outcomes").EnumerateArray()
            .Single(o => o.GetProperty("code").GetString() == "TIDAK-TERBUKTI");
        Assert.Equal((from, until), (known.GetProperty("validFrom").GetString(), known.TryGetProperty("validUntil", out var last) ? last.GetString() : null));
    }

    [Theory]
    [InlineData("PMI-NP", "tppo", null)]
    [InlineData("TPPM", "tppm", "yes")]
    [InlineData("OPGAB", "opgab", "yes")]
    public async Task The_women_and_child_service_owes_an_answer_by_itself(string caseType, string channel, string? victims)
    {
        var app = await hubs.On(Database.Sqlite);
        var posted = await app.OfficerPosts(Reports.HoldingHouse(channel).But(("caseType", caseType), ("possibleVictims", victims), ("requiredAgencies", new[] { "polresta" })));
        Assert.Contains("uptdppa", posted.Obligations.Select(o => o.Agency));
        Assert.Contains("penghubung.uptdppa r1 L1", await app.Woken(posted.Id));
        Assert.Equal("Acknowledged", (await app.Acknowledges("penghubung.uptdppa", posted.Id)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Where_it_is_excluded_poster_and_secretariat_are_warned(Database database)
    {
        var app = await hubs.On(database);
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(("exclude", new { agencies = new[] { "uptdppa" }, reason = "Diduga terlibat jaringan ini." })));
        Assert.Equal([("exclude", "victims_unattended")], posted.Warnings!.Select(w => (w.Field, w.Code)));
        Assert.Contains("sekretariat.timpora r1 L0", await app.Woken(posted.Id));
        Assert.Equal(["women-child"], (await app.Log(posted.Id)).Single(e => e is { Channel: "meja-timpora", Kind: "obligation.unserved" }).Fact.GetProperty("kinds").EnumerateArray().Select(k => k.GetString()));
        Assert.DoesNotContain(await app.Log(posted.Id), e => e.Channel == "meja-uptdppa");
    }

    // The shipped file with the days of one outcome changed.
    private static string Dated(string from, string? until)
    {
        var file = Path.Combine(Path.GetTempPath(), $"timpora-{Guid.CreateVersion7():N}.jsonc");
        var line = File.ReadAllLines(OrganisationFile.DefaultPath);
        File.WriteAllLines(file, line.Select(text => !text.Contains("\"TIDAK-TERBUKTI\"", StringComparison.Ordinal) ? text
            : text.Replace("\"validFrom\": \"2025-01-01\"", $"\"validFrom\": \"{from}\"" + (until is null ? "" : $", \"validUntil\": \"{until}\""), StringComparison.Ordinal)));
        return file;
    }
}
