using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class MarkDeliveredTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_a_device_of_the_liaison_has_is_delivered_once(Database database)
    {
        var app = await hubs.On(database);
        var posted = await app.OfficerPosts(Reports.Operation());

        await Received(app, "penghubung.polresta", "opgab", posted.Seq, posted.Seq, posted.Seq - 1);
        await Received(app, "kepala.polresta", "opgab", posted.Seq);

        var own = await app.Owes("polresta", posted.Id);
        Assert.Equal(("Delivered", app.Now, null), (own.State, own.DeliveredAt, own.SeenAt));
        Assert.Equal("obligation.delivered polresta", Assert.Single((await app.Words(posted.Id, "meja-polresta"))[2..]));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_desk_counts_as_well(Database database)
    {
        var app = await hubs.On(database);
        var posted = await app.OfficerPosts(Reports.Operation());
        await Received(app, "penghubung.polresta", "meja-polresta", long.MaxValue);
        Assert.Equal("Delivered", (await app.Owes("polresta", posted.Id)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_what_the_device_has_is_delivered_and_only_for_who_can_answer(Database database)
    {
        var app = await hubs.On(database);
        var (first, second) = (await app.OfficerPosts(Reports.Operation()), await app.OfficerPosts(Reports.Operation()));
        await Received(app, "petugas.polresta", "opgab", second.Seq);
        Assert.Equal("Notified", (await app.Owes("polresta", first.Id)).State);
        await Received(app, "penghubung.polresta", "opgab", second.Seq - 1);
        Assert.Equal(("Delivered", "Notified"), ((await app.Owes("polresta", first.Id)).State, (await app.Owes("polresta", second.Id)).State));
    }

    /// <summary>A stub on a device is not the alert.</summary>
    [Fact]
    public async Task What_was_withheld_is_not_delivered()
    {
        var app = await hubs.On(Database.Sqlite);
        var red = await app.OfficerPosts(Reports.Operation().But(("tlp", "RED"), ("recipients", new[] { await app.IdOf("kepala.polresta") })));
        await Received(app, "penghubung.polresta", "opgab", red.Seq);
        Assert.Equal(0, await app.Read(db => db.Receipts.CountAsync(r => r.AlertId == red.Id)));
    }

    private static async Task Received(CommsApp app, string who, string channel, params long[] seqs)
    {
        await using var device = await Device.Of(await app.As(who));
        await device.Follow(channel);
        await device.Has(channel, await app.Read(db => db.Channels.Where(c => c.Slug == channel).Select(c => c.Head).FirstAsync()));
        foreach (var seq in seqs)
            await device.Invoke("Received", channel, seq);
    }
}
