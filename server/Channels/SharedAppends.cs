using System.Data;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>
/// One transaction for all commands of this node that only append and wait at the same moment: the channels' rows are locked once, in the order of
/// their slugs, the disk is waited for once, and what came to a channel is announced once. Nobody waits for others to come. What fails before the commit has left
/// nothing, and each runs again alone.
/// </summary>
public sealed class SharedAppends(IServiceScopeFactory scopes, IAnnouncer announcer) : IAsyncDisposable
{
    /// <summary>Most commands of one transaction.</summary>
    public const int Most = 64;

    // The channels are locked until everybody has made an answer, which takes no time unless something is wrong.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(2);

    private readonly KeptScope kept = new(scopes);
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

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => kept.DisposeAsync();

    private async Task WriteAll()
    {
        while (Next() is { Count: > 0 } group)
        {
            await Write(group);
            // Whoever stands in line for this thread may have something to write, too.
            await Task.Yield();
        }
    }

    private async Task Write(List<Waiting> group)
    {
        try
        {
            var (heads, entries) = await kept.Use(scope => Commit(group, scope.GetRequiredService<ChannelLog>(), scope.GetRequiredService<HubDb>()));
            if (entries.Count == 0)
                return;
            var trace = group.Find(w => w.Part.Trace is not null)?.Part.Trace;
            announcer.Announce([.. ChannelLog.HintsOf(heads).Select(h => h with { Trace = trace })], entries);
            foreach (var one in group)
                one.Part.Committed();
        }
        catch (UnknownOutcomeException unknown)
        {
            Fail(group, unknown.InnerException!);
        }
        catch (Exception exception)
        {
            Fail(group, new SharedTransactionException(exception));
        }
    }

    private static async Task<(IReadOnlyDictionary<string, ChannelLog.HeadRow> Heads, IReadOnlyList<StoredEntry> Entries)> Commit(List<Waiting> group, ChannelLog log, HubDb db)
    {
        // Kept with the scope; a transaction gives back a connection that it has opened itself.
        if (db.Database.GetDbConnection().State != ConnectionState.Open)
            await db.Database.OpenConnectionAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var heads = await Lock(group, log, db);
        if (group.Count == 0)
            return (heads, []);
        var entries = log.Number([.. group.SelectMany(w => w.Drafts)], heads);
        var at = 0;
        foreach (var one in group)
        {
            one.Part.Join();
            one.Numbered.SetResult([.. entries.Skip(at).Take(one.Drafts.Count)]);
            at += one.Drafts.Count;
        }

        var results = await Task.WhenAll(group.Select(w => w.Part.Ready)).WaitAsync(patience);
        try
        {
            await using var journey = new Journey(db);
            await ChannelLog.Write(entries, heads, journey, CancellationToken.None);
            await journey.Keep([.. results.OfType<CommandResult>()]);
            await journey.Commit();
        }
        catch (Exception unknown) when (unknown is not NothingCommittedException)
        {
            throw new UnknownOutcomeException(unknown);
        }

        return (heads, entries);
    }

    // One way to the server and back: the channels, and which acts were answered before. Those, and whoever may have lost access meanwhile, run again alone.
    private static async Task<Dictionary<string, ChannelLog.HeadRow>> Lock(List<Waiting> group, ChannelLog log, HubDb db)
    {
        await using var journey = new Journey(db);
        var slugs = ChannelLog.SlugsOf(group.SelectMany(w => w.Drafts).Select(d => d.Channel));
        // A channel that a node which hangs has locked holds up what goes there, and not everything that this node writes.
        await journey.Next("SET LOCAL lock_timeout = '2s'", CancellationToken.None);
        (await journey.Next(log.LockText(slugs.Count), CancellationToken.None)).WithEach(slugs);
        await journey.AskAnswered([.. group.Select(w => w.Part.Act).OfType<ActKey>()], CancellationToken.None);
        await using var answers = await journey.Read(CancellationToken.None);
        var heads = await ChannelLog.ReadHeads(answers, CancellationToken.None);
        await answers.NextResultAsync();
        var answered = await CommandResults.ReadAnswered(answers, CancellationToken.None);
        // One that comes twice at once, too: the second finds the first one's answer.
        HashSet<ActKey> known = [.. answered];
        var alone = group.FindAll(w => (w.Part.Act is { } act && !known.Add(act)) || w.Drafts.Any(d => !ChannelLog.IsAllowed(d, heads)));
        group.RemoveAll(alone.Contains);
        Fail(alone, new SharedTransactionException(new InvalidOperationException("It was answered before, or access has changed.")));
        return heads;
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

    private sealed class Waiting(SharedPart part, IReadOnlyList<EntryDraft> drafts)
    {
        public SharedPart Part => part;

        public IReadOnlyList<EntryDraft> Drafts => drafts;

        public TaskCompletionSource<IReadOnlyList<StoredEntry>> Numbered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class UnknownOutcomeException(Exception inner) : Exception("Whether the transaction was committed is unknown.", inner);
}
