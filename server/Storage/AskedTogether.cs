namespace Timpora.Comms.Storage;

/// <summary>Where the database is.</summary>
/// <param name="IsRemote">Each statement travels to a server and back, and that costs more than what it asks.</param>
public sealed record DatabasePlace(bool IsRemote);

/// <summary>
/// A question that many ask at the same moment: where the database is a server, one statement answers all of them. Who comes while one is under way waits
/// for the next, so no answer is older than its question. Nobody waits for others to come: whoever is alone asks at once. Where the database is embedded
/// each asks for itself.
/// </summary>
/// <param name="scopes">Gives each statement a scope of its own.</param>
/// <param name="place">Where the database is.</param>
/// <param name="time">Knows how long a statement takes already.</param>
/// <param name="ask">Asks for all; what has no answer is missing from it.</param>
public sealed class AskedTogether<TQuestion, TAnswer>(
    IServiceScopeFactory scopes, DatabasePlace place, TimeProvider time, Func<IServiceProvider, IReadOnlyList<TQuestion>, CancellationToken, Task<IReadOnlyDictionary<TQuestion, TAnswer>>> ask)
    : IAsyncDisposable
    where TQuestion : notnull
{
    // On a line that has just gone dead a statement hangs for seconds; those who come then do not wait behind it.
    private static readonly TimeSpan patience = TimeSpan.FromMilliseconds(500);

    private readonly KeptScope kept = new(scopes);
    private readonly Lock gate = new();
    private List<Waiting> waiting = [];
    // When the statement was sent that those who come wait for.
    private long? underWay;

    /// <summary>The answer, or the type's default when there is none. <paramref name="here"/> is the asker's own scope.</summary>
    public async Task<TAnswer?> Ask(IServiceProvider here, TQuestion question, CancellationToken ct)
    {
        if (!place.IsRemote)
            return (await ask(here, [question], ct)).GetValueOrDefault(question);
        var mine = new Waiting(question);
        long? round = null;
        lock (gate)
        {
            waiting.Add(mine);
            if (underWay is not { } other || time.GetElapsedTime(other) >= patience)
                underWay = round = time.GetTimestamp();
        }

        if (round is { } begun)
        {
            // Whoever stands in line for this thread may have the same question.
            await Task.Yield();
            await Answer(begun);
        }

        return await mine.Answer.Task.WaitAsync(ct);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => kept.DisposeAsync();

    private async Task Answer(long round)
    {
        List<Waiting> all;
        lock (gate)
            (all, waiting) = (waiting, []);
        var answering = Answer(all);
        try
        {
            await answering.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Whoever came meanwhile waits for the same dead line, and perhaps nobody comes any more who would take over.
            GoOn(round, isOver: false);
            await answering;
        }

        GoOn(round, isOver: true);
    }

    // Never fails: what goes wrong is told to those who asked.
    private async Task Answer(List<Waiting> all)
    {
        // Somebody else has taken over.
        if (all.Count == 0)
            return;
        try
        {
            var answers = await kept.Use(scope => ask(scope, [.. all.Select(w => w.Question).Distinct()], CancellationToken.None));
            foreach (var one in all)
                one.Answer.SetResult(answers.GetValueOrDefault(one.Question));
        }
        catch (Exception exception)
        {
            foreach (var one in all)
            {
                one.Answer.SetException(exception);
                // Who hung up meanwhile has nobody left to tell.
                _ = one.Answer.Task.Exception;
            }
        }
    }

    private void GoOn(long round, bool isOver)
    {
        long next;
        lock (gate)
        {
            // While this one hung another may have taken over.
            if (underWay != round)
                return;
            if (waiting.Count == 0)
            {
                underWay = isOver ? null : underWay;
                return;
            }

            underWay = next = time.GetTimestamp();
        }

        _ = Task.Run(() => Answer(next));
    }

    private sealed record Waiting(TQuestion Question)
    {
        public TaskCompletionSource<TAnswer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Adds questions that many ask.</summary>
public static class AskedTogetherSetup
{
    /// <summary>Adds one, with the statement that answers it for all.</summary>
    public static IServiceCollection AddAskedTogether<TQuestion, TAnswer>(
        this IServiceCollection services, Func<IServiceProvider, IReadOnlyList<TQuestion>, CancellationToken, Task<IReadOnlyDictionary<TQuestion, TAnswer>>> ask)
        where TQuestion : notnull =>
        services.AddSingleton(p => new AskedTogether<TQuestion, TAnswer>(p.GetRequiredService<IServiceScopeFactory>(), p.GetRequiredService<DatabasePlace>(), p.GetRequiredService<TimeProvider>(), ask));
}
