using Microsoft.Data.Sqlite;

namespace Timpora.Comms.Storage;

/// <summary>
/// Brings into SQLite's word index what was written since: a text waits in a table beside its alert or entry, in the same transaction, and
/// goes into the index with many others. In the transaction of every message the index would cost more than the message. PostgreSQL's index
/// needs none of this.
/// </summary>
public sealed class WordIndex(WriteGate gate, TimeProvider time, ILogger<WordIndex> logger, SqliteConnections? connections = null) : BackgroundService
{
    // Few at a time, and often: a text takes the index a tenth of a millisecond, and a post which comes meanwhile waits. Once a second and 128 at a
    // time, that was the slowest hundredth of all posts. Where more comes than few can take, each portion is larger than the one before.
    private const int Few = 32, Many = 256;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Everything committed before this call is found after it.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        for (var most = Few; connections is not null && IsBehind(connections); most = Math.Min(2 * most, Many))
        {
            using var turn = await gate.Enter(ct);
            Take(connections.Writer, most);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await CatchUp(stoppingToken);
                }
                catch (SqliteException exception)
                {
                    logger.LogError(exception, "The word index could not be brought up to date; it is tried again.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }

    private static bool IsBehind(SqliteConnections connections)
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
