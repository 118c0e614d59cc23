using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>What is lost on the way is noticed by itself.</summary>
public class HeadBeatTests
{
    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task Heads_of_all_followed_channels_go_out_every_15_seconds(Protocol protocol)
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.OpensChannel("dua", "kanim");
        await app.Writes("satu", 3);
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer, protocol);
        await device.Follow("satu");
        await device.Follow("dua");
        await device.Has("satu", 3);

        await app.TimePasses(TimeSpan.FromSeconds(16));
        await Device.Until(() => device.Head("satu") == ("e-satu", 3) && device.Head("dua") == ("e-dua", 0));

        await app.Writes("dua", 2);
        await app.TimePasses(TimeSpan.FromSeconds(16));
        await Device.Until(() => device.Head("dua") == ("e-dua", 2));
    }

    [Fact]
    public async Task An_entry_whose_announcement_was_lost_arrives_with_the_next_poll()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer);
        await device.Follow("satu");
        await app.Writes("satu", 1);
        await device.Has("satu", 1);

        await app.Writes([Journal.Note("satu")], lost: true);
        await app.TimePasses(TimeSpan.FromSeconds(2));

        await device.Has("satu", 2);
    }

    /// <summary>Two nodes on one database without any announcement between them: the poll alone carries entries across.</summary>
    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_one_node_accepts_the_devices_of_another_get(Database database)
    {
        await using var app = CommsApp.Start(database);
        await using var other = app.StartSecondNode();
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await other.SignIn("penghubung.polresta");
        await using var device = await Device.Of(liaison);
        await device.Follow("tppo");

        await officer.Post("/api/alerts", Reports.HoldingHouse());

        Assert.Contains(await device.Has("tppo", 1), e => e.Kind == "alert.posted");
    }
}
