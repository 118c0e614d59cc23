using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>
/// Full-text search on PostgreSQL. Each text is indexed by its words as written and by their Indonesian stems, so "penampungan" is
/// found by its beginning and by "menampung".
/// </summary>
internal static class PostgresSearch
{
    /// <summary>From this share of all texts on, the newest alerts are looked through; a word is then soon met. Below it the word index is cheaper.</summary>
    internal const double Frequent = 0.02;

    /// <summary>Alerts that have each word in one of their texts.</summary>
    public static async Task<IReadOnlyList<Guid>> Find(HubDb db, IReadOnlyList<string> words, Guid? before, int limit, CancellationToken ct)
    {
        var shares = await Shares(db, words).ToListAsync(ct);
        var rarest = shares.IndexOf(shares.Min());
        return await Query(db, words, shares[rarest] < Frequent ? rarest : null, before, limit).ToListAsync(ct);
    }

    /// <summary>
    /// The query of <see cref="Find"/>: from the word index of one word, or from the newest alert down. The database's own choice rests on
    /// a guess for beginnings of words, which takes every rare one for frequent and reads all texts for it.
    /// </summary>
    internal static IQueryable<Guid> Query(HubDb db, IReadOnlyList<string> words, int? rarest, Guid? before, int limit)
    {
        // Words are letters and digits only, so the quotes hold whatever was typed; they are parameters all the same.
        var parameters = new List<object> { before ?? Guid.AllBitsSet, limit };
        string Says(string word)
        {
            parameters.Add(word.Length == 1 ? $"'{word}'" : $"'{word}':*");
            parameters.Add(word);
            return $"document @@ (CAST({{{parameters.Count - 2}}} AS tsquery) || plainto_tsquery('pg_catalog.indonesian', {{{parameters.Count - 1}}}))";
        }

        var sql = rarest is { } from
            ? $"""WITH a AS MATERIALIZED (SELECT DISTINCT alert_id AS id FROM search_texts WHERE {Says(words[from])}) SELECT a.id AS "Value" FROM a"""
            : """SELECT a.id AS "Value" FROM alerts a""";
        sql += " WHERE a.id < {0}" + string.Concat(words.Where((_, i) => i != rarest)
            .Select(word => $" AND EXISTS (SELECT 1 FROM search_texts t WHERE t.alert_id = a.id AND t.{Says(word)})"));
        return db.Database.SqlQuery<Guid>(FormattableStringFactory.Create(sql + " ORDER BY a.id DESC LIMIT {1}", [.. parameters]));
    }

    // How much of all texts holds each word, by the database's own statistics; 0 for what is not among the most frequent.
    private static IQueryable<double> Shares(HubDb db, IReadOnlyList<string> words) => db.Database.SqlQuery<double>(
        $"""
        SELECT COALESCE((SELECT sum(e.share) FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e(word, share)
            WHERE s.schemaname = current_schema() AND s.tablename = 'search_texts' AND s.attname = 'document' AND starts_with(e.word, w.word)), 0)::float8 AS "Value"
        FROM unnest({words.ToArray()}) WITH ORDINALITY AS w(word, n) ORDER BY w.n
        """);
}
