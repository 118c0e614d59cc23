using Microsoft.Data.Sqlite;

namespace Timpora.Comms.Storage;

/// <summary>SQLite: a text waits in a table beside its alert or entry, written in the same transaction.</summary>
public sealed class SqliteWordIndex(WriteGate gate, TimeProvider time, ILogger<WordIndex> logger, SqliteConnections connections) : WordIndex(time, logger)
{
    // Few at a time, and often: a text takes the index a tenth of a millisecond, and a post which comes meanwhile waits. Once a second and 128 at a
    // time, that was the slowest hundredth of all posts. Where more comes than few can take, each portion is larger than the one before.
    private const int Few = 32, Many = 256;

    /// <inheritdoc/>
    public override async Task CatchUp(CancellationToken ct)
    {
        for (var most = Few; IsBehind(); most = Math.Min(2 * most, Many))
        {
            using var turn = await gate.Enter(ct);
            Take(connections.Writer, most);
        }
    }

    private bool IsBehind()
    {
        var connection = connections.Borrow();
        try
        {
            return (long)connection.Prepared("SELECT EXISTS(SELECT 1 FROM search_pending)").ExecuteScalar()! != 0;
        }
        finally
        {
            connections.Return(connection);
        }
    }

    private static void Take(SqliteConnection writer, int most)
    {
        using var transaction = writer.BeginTransaction(deferred: false);
        foreach (var text in new[]
        {
            // A text that was changed stands here anew, under the number it has in the index.
            $"INSERT OR REPLACE INTO search (rowid, words) SELECT row, words FROM search_pending ORDER BY row LIMIT {most}",
            $"DELETE FROM search_pending WHERE row IN (SELECT row FROM search_pending ORDER BY row LIMIT {most})",
        })
        {
            var command = writer.Prepared(text);
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
