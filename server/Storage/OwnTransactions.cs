using Microsoft.EntityFrameworkCore.Storage;

namespace Timpora.Comms.Storage;

/// <summary>
/// A transaction of its own for each command, where the database takes many writers at once; those that only append share one (<see cref="SharedPart"/>).
/// </summary>
public sealed class OwnTransactions(HubDb db) : CommandTurns
{
    /// <inheritdoc/>
    public override async Task<ICommandTurn> Begin(CancellationToken ct, Func<SharedPart>? sharing = null)
    {
        Part = sharing?.Invoke();
        return Part is { } part ? part : new Turn(await db.Database.BeginTransactionAsync(ct));
    }

    private sealed class Turn(IDbContextTransaction transaction) : ICommandTurn
    {
        public Task Commit() => transaction.CommitAsync(CancellationToken.None);

        public Task Rollback() => transaction.RollbackAsync(CancellationToken.None);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
