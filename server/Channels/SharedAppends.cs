using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>
/// One transaction for all commands of this node that only append and wait at the same moment: the channels' rows are locked once, in the order of
/// their slugs, and the disk is waited for once. Nobody waits for others to come. What fails before the commit has left nothing, and each runs again alone.
/// </summary>
public sealed class SharedAppends(IServiceScopeFactory scopes)
{
    /// <summary>Most commands of one transaction.</summary>
    public const int Most = 64;

    // The channels are locked until everybody has made an answer, which takes no time unless something is wrong.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> waiting = [];
    private bool isWriting;

    /// <summary>Waits for the next transaction and takes numbers in it. Given up only before that.</summary>
    internal async Task<IReadOnlyList<StoredEntry>> Append(SharedPart part, IReadOnlyList<EntryDraft> drafts, CancellationToken ct)
    {
        var mine = new Waiting(part, drafts);
        lock (gate)
        {
            waiting.AddLast(mine);
            if (!isWriting)
            {
                isWriting = true;
                _ = Task.Run(WriteAll, CancellationToken.None);
            }
        }

        await using var whenCancelled = ct.UnsafeRegister(_ => GiveUp(mine, ct), null);
        return await mine.Numbered.Task;
    }

    private async Task WriteAll()
    {
        while (Next() is { Count: > 0 } group)
            await Write(group);
    }

    private async Task Write(List<Waiting> group)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var log = scope.ServiceProvider.GetRequiredService<ChannelLog>();
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var numbered = await log.Number([.. group.SelectMany(w => w.Drafts)]);
            var at = 0;
            foreach (var one in group)
            {
                one.Part.Join();
                one.Numbered.SetResult([.. numbered.Skip(at).Take(one.Drafts.Count)]);
                at += one.Drafts.Count;
            }

            var results = await Task.WhenAll(group.Select(w => w.Part.Ready)).WaitAsync(patience);
            await log.WriteNumbered();
            await db.Keep([.. results.OfType<CommandResult>()]);
            try
            {
                await transaction.CommitAsync();
            }
            catch (Exception unknown)
            {
                Fail(group, unknown);
                return;
            }

            foreach (var one in group)
                one.Part.Committed();
        }
        catch (Exception exception)
        {
            Fail(group, new SharedTransactionException(exception));
        }
    }

    private static void Fail(List<Waiting> group, Exception exception)
    {
        foreach (var one in group)
        {
            one.Part.Failed(exception);
            one.Numbered.TrySetException(exception);
        }
    }

    private List<Waiting> Next()
    {
        lock (gate)
        {
            List<Waiting> group = [];
            while (group.Count < Most && waiting.First is { Value: var first })
            {
                waiting.RemoveFirst();
                group.Add(first);
            }

            isWriting = group.Count > 0;
            return group;
        }
    }

    // Under the lock it is decided whether one is being written or gave up.
    private void GiveUp(Waiting one, CancellationToken ct)
    {
        lock (gate)
            if (!waiting.Remove(one))
                return;
        one.Numbered.TrySetCanceled(ct);
    }

    private sealed record Waiting(SharedPart Part, IReadOnlyList<EntryDraft> Drafts)
    {
        public TaskCompletionSource<IReadOnlyList<StoredEntry>> Numbered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
