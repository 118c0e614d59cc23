using MediatR;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Who was let in a moment ago is asked again where it counts: over a line that is still open, after a reading, under a lock.</summary>
public sealed class AskedAgainTests
{
    /// <summary>The line itself is ended by the watch, a second later; here time stands still.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_removed_calls_nothing_more_over_an_open_line(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        await using var device = await Device.Of(await app.SignIn("petugas.kanim"));
        await device.Follow("tppo");
        await app.RowIsRemoved("petugas.kanim");
        foreach (var (method, argument) in new (string, object?[])[]
        {
            ("Subscribe", [new[] { new { channel = "tppo", epoch = "", seq = 0 } }]), ("Unsubscribe", [new[] { "tppo" }]), ("Received", ["tppo", 0]),
            ("PostAlert", [Reports.HoldingHouse()]), ("Acknowledge", [new { alert = Guid.CreateVersion7(), clientKey = Guid.CreateVersion7(), version = 1 }]),
        })
            Assert.Contains("\"sign_in_required\"", (await Assert.ThrowsAsync<HubException>(() => device.Invoke(method, argument))).Message, StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.Alerts.CountAsync()));
    }

    [Fact]
    public async Task Who_is_removed_between_a_call_and_its_work_follows_nothing()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        var line = await FakeLine.Of(app, "petugas.kanim");
        await app.RowIsRemoved("petugas.kanim");
        Assert.Equal(Reasons.SignInRequired, (await Assert.ThrowsAsync<Rejection>(() => line.Subscribes(app, new Subscribe.Cursor("tppo", "", 0)))).Reason);
        Assert.Empty(line.Connection.Followed);
    }

    /// <summary>Removed while they read, or moved to an agency that the channel does not admit.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_loses_access_while_reading_gets_nothing(bool isRemoved)
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 1);
        await using var scope = app.Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Is(await app.IdOf("petugas.kanim"));
        await caller.Require(CancellationToken.None);
        var reads = () => scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReadEntries.Request("satu", 0, 10));
        Assert.Single((await reads()).Entries);

        if (isRemoved)
            await app.RowIsRemoved("petugas.kanim");
        else
            await app.Read(db => db.Users.Where(m => m.UserName == "petugas.kanim").ExecuteUpdateAsync(set => set.SetProperty(m => m.Agency, "polresta")));

        Assert.Equal(Reasons.NotFound, (await Assert.ThrowsAsync<Rejection>(reads)).Reason);
    }

    [Fact]
    public async Task Who_is_removed_before_their_message_is_written_writes_nothing()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await using var scope = app.Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.Is(await app.IdOf("penghubung.polresta"));
        await caller.Require(CancellationToken.None);
        await app.RowIsRemoved("penghubung.polresta");
        Assert.Equal(Reasons.NotFound, (await Assert.ThrowsAsync<Rejection>(() =>
            scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Timpora.Comms.Alerts.PostMessage.Request(alert, Guid.CreateVersion7(), "Masih saya.")))).Reason);
        Assert.DoesNotContain(await app.Log(alert), e => e.Kind == "message.posted");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_entry_that_was_allowed_before_access_changed_is_not_written(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await Appends(0);
        await app.Read(db => db.Channels.Where(c => c.Slug == "satu").ExecuteUpdateAsync(set => set.SetProperty(c => c.AclVersion, 1)));
        Assert.Equal(Reasons.WriteConflict, (await Assert.ThrowsAsync<Rejection>(() => Appends(0))).Reason);
        await Appends(1);
        Assert.Equal(2, (await app.HeadOf("satu")).Head);

        async Task Appends(long allowedAs)
        {
            using var turn = await app.Services.GetRequiredService<WriteGate>().Enter(CancellationToken.None);
            await using var scope = app.Services.CreateAsyncScope();
            await using var transaction = await scope.ServiceProvider.GetRequiredService<HubDb>().Database.BeginTransactionAsync();
            await scope.ServiceProvider.GetRequiredService<ChannelLog>().Append(CancellationToken.None, new EntryDraft("satu", "test", EntryDraft.System) { AllowedAs = allowedAs });
            await transaction.CommitAsync();
        }
    }

    /// <summary>Found readable, and then it waits for the alert's row, which whoever shuts it out holds. On SQLite nobody writes meanwhile.</summary>
    [Fact]
    public async Task Who_is_shut_out_while_waiting_for_the_alert_does_nothing_to_it()
    {
        Databases.RequirePostgres();
        await using var app = CommsApp.Start(Database.Postgres);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var liaison = await app.As("penghubung.polresta");
        Task<RejectionMapping.Problem> answer = null!;
        await app.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await db.LockAlert(alert, CancellationToken.None))!.ExcludedMembers = [await app.IdOf("penghubung.polresta")];
            await db.SaveChangesAsync();
            answer = liaison.Refused(HttpMethod.Post, $"/api/alerts/{alert}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });
            await app.SomebodyWaits();
            await transaction.CommitAsync();
            return 0;
        });
        Assert.Equal("not_found", (await answer).Code);
        Assert.NotEqual("Acknowledged", (await app.Owes("polresta", alert)).State);
    }

    /// <summary>Found signed in, and then it waits for its own account, which another change of it holds. On SQLite nobody writes meanwhile.</summary>
    [Fact]
    public async Task Who_is_removed_while_waiting_to_change_a_way_in_changes_nothing()
    {
        Databases.RequirePostgres();
        await using var app = CommsApp.Start(Database.Postgres);
        var (person, id) = (await app.As("petugas.kanim"), await app.IdOf("petugas.kanim"));
        Task<RejectionMapping.Problem> answer = null!;
        await app.Read(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.LockName("ways-in:" + id.ToString("D"), CancellationToken.None);
            answer = person.Refused(HttpMethod.Put, "/api/password", new { password = "mesin ketik tua berdebu", current = CommsApp.Password });
            await app.SomebodyWaits();
            await db.Users.Where(m => m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.RemovedAt, DateTimeOffset.UnixEpoch));
            await transaction.CommitAsync();
            return 0;
        });
        Assert.Equal("sign_in_required", (await answer).Code);
    }

    /// <summary>Nobody changes an alert so that they could not read it any more.</summary>
    [Fact]
    public async Task A_change_that_shuts_out_who_makes_it_is_refused()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var refused = await app.Refused("sekretariat.timpora", alert, "update", new
        {
            clientKey = Guid.CreateVersion7(), version = 1, changes = new { tlp = "RED", recipients = new[] { await app.IdOf("penghubung.polresta") } },
        });
        Assert.Equal("changes", Assert.Single(refused.Errors!).Key);
        Assert.Equal("AMBER", (await app.Opens("sekretariat.timpora", alert)).Tlp);
    }

    /// <summary>A stub is no alert: who confirms it has not got one, and nothing is noted; nor of a channel that is closed to them by now.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Confirming_what_was_withheld_is_no_receipt(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var posted = await app.OfficerPosts(Reports.Operation().But(("tlp", "AMBER+STRICT")));
        await using var device = await Device.Of(await app.As("penghubung.kodim"));
        await device.Follow("opgab");
        await device.Has("opgab", posted.Seq);
        await device.Invoke("Received", "opgab", posted.Seq);
        Assert.Equal(0, await app.Read(db => db.Receipts.CountAsync()));

        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Is(await app.IdOf("auditor"));
        var confirms = () => scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Timpora.Comms.Alerts.MarkDelivered.Request("opgab", posted.Seq));
        Assert.Equal(Reasons.NotFound, (await Assert.ThrowsAsync<Rejection>(confirms)).Reason);
    }
}
