using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Timpora.Comms.Storage;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>What many ask at the same moment one statement answers, never with an answer older than the question.</summary>
public sealed class AskedTogetherTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly ServiceProvider services = new ServiceCollection().AddScoped<Scope>().BuildServiceProvider();
    private readonly List<Statement> asked = [];
    private readonly Lock gate = new();

    [Fact]
    public async Task Who_comes_while_a_statement_is_under_way_waits_for_the_next_and_shares_it()
    {
        var together = Together();
        var first = together.Ask(services, 1, default);
        var alone = await Sent(0);
        var others = new[] { 2, 3, 2 }.Select(q => together.Ask(services, q, default)).ToList();
        Assert.Equal([1], alone.Questions);
        alone.Answers();
        Assert.Equal("1", await first);
        var shared = await Sent(1);
        Assert.Equal([2, 3], shared.Questions.Order());
        // Nothing is answered by what was asked before.
        Assert.DoesNotContain(others, o => o.IsCompleted);
        shared.Answers();
        Assert.Equal(["2", "3", "2"], await Task.WhenAll(others));
    }

    [Fact]
    public async Task What_has_no_answer_is_nothing()
    {
        var asking = Together().Ask(services, 404, default);
        (await Sent(0)).Answers();
        Assert.Null(await asking);
    }

    [Fact]
    public async Task A_statement_that_fails_fails_for_those_who_waited_for_it_and_for_nobody_else()
    {
        var together = Together();
        var first = together.Ask(services, 1, default);
        var failing = await Sent(0);
        var second = together.Ask(services, 2, default);
        failing.Fails();
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        var next = await Sent(1);
        next.Answers();
        Assert.Equal("2", await second);
        Assert.NotSame(failing.Scope, next.Scope);
    }

    [Fact]
    public async Task A_statement_that_hangs_holds_up_nobody_who_comes_later()
    {
        var together = Together();
        var hanging = together.Ask(services, 1, default);
        var hung = await Sent(0);
        time.Advance(TimeSpan.FromMilliseconds(500));
        var later = together.Ask(services, 3, default);
        (await Sent(1)).Answers();
        Assert.Equal("3", await later);
        Assert.False(hanging.IsCompleted);
        hung.Answers();
        Assert.Equal("1", await hanging);
    }

    [Fact]
    public async Task A_statement_that_hangs_holds_up_nobody_who_came_before_it_did_either()
    {
        var together = Together();
        var hanging = together.Ask(services, 1, default);
        var hung = await Sent(0);
        var behind = together.Ask(services, 2, default);
        while (asked.Count == 1)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await Sent(1)).Answers();
        Assert.Equal("2", await behind);
        hung.Answers();
        Assert.Equal("1", await hanging);
        // And it goes on as before.
        var after = together.Ask(services, 3, default);
        (await Sent(2)).Answers();
        Assert.Equal("3", await after);
    }

    [Fact]
    public async Task Whoever_gives_up_leaves_the_others_their_answer()
    {
        var together = Together();
        var first = together.Ask(services, 1, default);
        var under = await Sent(0);
        using var hangingUp = new CancellationTokenSource();
        var (gone, stays) = (together.Ask(services, 2, hangingUp.Token), together.Ask(services, 3, default));
        await hangingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        under.Answers();
        await first;
        (await Sent(1)).Answers();
        Assert.Equal("3", await stays);
    }

    [Fact]
    public async Task One_after_the_other_they_are_asked_in_one_scope()
    {
        var together = Together();
        for (var i = 0; i < 3; i++)
        {
            var asking = together.Ask(services, i, default);
            (await Sent(i)).Answers();
            await asking;
        }

        Assert.Single(asked.Select(a => a.Scope).Distinct());
    }

    [Fact]
    public async Task Where_the_database_is_embedded_each_asks_for_itself_in_its_own_scope()
    {
        var together = Together(isRemote: false);
        await using var own = services.CreateAsyncScope();
        var asking = new[] { 1, 2 }.Select(q => together.Ask(own.ServiceProvider, q, default)).ToList();
        Assert.Equal([[1], [2]], asked.Select(a => a.Questions));
        Assert.All(asked, a => Assert.Same(own.ServiceProvider.GetRequiredService<Scope>(), a.Scope));
        asked.ForEach(a => a.Answers());
        Assert.Equal(["1", "2"], await Task.WhenAll(asking));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();

    private AskedTogether<int, string> Together(bool isRemote = true) => new(services.GetRequiredService<IServiceScopeFactory>(), new DatabasePlace(isRemote), time, (scope, questions, _) =>
    {
        var statement = new Statement(questions, scope.GetRequiredService<Scope>());
        lock (gate)
            asked.Add(statement);
        return statement.Answered;
    });

    private async Task<Statement> Sent(int index)
    {
        for (var tries = 0; tries < 2000; tries++, await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System))
            lock (gate)
                if (asked.Count > index)
                    return asked[index];
        throw new TimeoutException("Nothing was asked.");
    }

    private sealed class Scope;

    private sealed class Statement(IReadOnlyList<int> questions, Scope scope)
    {
        private readonly TaskCompletionSource<IReadOnlyDictionary<int, string>> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<int> Questions => questions;

        public Scope Scope => scope;

        public Task<IReadOnlyDictionary<int, string>> Answered => answered.Task;

        public void Answers() => answered.SetResult(questions.Where(q => q != 404).ToDictionary(q => q, q => $"{q}"));

        public void Fails() => answered.SetException(new TimeoutException());
    }
}
