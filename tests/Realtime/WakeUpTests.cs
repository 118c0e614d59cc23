using Timpora.Comms.Realtime;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

public sealed class WakeUpTests : IDisposable
{
    private readonly SemaphoreSlim begins = new(0), mayEnd = new(0);
    private readonly WakeUp wakeUp;
    private int runs;

    public WakeUpTests() => wakeUp = new WakeUp(Work, exception => Assert.Fail(exception.Message));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        begins.Dispose();
        mayEnd.Dispose();
    }

    [Fact]
    public async Task Who_wakes_it_during_the_work_sees_it_run_once_more()
    {
        wakeUp.Wake();
        await begins.WaitAsync(Ct);
        wakeUp.Wake();
        wakeUp.Wake();
        mayEnd.Release(2);
        await begins.WaitAsync(Ct);
        await wakeUp.Stop().WaitAsync(Ct);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Stopping_waits_for_the_work_that_is_under_way_and_nothing_runs_after_it()
    {
        wakeUp.Wake();
        await begins.WaitAsync(Ct);
        wakeUp.Wake();
        var stopped = wakeUp.Stop();
        Assert.False(stopped.IsCompleted);
        mayEnd.Release(2);
        await stopped.WaitAsync(Ct);
        wakeUp.Wake();
        Assert.Equal((1, 1), (runs, mayEnd.CurrentCount));
    }

    [Fact]
    public void What_does_not_run_is_stopped_at_once_and_for_good()
    {
        Assert.True(wakeUp.Stop().IsCompleted);
        wakeUp.Wake();
        Assert.True(wakeUp.Stop().IsCompleted);
        Assert.Equal(0, runs);
    }

    private async Task Work()
    {
        runs++;
        begins.Release();
        await mayEnd.WaitAsync(Ct);
    }
}
