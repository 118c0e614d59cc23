namespace Timpora.Comms.Storage;

/// <summary>
/// Gives each command a transaction's guarantees: what it wrote is on disk when <see cref="ICommandTurn.Commit"/> returns, or
/// nothing of it is there.
/// </summary>
public abstract class CommandTurns
{
    /// <summary>Whether the disk has room for what people post; a database on another machine refuses by itself.</summary>
    public virtual bool HasRoom => true;

    /// <summary>The command's part in a transaction of several, where it runs in one.</summary>
    public SharedPart? Part { get; protected set; }

    /// <summary>
    /// Waits for the command's turn and begins. The context writes into it until the turn ends. With <paramref name="sharing"/> the
    /// command writes nothing but entries, and may do that in one transaction with others.
    /// </summary>
    public abstract Task<ICommandTurn> Begin(CancellationToken ct, Func<SharedPart>? sharing = null);
}

/// <summary>One command's turn. Disposing it without a commit takes back what the command wrote.</summary>
public interface ICommandTurn : IAsyncDisposable
{
    /// <summary>Returns when what was written is on disk. When it throws, whether it is there is unknown, but for <see cref="SharedTransactionException"/>.</summary>
    Task Commit();

    /// <summary>Takes back what the command wrote; the turn goes on, for reading.</summary>
    Task Rollback();
}
