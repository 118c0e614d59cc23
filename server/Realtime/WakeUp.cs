namespace Timpora.Comms.Realtime;

/// <summary>Runs one piece of work at a time when woken; a wake-up during the work runs it once more, so none is lost.</summary>
internal sealed class WakeUp(Func<Task> work, Action<Exception> onFailure)
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunningAndWoken = 2;

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
            if (now == RunningAndWoken || Interlocked.CompareExchange(ref state, now == Idle ? Running : RunningAndWoken, now) != now)
            {
                if (now == RunningAndWoken)
                    return;
                continue;
            }

            if (now == Idle)
                _ = Task.Run(Run);
            return;
        }
    }

    private async Task Run()
    {
        do
        {
            Volatile.Write(ref state, Running);
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
        while (Interlocked.CompareExchange(ref state, Idle, Running) != Running);
    }
}
