using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Nobody gets an entry committed after they lost access, and lines end with what they stood on.</summary>
public class RevocationTests
{
    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_removed_member_gets_nothing_more_and_the_line_ends(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var admin = await app.SignIn("admin.kanim");
        using var removed = await app.SignIn("petugas.kanim");
        using var stays = await app.SignIn("kepala.kanim");
        await app.OpensChannel("satu", "kanim");
        await using var gone = await Device.Of(removed);
        await using var here = await Device.Of(stays);
        await gone.Follow("satu");
        await here.Follow("satu");
        await app.Writes("satu", 1);
        await gone.Has("satu", 1);

        var id = await app.Read(db => db.Users.Where(m => m.UserName == "petugas.kanim").Select(m => m.Id).SingleAsync());
        using (var answer = await admin.Send(HttpMethod.Delete, $"/api/members/{id}", new { clientKey = Guid.CreateVersion7() }))
            Assert.True(answer.IsSuccessStatusCode);
        await app.Writes("satu", 1);

        await here.Has("satu", 2);
        await Device.Until(() => gone.IsClosed);
        Assert.Equal([1], gone.Arrived.Select(a => a.Seq));
    }

    /// <summary>The announcement of the removal is lost and the removed member's line is the slowest: the entry's own version holds it back.</summary>
    [Fact]
    public async Task An_entry_waits_until_its_readers_are_known_afresh()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        var line = await FakeLine.Of(app, "petugas.kanim");
        await line.Subscribes(app, new Subscribe.Cursor("satu", "", 0));

        await LosesAccess(app, "satu");
        await app.Writes("satu", 1);

        Assert.Equal(["revoked"], await Told(line));
        Assert.Empty(line.Connection.Followed);
    }

    /// <summary>No entry needs to come after it.</summary>
    [Fact]
    public async Task That_access_has_changed_is_reason_enough_to_ask_who_may_still_read()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        var line = await FakeLine.Of(app, "petugas.kanim");
        await line.Subscribes(app, new Subscribe.Cursor("satu", "", 0));
        await LosesAccess(app, "satu");
        await Hears(app, "satu");
        await Device.Until(() => line.Take().Any(call => call.Target == "revoked"));
    }

    /// <summary>Let in by what was read before, and at the feed only after everybody else was asked anew.</summary>
    [Fact]
    public async Task Who_comes_by_an_older_reading_is_asked_again_before_anything_is_written()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 1);
        var (early, late) = (await FakeLine.Of(app, "petugas.kanim"), await FakeLine.Of(app, "petugas.kanim"));
        await early.Subscribes(app, new Subscribe.Cursor("satu", "", 0));
        await early.Sees(1);
        var before = await Stored(app, "satu");
        await LosesAccess(app, "satu");
        await Hears(app, "satu");
        await Device.Until(() => early.Take().Any(call => call.Target == "revoked"));

        var tail = await app.Services.GetRequiredService<ChannelTails>().Open(before, CancellationToken.None);
        late.Connection.Follow(new Feed(late.Connection, tail, 0, new Reader(late.Connection.Member, "kanim", Roles.Officer), before.AclVersion));

        Assert.Equal(["revoked"], await Told(late));
    }

    /// <summary>Two readings under way at once may end in either order.</summary>
    [Fact]
    public async Task An_older_reading_takes_the_place_of_no_newer_one()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        var line = await FakeLine.Of(app, "petugas.kanim");
        var channel = await Stored(app, "satu");
        var tail = await app.Services.GetRequiredService<ChannelTails>().Open(channel, CancellationToken.None);
        var now = new Reader(line.Connection.Member, "kanim", Roles.Officer);
        var feed = new Feed(line.Connection, tail, 0, now, channel.AclVersion + 1);
        line.Connection.Follow(feed);
        line.Connection.Refresh(feed, now with { Roles = Roles.Chair }, channel);
        Assert.Equal((Roles.Officer, channel.AclVersion + 1), (feed.Reader.Roles, feed.FreshAs));
    }

    [Fact]
    public async Task A_replay_stops_at_what_was_written_after_access_was_lost()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 600, characters: 200);
        var line = await FakeLine.Of(app, "petugas.kanim");
        line.Stalls();
        await line.Subscribes(app, new Subscribe.Cursor("satu", "", 0));
        // The replay has begun, and the line takes no more.
        var last = (await line.Sees(1))[^1];

        await LosesAccess(app, "satu");
        await app.Writes("satu", 1);
        line.Flows();

        await Device.Until(() =>
        {
            var calls = line.Take();
            last = calls.Where(c => c.Target == "entries").Select(c => FakeLine.Entries(c).Entries[^1].Seq).Append(last).Max();
            return calls.Any(c => c.Target == "revoked");
        });
        Assert.InRange(last, 1, 600);
    }

    [Fact]
    public async Task A_session_that_ends_takes_its_lines_with_it_and_leaves_the_others()
    {
        await using var app = CommsApp.Start();
        using var phone = await app.SignIn("petugas.kanim");
        using var desk = await app.SignIn("petugas.kanim");
        await using var onPhone = await Device.Of(phone);
        await using var onDesk = await Device.Of(desk);
        await app.OpensChannel("satu", "kanim");
        await onDesk.Follow("satu");

        using (var answer = await phone.Send(HttpMethod.Delete, "/api/session"))
            Assert.True(answer.IsSuccessStatusCode);

        await Device.Until(() => onPhone.IsClosed);
        await app.Writes("satu", 1);
        await onDesk.Has("satu", 1);
        Assert.False(onDesk.IsClosed);
    }

    /// <summary>A restored database has another epoch: devices are sent to start anew, even those that stayed connected.</summary>
    [Fact]
    public async Task A_channel_with_another_history_is_resynced()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 2);
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer);
        await device.Follow("satu");
        await device.Has("satu", 2);

        await app.Read(db => db.Channels.Where(c => c.Slug == "satu").ExecuteUpdateAsync(set => set.SetProperty(c => c.Epoch, "restored")));
        await app.TimePasses(TimeSpan.FromSeconds(2));

        await Device.Until(() => device.WasTold("resync satu"));
        await device.Follow("satu", "restored", 2);
        await app.Writes("satu", 1);
        await device.Has("satu", 3);
    }

    // As a removal does it, but without a word to anybody.
    private static async Task LosesAccess(CommsApp app, string channel)
    {
        using var turn = await app.Services.GetRequiredService<WriteGate>().Enter(CancellationToken.None);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        (await db.Channels.SingleAsync(c => c.Slug == channel)).Admits = ["polresta"];
        var log = scope.ServiceProvider.GetRequiredService<ChannelLog>();
        log.StageAccessChange([channel]);
        await log.Append(CancellationToken.None);
        await transaction.CommitAsync();
    }

    // What a line is told first.
    private static async Task<IReadOnlyList<string>> Told(FakeLine line)
    {
        List<string> told = [];
        await Device.Until(() =>
        {
            told.AddRange(line.Take().Select(call => call.Target));
            return told.Count > 0;
        });
        return told;
    }

    private static Task<Channel> Stored(CommsApp app, string channel) => app.Read(db => db.Channels.AsNoTracking().SingleAsync(c => c.Slug == channel));

    private static async Task Hears(CommsApp app, string channel)
    {
        var now = await Stored(app, channel);
        app.Services.GetRequiredService<ChannelTails>().Hear([new Hint(now.Slug, now.Epoch, now.Head, now.AclVersion)]);
    }
}
