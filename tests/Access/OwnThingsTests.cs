using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What is one's own stays so, whatever others do with theirs: keys, places in channels, answers, an agency's stand-ins.</summary>
public sealed class OwnThingsTests(Hubs hubs) : IClassFixture<Hubs>
{
    /// <summary>The same key and the same words of somebody else are another act, and not a repetition that is answered with the first one's answer.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_client_key_is_known_only_as_its_owners(Database database)
    {
        var app = await hubs.On(database);
        await app.OpensChannel("kunci", "kanim", "polresta");
        var key = Guid.CreateVersion7();
        foreach (var who in new[] { "penghubung.kanim", "penghubung.polresta" })
            Assert.True((await (await app.As(who)).Post<ChannelItem>("/api/channels/kunci/join", new { clientKey = key })).Joined);
        Assert.Equal(2, await app.Read(db => db.ChannelMembers.CountAsync(m => m.Channel == "kunci" && m.Joined)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Leaving_a_channel_and_reading_in_it_moves_nobody_elses_place(Database database)
    {
        var app = await hubs.On(database);
        await app.OpensChannel("tempat", "kanim", "polresta");
        var (stays, leaves) = (await app.As("penghubung.kanim"), await app.As("penghubung.polresta"));
        foreach (var person in new[] { stays, leaves })
            await person.Post("/api/channels/tempat/join", new { clientKey = Guid.CreateVersion7() });
        await stays.Post("/api/channels/tempat/read", new { clientKey = Guid.CreateVersion7(), seq = 1 });

        var left = await leaves.Post<ChannelItem>("/api/channels/tempat/leave", new { clientKey = Guid.CreateVersion7() });

        Assert.Equal((false, 0L), (left.Joined, left.Read));
        var own = (await stays.Get<JsonElement>("/api/channels")).GetProperty("items").EnumerateArray().Single(c => c.GetProperty("slug").GetString() == "tempat");
        Assert.Equal((true, 1L), (own.GetProperty("joined").GetBoolean(), own.GetProperty("read").GetInt64()));
    }

    /// <summary>A device's receipts move its owner's mark alone: another member's device has yet to get the alert.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task That_one_members_device_has_an_alert_says_nothing_of_anothers(Database database)
    {
        var app = await hubs.On(database);
        await app.OpensChannel("terima", "kanim", "polresta");
        var posted = await app.OfficerPosts(Reports.Operation().But(("channel", "terima")));
        List<Guid> got = [];
        foreach (var who in new[] { "penghubung.kanim", "penghubung.polresta" })
        {
            await using var device = await Device.Of(await app.As(who));
            await device.Follow("terima");
            await device.Has("terima", posted.Seq);
            await device.Invoke("Received", "terima", posted.Seq);
            got.Add(await app.IdOf(who));
            Assert.Equal(got.Order(), await app.Read(db => db.Receipts.Where(r => r.AlertId == posted.Id).Select(r => r.Member).OrderBy(m => m).ToListAsync()));
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_is_taken_back_only_by_who_gave_it(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("penghubung.polresta", alert);
        Assert.Equal("undo_too_late", (await app.Refused("kepala.polresta", alert, "undo", new { clientKey = Guid.CreateVersion7() })).Code);
        Assert.Equal("Acknowledged", (await app.Owes("polresta", alert)).State);
        Assert.NotEqual("Acknowledged", (await app.Undoes("penghubung.polresta", alert)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_agencys_stand_ins_and_why_are_its_own(Database database)
    {
        var app = await hubs.On(database);
        const string why = "Rapat keluarga";
        if (!await app.Read(db => db.Users.AnyAsync(m => m.UserName == "jaga.kanim")))
            await app.Hires("jaga.kanim", "kanim", Roles.Liaison | Roles.Chief);
        var body = new { clientKey = Guid.CreateVersion7(), role = "liaison", member = await app.IdOf("jaga.kanim"), from = app.Now, to = app.Now.AddHours(1), reason = why };
        var written = await (await app.As("admin.kanim")).Post<JsonElement>("/api/duty/override", body);
        var id = written.GetProperty("id").GetGuid();

        Assert.Equal("not_found", (await (await app.As("penghubung.polresta")).Refused(HttpMethod.Post, "/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id })).Code);
        // The secretariat sees who stands in, whom it has to telephone; why is the agency's business.
        foreach (var (who, isTold) in new[] { ("penghubung.kanim", true), ("sekretariat.timpora", false) })
        {
            var seen = await Outsider.Told(await (await app.As(who)).Send(HttpMethod.Get, "/api/duty?agency=kanim"));
            Assert.Contains(id.ToString(), seen, StringComparison.Ordinal);
            Assert.Equal(isTold, seen.Contains(why, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(id.ToString(), await Outsider.Told(await (await app.As("penghubung.polresta")).Send(HttpMethod.Get, "/api/duty?agency=kanim")), StringComparison.Ordinal);
        await (await app.As("kepala.kanim")).Post("/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id });
    }
}
