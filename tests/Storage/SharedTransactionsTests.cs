using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>
/// Commands that wait for the embedded database at the same moment share one commit, and each keeps a transaction's guarantees.
/// </summary>
public sealed class SharedTransactionsTests : IAsyncDisposable
{
    private readonly CommsApp app = CommsApp.Start();
    private readonly List<AsyncServiceScope> scopes = [];

    [Fact]
    public async Task Who_waits_goes_on_in_the_open_transaction_and_all_are_answered_by_one_commit()
    {
        var (first, second) = (New(), New());
        await using var one = await first.Begin();
        var waiting = second.Begin();
        await first.Write("one");
        var committing = one.Commit();
        await using var two = await waiting;
        await second.Write("two");
        Assert.False(committing.IsCompleted);
        Assert.Empty(await Written());
        await two.Commit();
        await committing;
        Assert.Equal(["one", "two"], await Written());
    }

    [Fact]
    public async Task Taking_one_back_leaves_the_others_alone()
    {
        var (first, second) = (New(), New());
        await using var one = await first.Begin();
        var waiting = second.Begin();
        await first.Write("kept");
        var committing = one.Commit();
        await using (await waiting)
            await second.Write("taken back");
        await committing;
        Assert.Equal(["kept"], await Written());
    }

    /// <summary>A refusal may rest on what another command of the same transaction wrote, so it is told no sooner than that is on disk.</summary>
    [Fact]
    public async Task Who_is_refused_hears_it_after_the_commit_too()
    {
        var (first, second) = (New(), New());
        var one = await first.Begin();
        var waiting = second.Begin();
        var refused = one.DisposeAsync();
        await using var two = await waiting;
        Assert.False(refused.IsCompleted);
        await two.Commit();
        await refused;
    }

    [Fact]
    public async Task A_transaction_that_breaks_is_nobodys()
    {
        var (first, second) = (New(), New());
        await using var one = await first.Begin();
        var waiting = second.Begin();
        await first.Write("one");
        var committing = one.Commit();
        var two = await waiting;
        await second.Write("two");
        // As SQLite does by itself on a full disk.
        await second.Run("ROLLBACK");
        await Assert.ThrowsAnyAsync<Exception>(two.Commit);
        await Assert.ThrowsAnyAsync<Exception>(async () => await two.DisposeAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => committing);
        Assert.Empty(await Written());

        var third = New();
        await using (var three = await third.Begin())
        {
            await third.Write("three");
            await three.Commit();
        }

        Assert.Equal(["three"], await Written());
    }

    [Fact]
    public async Task Who_gives_up_while_waiting_keeps_nobody_from_committing()
    {
        var (first, second) = (New(), New());
        await using var one = await first.Begin();
        using var patience = new CancellationTokenSource();
        var waiting = second.Begin(patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await first.Write("one");
        await one.Commit();
        Assert.Equal(["one"], await Written());
    }

    [Fact]
    public async Task Who_needs_the_writer_alone_finds_everything_before_it_committed()
    {
        var first = New();
        await using var one = await first.Begin();
        await first.Write("one");
        var alone = app.Services.GetRequiredService<WriteGate>().Enter(default).AsTask();
        await one.Commit();
        using (await alone)
            Assert.Equal(["one"], await Written());
    }

    [Fact]
    public async Task No_transaction_grows_without_end()
    {
        var commands = Enumerable.Range(0, SharedTransactions.Most + 1).Select(_ => New()).ToList();
        List<Task> committing = [];
        var turns = commands.ConvertAll(c => c.Begin());
        for (var i = 0; i < SharedTransactions.Most; i++)
        {
            var turn = await turns[i];
            committing.Add(turn.Commit());
        }

        // The last one has the turn and has not committed: those before it do not wait for it.
        await Task.WhenAll(committing).WaitAsync(TimeSpan.FromSeconds(60));
        await using var last = await turns[^1];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var scope in scopes)
            await scope.DisposeAsync();
        await app.DisposeAsync();
    }

    private Command New()
    {
        var scope = app.Services.CreateAsyncScope();
        scopes.Add(scope);
        return new Command(scope.ServiceProvider);
    }

    // Channels with these names are what the commands of these tests write.
    private Task<List<string>> Written() => app.Read(db => db.Channels.Where(c => c.Kind == "test").OrderBy(c => c.Slug).Select(c => c.Slug).ToListAsync());

    private sealed class Command(IServiceProvider services)
    {
        private readonly HubDb db = services.GetRequiredService<HubDb>();

        public Task<ICommandTurn> Begin(CancellationToken ct = default) => services.GetRequiredService<CommandTurns>().Begin(ct);

        public Task<int> Write(string slug)
        {
            db.Channels.Add(new Channel { Slug = slug, Name = slug, Kind = "test", Epoch = "" });
            return db.SaveChangesAsync();
        }

        public Task<int> Run(string text) => db.Database.ExecuteSqlRawAsync(text);
    }
}
