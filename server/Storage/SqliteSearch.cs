using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>
/// Full-text search on SQLite (FTS5). A row of the index is one text; its number is the alert's number (in the order of posting) with
/// the entry's sequence below it, so each word's list runs from the newest alert to the oldest and only as far as it is read.
/// </summary>
internal static class SqliteSearch
{
    // Kept by triggers of the migration, through WordIndex: an alert's number stands above 33 bits of sequence and 2 of field.
    private const int AlertBits = 35;

    /// <summary>Walks the lists of all words side by side and keeps the alerts that stand in each.</summary>
    public static async Task<IReadOnlyList<Guid>> Find(HubDb db, IReadOnlyList<string> words, Guid? before, int limit, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        List<Guid> found = [];
        List<WordList> lists = [];
        try
        {
            var below = before is { } id ? await NumberOf(db, id, ct) : long.MaxValue >> AlertBits;
            foreach (var word in words)
                lists.Add(await WordList.Open(db, word, below << AlertBits, ct));
            for (var at = below - 1; found.Count < limit; at--)
            {
                for (var i = 0; i < lists.Count; i++)
                {
                    ct.ThrowIfCancellationRequested();
                    if (!lists[i].GoDownTo(at))
                        return found;
                    if (lists[i].Alert < at)
                        // This word's next alert is older: the words before it must come down there, too.
                        (at, i) = (lists[i].Alert, -1);
                }

                found.Add(await IdOf(db, at, ct));
            }

            return found;
        }
        finally
        {
            foreach (var list in lists)
                await list.DisposeAsync();
            await db.Database.CloseConnectionAsync();
        }
    }

    // A cursor may name an alert that is not in the index; what is older than it is found all the same.
    private static async Task<long> NumberOf(HubDb db, Guid alert, CancellationToken ct)
    {
        await using var command = Command(db, "SELECT COALESCE((SELECT number FROM search_numbers WHERE alert_id = @id), (SELECT MAX(number) + 1 FROM search_numbers WHERE alert_id < @id), 0)", ("@id", alert));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Guid> IdOf(HubDb db, long number, CancellationToken ct)
    {
        await using var command = Command(db, "SELECT alert_id FROM search_numbers WHERE number = @number", ("@number", number));
        return Guid.Parse((string)(await command.ExecuteScalarAsync(ct))!);
    }

    private static DbCommand Command(HubDb db, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The texts that hold one word, from the newest alert down.</summary>
    private sealed class WordList(DbCommand command, DbDataReader rows) : IAsyncDisposable
    {
        /// <summary>Number of the alert that the list stands at.</summary>
        public long Alert { get; private set; } = long.MaxValue;

        public static async Task<WordList> Open(HubDb db, string word, long below, CancellationToken ct)
        {
            // A single letter begins almost every text, so it is only found as a word of its own.
            var command = Command(db, "SELECT rowid FROM search WHERE search MATCH @word AND rowid < @below ORDER BY rowid DESC",
                ("@word", word.Length == 1 ? $"\"{word}\"" : $"\"{word}\"*"), ("@below", below));
            return new WordList(command, await command.ExecuteReaderAsync(ct));
        }

        /// <summary>Goes on to this alert or, if the word does not stand in it, the next older one; false at the end.</summary>
        public bool GoDownTo(long alert)
        {
            while (Alert > alert)
            {
                // Nothing to await: SQLite reads while it is called.
                if (!rows.Read())
                    return false;
                Alert = rows.GetInt64(0) >> AlertBits;
            }

            return true;
        }

        public async ValueTask DisposeAsync()
        {
            await rows.DisposeAsync();
            await command.DisposeAsync();
        }
    }
}
