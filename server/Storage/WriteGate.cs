using System.Runtime.CompilerServices;

namespace Timpora.Comms.Storage;

/// <summary>
/// Lets one writer at a time into SQLite, in the order they came. Without it writers meet in SQLite's busy retry, which sleeps and
/// starves (measured: worst 2.8 s against 66 ms with 16 posters). PostgreSQL needs none: there it is open.
/// </summary>
public sealed class WriteGate(bool isNeeded)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiting = [];
    private bool isTaken;

    /// <summary>Whether there is a gate at all.</summary>
    public bool IsNeeded => isNeeded;

    /// <summary>Waits for the turn, alone; dispose the result to let the next one in.</summary>
    public async ValueTask<Turn> Enter(CancellationToken ct)
    {
        if (!isNeeded)
            return default;
        await Wait(mayJoin: false, ct);
        return new Turn(this);
    }

    /// <summary>Waits for the turn of one who may go on in the transaction of the one before. Ends with <see cref="PassOn"/> or <see cref="Leave"/>.</summary>
    internal Task Join(CancellationToken ct) => Wait(mayJoin: true, ct);

    /// <summary>Gives the turn to the next one if that one may join; from then on it is theirs.</summary>
    internal bool PassOn()
    {
        Waiter? next;
        lock (gate)
            next = waiting.First is { Value.MayJoin: true } ? Next() : null;
        next?.Go();
        return next is not null;
    }

    /// <summary>Gives the turn to the next one, or to nobody.</summary>
    internal void Leave()
    {
        Waiter? next;
        lock (gate)
            isTaken = (next = Next()) is not null;
        next?.Go();
    }

    private Task Wait(bool mayJoin, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (gate)
        {
            if (!isTaken)
            {
                isTaken = true;
                return Task.CompletedTask;
            }

            waiter = new Waiter(mayJoin);
            waiter.Place = waiting.AddLast(waiter);
        }

        return ct.CanBeCanceled ? Cancellable(waiter, ct) : waiter.Task;
    }

    private async Task Cancellable(Waiter waiter, CancellationToken ct)
    {
        await using var whenCancelled = ct.UnsafeRegister(_ => GiveUp(waiter, ct), null);
        await waiter.Task;
    }

    // Under the lock it is decided whether one got the turn or gave up; who got it keeps it.
    private void GiveUp(Waiter waiter, CancellationToken ct)
    {
        lock (gate)
        {
            if (waiter.Place is not { } place)
                return;
            waiting.Remove(place);
            waiter.Place = null;
        }

        waiter.TrySetCanceled(ct);
    }

    private Waiter? Next()
    {
        if (waiting.First is not { Value: var waiter })
            return null;
        waiting.RemoveFirst();
        waiter.Place = null;
        return waiter;
    }

    // Goes on right here: waking another thread costs more than a command does. Each goes on inside the one before, so now and then a
    // thread of its own keeps the stack short.
    private sealed class Waiter(bool mayJoin) : TaskCompletionSource
    {
        private const int Deepest = 16;

        [ThreadStatic]
        private static int depth;

        public bool MayJoin => mayJoin;

        public LinkedListNode<Waiter>? Place { get; set; }

        public void Go()
        {
            if (!mayJoin || depth >= Deepest || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.SetResult(), this, preferLocal: true);
                return;
            }

            depth++;
            try
            {
                SetResult();
            }
            finally
            {
                depth--;
            }
        }
    }

    /// <summary>The right to write until disposed.</summary>
    public readonly record struct Turn : IDisposable
    {
        private readonly WriteGate? gate;

        internal Turn(WriteGate gate) => this.gate = gate;

        /// <inheritdoc/>
        public void Dispose() => gate?.Leave();
    }
}
