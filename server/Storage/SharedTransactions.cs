using Microsoft.Data.Sqlite;

namespace Timpora.Comms.Storage;

/// <summary>
/// One transaction for all commands that wait for the embedded database at the same moment: one fsync instead of many. Each
/// command runs alone, behind a savepoint of its own, and is answered, whatever came of it, only when all of it is on disk; nobody
/// outside sees anything before that. Nobody waits for others to come: whoever finds no one behind commits.
/// </summary>
public sealed class SharedTransactions(WriteGate gate, SqliteConnections connections) : IDisposable
{
    /// <summary>Most commands of one transaction; then it commits, however many wait.</summary>
    public const int Most = 64;

    // Used only by whoever has the turn.
    private Shared? open;

    /// <summary>Waits for the turn and enters the open transaction, or begins one.</summary>
    internal async Task<Shared> Enter(CancellationToken ct)
    {
        await gate.Join(ct);
        try
        {
            open ??= new Shared(connections.Writer);
            open.Enter();
            return open;
        }
        catch (Exception exception)
        {
            open?.Break(exception);
            open = null;
            gate.Leave();
            throw;
        }
    }

    /// <summary>Leaves the transaction to the next command, or commits it when there is none.</summary>
    internal void Leave(Shared shared)
    {
        if (!shared.IsBroken && shared.Commands < Most && gate.PassOn())
            return;
        open = null;
        shared.Commit();
        gate.Leave();
    }

    /// <inheritdoc/>
    public void Dispose() => open?.Break(new ObjectDisposedException(nameof(SharedTransactions)));

    /// <summary>The transaction. Its members are called by whoever has the turn.</summary>
    internal sealed class Shared(SqliteConnection writer)
    {
        private readonly TaskCompletionSource durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SqliteConnection Writer => writer;

        public SqliteTransaction Transaction { get; } = writer.BeginTransaction(deferred: false);

        public int Commands { get; private set; }

        public bool IsBroken { get; private set; }

        /// <summary>Ends when everything is on disk, or fails for everybody.</summary>
        public Task Durable => durable.Task;

        public void Enter()
        {
            Commands++;
            Execute("SAVEPOINT command");
        }

        public void Keep() => Execute("RELEASE command");

        // An error can have ended the whole transaction behind our back (a full disk, say): then nothing of the others is there either.
        public void TakeBack()
        {
            try
            {
                Execute("ROLLBACK TO command");
            }
            catch (Exception exception)
            {
                Break(exception);
                throw;
            }
        }

        public void Commit()
        {
            if (IsBroken)
                return;
            try
            {
                Transaction.Commit();
                Transaction.Dispose();
                durable.SetResult();
            }
            catch (Exception exception)
            {
                Break(exception);
            }
        }

        public void Break(Exception exception)
        {
            if (IsBroken)
                return;
            IsBroken = true;
            try
            {
                Transaction.Dispose();
            }
            catch (Exception over) when (over is SqliteException or InvalidOperationException)
            {
                // It had ended already.
            }

            durable.TrySetException(exception);
            // Whoever was taken back first may have nobody left to tell.
            _ = durable.Task.Exception;
        }

        private void Execute(string text)
        {
            var command = writer.Prepared(text);
            command.Transaction = Transaction;
            command.ExecuteNonQuery();
        }
    }
}
