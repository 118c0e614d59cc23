using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Timpora.Comms.Storage;

/// <summary>
/// Statements that follow each other on the context's connection and in its transaction. Where the database is a server they travel there together when
/// the journey ends: one way there and back instead of one for each. Embedded, each runs at once.
/// </summary>
public sealed class Journey(HubDb db) : IAsyncDisposable
{
    private readonly DbConnection connection = db.Database.GetDbConnection();
    private DbBatch? batch;

    /// <summary>Whether it goes to a server.</summary>
    public bool IsRemote => connection.CanCreateBatch;

    /// <summary>The next statement; it has its values when it is given to <see cref="Add"/>, or when all are read.</summary>
    public async ValueTask<Statement> Next(string text, CancellationToken ct)
    {
        if (!IsRemote)
            return await db.Statement(text, ct);
        if (connection.State != ConnectionState.Open)
            await db.Database.OpenConnectionAsync(ct);
        if (batch is null)
        {
            batch = connection.CreateBatch();
            batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        }

        var part = batch.CreateBatchCommand();
        part.CommandText = text;
        batch.BatchCommands.Add(part);
        return new Statement(part);
    }

    /// <summary>Takes a statement along that asks nothing.</summary>
    public async ValueTask Add(Statement statement, CancellationToken ct)
    {
        if (!IsRemote)
            await statement.Run(ct);
    }

    /// <summary>Runs what has not run yet.</summary>
    public Task End(CancellationToken ct) => batch?.ExecuteNonQueryAsync(ct) ?? Task.CompletedTask;

    /// <summary>
    /// Runs what has not run yet and commits the open transaction, on the same way to the server. Throws <see cref="NothingCommittedException"/> when nothing of it
    /// is there; any other exception leaves that unknown. Only for a server.
    /// </summary>
    public async Task Commit()
    {
        var commit = await Next("COMMIT", CancellationToken.None);
        await Add(commit, CancellationToken.None);
        try
        {
            await End(CancellationToken.None);
        }
        catch (DbException refused) when (refused.IsRefusal())
        {
            throw new NothingCommittedException(refused);
        }
    }

    /// <summary>Runs all and reads one answer after the other. Only for a server.</summary>
    public Task<DbDataReader> Read(CancellationToken ct) => batch?.ExecuteReaderAsync(ct) ?? throw new InvalidOperationException("Embedded, each statement is read for itself.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => batch?.DisposeAsync() ?? default;
}

/// <summary>The database refused a statement, so the transaction came to nothing.</summary>
public sealed class NothingCommittedException(Exception inner) : Exception("The database refused a statement of the transaction.", inner);
