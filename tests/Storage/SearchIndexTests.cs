using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>Among twenty thousand alerts the list's filters and the search find the few they are asked for through an index, not by reading all.</summary>
public sealed class SearchIndexTests
{
    private const int Many = 20_000;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_rare_is_found_through_an_index(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var old = (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", "Perkara lama")))).Id;
        await app.Cancels("petugas.kanim", old);
        await app.Read(db => Multiply(db, old));
        await app.MinutesPass(1);
        var rare = (await app.OfficerPosts(Reports.Operation("kodim").But(("headline", "Kapal langka"), ("regionCode", "18.72")))).Id;
        // PostgreSQL does so by itself before long; SQLite never does, and plans by the shape of its indexes.
        if (database == Database.Postgres)
            await app.Read(db => db.Database.ExecuteSqlRawAsync("ANALYZE"));

        foreach (var (query, index) in new[]
        {
            ("state=open", "ix_alerts_state_id"), ("caseType=OPGAB", "ix_alerts_case_type_id"), ("region=18.72", "ix_alerts_region_code_id"),
            ("agency=kodim", "ix_obligations_a"), ("owed=mine", "ix_obligations_agency_"), ($"from={Uri.EscapeDataString(app.Now.ToString("O"))}", database == Database.Sqlite ? "(id>" : "Index Cond"),
        })
        {
            var answer = await (await app.As("kepala.kodim")).Get<FindAlerts.Response>("/api/alerts?" + query);
            Assert.Equal([rare], answer.Items.Select(a => a.Id));
            var (name, value) = (query.Split('=')[0], Uri.UnescapeDataString(query.Split('=')[1]));
            var request = new FindAlerts.Request(
                null, name == "caseType" ? value : null, null, name == "state" ? value : null, name == "region" ? value : null, name == "agency" ? value : null,
                name == "from" ? app.Now : null, null, name == "owed" ? value : null, null, null);
            var plan = await app.Read(db => Plan(db, "", db.Alerts.AsNoTracking().Matching(request, db.Obligations, "kodim").OrderByDescending(a => a.Id).Take(51).CreateDbCommand()));
            Assert.True(plan.Contains(index, StringComparison.OrdinalIgnoreCase), $"{query} does not use {index}:\n{plan}");
        }

        await app.Services.GetRequiredService<WordIndex>().CatchUp(CancellationToken.None);
        Assert.Equal([rare], await app.Read(db => db.FindAlertsSaying(SearchWords.Of("kapal langka"), null, 51, CancellationToken.None)));
        Assert.Equal(51, (await app.Read(db => db.FindAlertsSaying(SearchWords.Of("perkara lama"), null, 51, CancellationToken.None))).Distinct().Count());
        if (database == Database.Postgres)
            // These texts are so few and short that reading all costs as little; with a million it does not.
            Assert.Contains("ix_search_texts_document", await app.Read(db => Plan(db, "SET enable_seqscan = off; ", PostgresSearch.Query(db, ["langka"], 0, null, 51).CreateDbCommand())), StringComparison.Ordinal);
    }

    // Copies of one closed alert and its obligations, under ids of their own that are older than every real one.
    private static async Task<int> Multiply(HubDb db, Guid alert)
    {
        var isSqlite = db.Database.IsSqlite();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        var series = isSqlite ? $"(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {Many}) SELECT i FROM s)" : $"generate_series(1, {Many})";
        string Id(string tail) => isSqlite ? $"upper(printf('00000000-0000-7000-8000-%06x%06x', i, {tail}))" : $"CAST('00000000-0000-7000-8000-' || lpad(to_hex(i), 6, '0') || lpad(to_hex({tail}), 6, '0') AS uuid)";
        string Copy(IEntityType type, string where, params (string Column, string Value)[] changes)
        {
            var columns = type.GetProperties().Select(p => p.GetColumnName()).ToList();
            return $"INSERT INTO {type.GetTableName()} ({string.Join(',', columns)}) SELECT {string.Join(',', columns.Select(c => changes.FirstOrDefault(x => x.Column == c).Value ?? "t." + c))} FROM {type.GetTableName()} t, {series} AS g{(isSqlite ? "" : "(i)")} WHERE {where}";
        }

        var (alerts, obligations) = (db.Model.FindEntityType(typeof(Alert))!, db.Model.FindEntityType(typeof(Obligation))!);
#pragma warning disable EF1002 // Names of the model's own tables.
        await db.Database.ExecuteSqlRawAsync(Copy(alerts, "t.id = {0}", ("id", Id("0"))), alert);
        return await db.Database.ExecuteSqlRawAsync(
            Copy(obligations, "t.alert_id = {0}", ("id", Id(isSqlite ? "t.rowid" : "row_number() OVER ()")), ("alert_id", Id("0"))), alert);
#pragma warning restore EF1002
    }

    private static async Task<string> Plan(HubDb db, string before, DbCommand command)
    {
        await db.Database.OpenConnectionAsync();
        command.CommandText = before + (db.Database.IsSqlite() ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetValue(reader.FieldCount - 1).ToString()!);
        return string.Join('\n', lines);
    }
}
