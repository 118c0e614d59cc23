using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Timpora.Comms.Storage;

/// <summary>A command's turn in the embedded database: its context works on the writer's connection while it lasts.</summary>
public sealed class SharedTurns(HubDb db, SqliteLease lease, SharedTransactions transactions, DiskSpace disk) : CommandTurns
{
    /// <inheritdoc/>
    public override bool HasRoom => disk.HasRoom;

    /// <inheritdoc/>
    public override async Task<ICommandTurn> Begin(CancellationToken ct, Func<SharedPart>? sharing = null)
    {
        lease.Pause();
        SharedTransactions.Shared shared;
        try
        {
            shared = await transactions.Enter(ct);
        }
        catch
        {
            lease.Read();
            throw;
        }

        var turn = new Turn(db, lease, transactions, shared);
        try
        {
            turn.Begin();
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }

        return turn;
    }

    private sealed class Turn(HubDb db, SqliteLease lease, SharedTransactions transactions, SharedTransactions.Shared shared) : ICommandTurn
    {
        private IDbContextTransaction? entered;
        private bool isOver;

        public void Begin()
        {
            db.Database.SetDbConnection(shared.Writer, contextOwnsConnection: false);
            // The turn has its own savepoint; Entity Framework's would be one more around every save.
            db.Database.AutoSavepointsEnabled = false;
            entered = db.Database.UseTransaction(shared.Transaction);
        }

        public Task Commit()
        {
            shared.Keep();
            return End();
        }

        public Task Rollback()
        {
            shared.TakeBack();
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            if (isOver)
                return;
            try
            {
                shared.TakeBack();
                shared.Keep();
            }
            finally
            {
                await End();
            }
        }

        // Also what was refused is told only now: it may have been refused because of what another command of this transaction wrote.
        private Task End()
        {
            isOver = true;
            try
            {
                // Its owner ends the transaction itself; this only lets go of it.
                entered?.Dispose();
                lease.Read();
            }
            finally
            {
                transactions.Leave(shared);
            }

            return shared.Durable;
        }
    }
}
