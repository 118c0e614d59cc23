using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Channels;

/// <summary>Commands that only append and wait at the same moment share one transaction on PostgreSQL, and each keeps a transaction's guarantees.</summary>
public sealed class SharedAppendsTests : IAsyncDisposable
{
    private const int Many = 12;

    private CommsApp? app;

    [Fact]
    public async Task Who_waits_is_written_by_one_commit_and_answered_after_it()
    {
        var appends = Start();
        var parts = Enumerable.Range(0, Many).Select(_ => new SharedPart()).ToList();
        var numbers = await BehindALockedChannel(Enumerable.Range(0, parts.Count), i => appends.Append(parts[i], [Draft()], default));
        // The first that came is written alone, the others together; nobody is answered before the last of them has made an answer.
        var others = parts.Skip(1).ToList();
        await parts[0].Commit();
        await Task.WhenAll(numbers);
        var commits = others.Take(Many - 2).Select(part => part.Commit()).ToList();
        Assert.DoesNotContain(commits, c => c.IsCompleted);
        Assert.Equal(1, await Entries());
        await others[^1].Commit();
        await Task.WhenAll(commits);
        Assert.Equal(Many, await Entries());
        Assert.Equal(2, await app!.Read(async db => (await db.Database.SqlQuery<string>($"SELECT DISTINCT xmin::text AS \"Value\" FROM entries WHERE kind = 'test'").ToListAsync()).Count));
        var taken = await Task.WhenAll(numbers);
        Assert.Equal(Enumerable.Range(1, Many), taken.Select(n => (int)n[0].Seq - (int)taken[0][0].Seq + 1));
        Assert.Empty(await app.Verify());
    }

    [Fact]
    public async Task One_that_gives_up_leaves_nothing_of_the_others_and_they_are_told_so()
    {
        var appends = Start();
        var parts = Enumerable.Range(0, 3).Select(_ => new SharedPart()).ToList();
        var numbers = await BehindALockedChannel(Enumerable.Range(0, parts.Count), i => appends.Append(parts[i], [Draft()], default));
        await parts[0].Commit();
        await Task.WhenAll(numbers);
        var committing = parts[1].Commit();
        await parts[2].DisposeAsync();
        await Assert.ThrowsAsync<SharedTransactionException>(() => committing);
        Assert.Equal(1, await Entries());
    }

    [Fact]
    public async Task Whoever_hangs_up_while_waiting_takes_no_number()
    {
        var appends = Start();
        var parts = Enumerable.Range(0, 2).Select(_ => new SharedPart()).ToList();
        using var hangingUp = new CancellationTokenSource();
        var numbers = await BehindALockedChannel(Enumerable.Range(0, parts.Count), i =>
        {
            var waiting = appends.Append(parts[i], [Draft()], hangingUp.Token);
            if (i == 1)
                hangingUp.Cancel();
            return waiting;
        });
        await parts[0].Commit();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => numbers[1]);
        Assert.Equal(1, await Entries());
    }

    [Fact]
    public async Task Whose_right_to_write_may_have_gone_meanwhile_is_not_written_with_the_others()
    {
        var appends = Start();
        var parts = Enumerable.Range(0, 3).Select(_ => new SharedPart()).ToList();
        var version = (await app!.Read(db => db.Channels.AsNoTracking().SingleAsync(c => c.Slug == "tppo"))).AclVersion;
        var numbers = await BehindALockedChannel(Enumerable.Range(0, parts.Count), i => appends.Append(parts[i], [Draft(allowedAs: i == 1 ? version - 1 : version)], default));
        await parts[0].Commit();
        await Assert.ThrowsAsync<SharedTransactionException>(() => numbers[1]);
        await numbers[2];
        await parts[2].Commit();
        Assert.Equal(2, await Entries());
        Assert.Empty(await app.Verify());
    }

    [Fact]
    public async Task A_channel_that_somebody_holds_does_not_hold_up_the_others_for_long()
    {
        var appends = Start();
        await app!.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM channels WHERE slug = 'tppo' FOR UPDATE");
            var held = appends.Append(new SharedPart(), [Draft()], default);
            await app!.SomebodyWaits();
            var other = new SharedPart();
            var number = appends.Append(other, [Draft(channel: "tppm")], default);
            await Assert.ThrowsAsync<SharedTransactionException>(() => held);
            await number;
            await other.Commit();
            return 0;
        });
        Assert.Equal(1, await Entries());
    }

    /// <summary>A message of somebody who is being removed: it was let in, and comes to the channel's lock after the removal.</summary>
    [Fact]
    public async Task Who_was_removed_before_the_message_had_its_number_writes_nothing()
    {
        Start();
        var alert = (await app!.OfficerPosts()).Id;
        var officer = await app.As("petugas.polresta");
        await app.Hires("admin.polresta", "polresta", Roles.Admin);
        await app.As("admin.polresta");
        var before = (await app.Log(alert)).Count;
        Task<RejectionMapping.Problem> message = null!;
        Task removal = null!;
        await app.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM channels WHERE slug = 'tppo' FOR UPDATE");
            removal = app.Removes("admin.polresta", "petugas.polresta");
            await app!.SomebodyWaits();
            message = officer.Refused(HttpMethod.Post, $"/api/alerts/{alert}/messages", new { clientKey = Guid.CreateVersion7(), text = "Masih saya." });
            await app!.SomebodyWaits(2);
            await transaction.RollbackAsync();
            return 0;
        });
        await removal;
        Assert.Equal("sign_in_required", (await message).Code);
        Assert.DoesNotContain(await app.Log(alert), e => e.Kind == "message.posted");
        Assert.Equal(before, (await app.Log(alert)).Count);
    }

    [Fact]
    public async Task A_key_that_was_answered_before_is_found_before_anything_is_written()
    {
        Start();
        var alert = (await app!.OfficerPosts()).Id;
        var officer = await app.As("petugas.kanim");
        var act = new { clientKey = Guid.CreateVersion7(), text = "Sekali saja." };
        var first = await officer.Post<Written>($"/api/alerts/{alert}/messages", act);
        Assert.Equal(first, await officer.Post<Written>($"/api/alerts/{alert}/messages", act));
        Assert.Equal("client_key_reused", (await officer.Refused(HttpMethod.Post, $"/api/alerts/{alert}/messages", new { act.clientKey, text = "Lain." })).Code);
        Assert.Single(await app.Log(alert), e => e.Kind == "message.posted");
    }

    /// <summary>A key that comes twice at once breaks the transaction they share; each then runs alone, and no message of others is lost or refused.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_key_many_times_at_once_is_written_once_and_harms_nobody(Database database)
    {
        app = CommsApp.Start(database);
        var alert = (await app.OfficerPosts()).Id;
        var officer = await app.As("petugas.kanim");
        var same = new { clientKey = Guid.CreateVersion7(), text = "Sekali saja." };
        var before = (await app.Log(alert)).Count;
        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * Many).Select(i =>
            officer.Post<Written>($"/api/alerts/{alert}/messages", i % 2 == 0 ? same : new { clientKey = Guid.CreateVersion7(), text = $"Pesan {(char)('a' + i)}." })));
        Assert.Equal(Many + 1, answers.Select(a => a.Seq).Distinct().Count());
        Assert.Single(answers.Where((_, i) => i % 2 == 0).Select(a => a.Seq).Distinct());
        Assert.Equal(before + Many + 1, (await app.Log(alert)).Count);
        Assert.Empty(await app.Verify());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    private SharedAppends Start()
    {
        Databases.RequirePostgres();
        app = CommsApp.Start(Database.Postgres);
        return app.Services.GetRequiredService<SharedAppends>();
    }

    private static EntryDraft Draft(long? allowedAs = null, string channel = "tppo") => new(channel, "test", EntryDraft.System) { AllowedAs = allowedAs };

    // The first transaction waits for the channel; what comes meanwhile waits for the next one.
    private async Task<IReadOnlyList<Task<IReadOnlyList<StoredEntry>>>> BehindALockedChannel(IEnumerable<int> all, Func<int, Task<IReadOnlyList<StoredEntry>>> append)
    {
        List<Task<IReadOnlyList<StoredEntry>>> numbers = [];
        await app!.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM channels WHERE slug = 'tppo' FOR UPDATE");
            foreach (var i in all)
            {
                numbers.Add(append(i));
                if (i == 0)
                    await app!.SomebodyWaits();
            }

            await transaction.RollbackAsync();
            return 0;
        });
        await numbers[0];
        return numbers;
    }

    private Task<int> Entries() => app!.Read(async db => (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM entries WHERE kind = 'test'").ToListAsync())[0]);
}
