using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>The scaled-out hub's database.</summary>
public sealed class PostgresHubDb(DbContextOptions<PostgresHubDb> options) : HubDb(options)
{
    /// <inheritdoc/>
    public override string ForUpdate => " FOR UPDATE";

    /// <inheritdoc/>
    public override string ForUpdateSkipLocked => " FOR UPDATE SKIP LOCKED";

    /// <inheritdoc/>
    public override int RowsAtOnce => 1000;

    /// <inheritdoc/>
    public override IsolationLevel Snapshot => IsolationLevel.RepeatableRead;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Guid>> FindAlertsSaying(IReadOnlyList<string> words, Guid? before, int limit, CancellationToken ct) =>
        PostgresSearch.Find(this, words, before, limit, ct);

    /// <inheritdoc/>
    // What is read after the wait is what the one before has committed: each statement looks anew under READ COMMITTED.
    public override Task LockName(string name, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", ct);
}
