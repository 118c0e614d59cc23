namespace Timpora.Comms.Storage;

/// <summary>
/// A scope that is kept from one use to the next, with its connection to the database: what a node asks again and again it asks on few connections, whose
/// sessions know the statements and tables by then. Spread over a pool the same work costs a server more than twice as much (docs/measuring.md). Only for what follows no
/// rows for changes. After a failure the next use gets a fresh one, and so does whoever comes while it is in use.
/// </summary>
internal sealed class KeptScope(IServiceScopeFactory scopes) : IAsyncDisposable
{
    private AsyncServiceScope? kept;
    private readonly Lock gate = new();
    private bool isOver;

    /// <summary>Does something in it.</summary>
    public async Task<T> Use<T>(Func<IServiceProvider, Task<T>> work)
    {
        var scope = Take() ?? scopes.CreateAsyncScope();
        try
        {
            var result = await work(scope.ServiceProvider);
            if (Keep(scope))
                return result;
            await scope.DisposeAsync();
            return result;
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
            isOver = true;
        if (Take() is { } last)
            await last.DisposeAsync();
    }

    private AsyncServiceScope? Take()
    {
        lock (gate)
        {
            var taken = kept;
            kept = null;
            return taken;
        }
    }

    private bool Keep(AsyncServiceScope scope)
    {
        lock (gate)
        {
            if (kept is not null || isOver)
                return false;
            kept = scope;
            return true;
        }
    }
}
