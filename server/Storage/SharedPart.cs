using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Storage;

/// <summary>The transaction that a command shared came to nothing before its commit: nothing of it is there, and the command may run again alone.</summary>
public sealed class SharedTransactionException(Exception inner) : Exception("A shared transaction came to nothing before its commit.", inner);

/// <summary>
/// A command's part in a transaction that it shares with others on PostgreSQL. It holds no connection while it waits: who writes for all asks
/// it for the answer to keep, and tells it when everything is on disk.
/// </summary>
public sealed class SharedPart : ICommandTurn
{
    private readonly TaskCompletionSource<CommandResult?> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isOver;

    /// <summary>It has numbers in the shared transaction; before, there is nothing to commit.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>What the act is known by: one that was answered before must not be written again.</summary>
    public ActKey? Act { get; init; }

    /// <summary>The trace that its command belongs to, where there is one.</summary>
    public string? Trace { get; init; }

    /// <summary>The answer that is kept with what was written.</summary>
    public CommandResult? Result { get; set; }

    /// <summary>Ends with the answer when the command wants to commit; fails when it has given up.</summary>
    public Task<CommandResult?> Ready => ready.Task;

    /// <summary>It has its numbers: from now on the transaction waits for it.</summary>
    public void Join() => IsJoined = true;

    /// <summary>Everything is on disk.</summary>
    public void Committed() => durable.TrySetResult();

    /// <summary>Nothing is there, or whether it is there is unknown.</summary>
    public void Failed(Exception exception)
    {
        durable.TrySetException(exception);
        // Whoever gave up has nobody left to tell.
        _ = durable.Task.Exception;
    }

    /// <inheritdoc/>
    public Task Commit()
    {
        isOver = true;
        ready.TrySetResult(Result);
        return IsJoined ? durable.Task : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Rollback()
    {
        GiveUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!isOver)
            GiveUp();
        return default;
    }

    // Its numbers cannot be given to others any more, so the transaction comes to nothing, and the others run alone.
    private void GiveUp()
    {
        isOver = true;
        ready.TrySetException(new OperationCanceledException("A command of the shared transaction was given up."));
        _ = ready.Task.Exception;
    }
}
