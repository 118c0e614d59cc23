using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Timpora.Comms.Storage;

/// <summary>
/// Lets Entity Framework's statements stay prepared on the hub's open connections to SQLite, too: it makes a new command for every
/// query, and SQLite would compile the same text again and again.
/// </summary>
internal sealed class KeptStatements : DbCommandInterceptor
{
    /// <summary>The one there is.</summary>
    public static readonly KeptStatements Instance = new();

    /// <inheritdoc/>
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        result.HasResult || Kept(command) is not { } kept ? result : InterceptionResult<DbDataReader>.SuppressWithResult(kept.ExecuteReader());

    /// <inheritdoc/>
    // SQLite is synchronous underneath; there is nothing to await.
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(ReaderExecuting(command, eventData, result));

    /// <inheritdoc/>
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        result.HasResult || Kept(command) is not { } kept ? result : InterceptionResult<int>.SuppressWithResult(kept.ExecuteNonQuery());

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(NonQueryExecuting(command, eventData, result));

    private static SqliteCommand? Kept(DbCommand command)
    {
        if (command is not SqliteCommand { Connection: { } connection } asked || connection.PreparedIfIdle(asked.CommandText) is not { } kept)
            return null;
        kept.Parameters.Clear();
        foreach (SqliteParameter parameter in asked.Parameters)
            kept.Parameters.Add(parameter);
        kept.Transaction = asked.Transaction;
        kept.CommandTimeout = asked.CommandTimeout;
        return kept;
    }
}
