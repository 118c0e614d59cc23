namespace Timpora.Comms.Realtime;

/// <summary>Runs one piece of work at a time when woken; a wake-up during the work runs it once more, so none is lost.</summary>
internal sealed class WakeUp(Func<Task> work, Action<Exception> onFailure)
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunningAndWoken = 2;
    private const int Stopping = 3;
    private const int Stopped = 4;

    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state;
    private volatile bool hasFailed;

    /// <summary>The last run failed.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>Sees to it that the work runs after this moment. Returns at once and never throws.</summary>
    public void Wake()
    {
        while (true)
        {
            var now = Volatile.Read(ref state);
            if (now >= RunningAndWoken)
                return;
            if (Interlocked.CompareExchange(ref state, now == Idle ? Running : RunningAndWoken, now) != now)
                continue;
            if (now == Idle)
                _ = Task.Run(Run);
            return;
        }
    }

    /// <summary>From now on nobody can wake it; done when a run that is under way has ended.</summary>
    public Task Stop()
    {
        for (var now = Volatile.Read(ref state); now < Stopping; now = Volatile.Read(ref state))
            if (Interlocked.CompareExchange(ref state, now == Idle ? Stopped : Stopping, now) == now && now == Idle)
                stopped.SetResult();
        return stopped.Task;
    }

    private async Task Run()
    {
        do
        {
            try
            {
                await work();
                hasFailed = false;
            }
            catch (Exception exception)
            {
                hasFailed = true;
                onFailure(exception);
            }
        }
        while (GoesOn());
    }

    private bool GoesOn()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Running) == Running)
            return false;
        if (Interlocked.CompareExchange(ref state, Running, RunningAndWoken) == RunningAndWoken)
            return true;
        Volatile.Write(ref state, Stopped);
        stopped.SetResult();
        return false;
    }
}
