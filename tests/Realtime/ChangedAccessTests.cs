using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>An update changes who may read an alert: from its entry on every node delivers by the new facts, whatever it knew before.</summary>
public sealed class ChangedAccessTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_excluded_by_an_update_gets_no_later_entry_in_full_on_any_node(Database database)
    {
        await using var app = CommsApp.Start(database);
        await using var other = app.StartSecondNode();
        await using var here = await Device.Of(await app.SignIn("penghubung.kodim"));
        await using var there = await Device.Of(await other.SignIn("penghubung.kodim"));
        await using var reader = await Device.Of(await other.SignIn("penghubung.polresta"));
        foreach (var device in new[] { here, there, reader })
            await device.Follow("opgab");

        for (var i = 0; i < 3; i++)
        {
            var posted = await app.OfficerPosts(Reports.Operation());
            await Task.WhenAll(new[] { here, there, reader }.Select(d => d.Has("opgab", posted.Seq)));

            await app.Updates("petugas.kanim", posted.Id, new { exclude = new { agencies = new[] { "kodim" }, reason = "Ada dugaan keterlibatan." } });
            await app.Writes("penghubung.polresta", posted.Id, "Kami berangkat.");
            await other.Writes("penghubung.polresta", posted.Id, "Kami tiba.");
            var head = (await app.HeadOf("opgab")).Head;

            Assert.Equal("message.posted", (await reader.Has("opgab", head))[^1].Kind);
            foreach (var device in new[] { here, there })
                Assert.Equal(["withheld", "withheld", "withheld"], (await device.Has("opgab", head)).TakeLast(3).Select(e => e.Kind));
        }
    }

    /// <summary>A node that has heard of nothing since it opened the channel: whoever comes is judged by what holds now, also for what is older (found by the model, 10HBu2aKznba).</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_comes_to_a_node_that_has_not_heard_of_the_change_gets_stubs_of_what_they_may_not_read_any_more(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true, settings: (CommsApp.Deaf, "true"));
        await using var other = app.StartSecondNode();
        var posted = await app.OfficerPosts(Reports.Operation());
        await using var known = await Device.Of(await other.SignIn("penghubung.kua"));
        await known.Follow("opgab");
        Assert.Equal("alert.posted", (await known.Has("opgab", 3))[0].Kind);

        await app.Updates("petugas.kanim", posted.Id, new { tlp = "AMBER+STRICT" });

        await using var later = await Device.Of(await other.SignIn("kepala.kua"));
        await later.Follow("opgab");
        Assert.All(await later.Has("opgab", (await app.HeadOf("opgab")).Head), e => Assert.Equal("withheld", e.Kind));
        Assert.Equal("withheld", (await known.Has("opgab", 4))[3].Kind);
    }

    /// <summary>What is heard may be older than what is read: the entry's own version says that its alert has to be looked at anew.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_node_that_hears_of_the_entry_and_not_of_the_change_withholds_it(Database database)
    {
        await using var app = CommsApp.Start(database, virtualTime: true, settings: (CommsApp.Deaf, "true"));
        await using var other = app.StartSecondNode();
        var posted = await app.OfficerPosts(Reports.Operation());
        await using var device = await Device.Of(await other.SignIn("penghubung.kodim"));
        await device.Follow("opgab");
        // What comes live is what a node keeps the facts of.
        await app.Writes("penghubung.polresta", posted.Id);
        var before = await app.Read(db => db.Channels.AsNoTracking().SingleAsync(c => c.Slug == "opgab"));
        Hears(before.Head);
        Assert.Equal("message.posted", (await device.Has("opgab", before.Head))[^1].Kind);

        await app.Updates("petugas.kanim", posted.Id, new { exclude = new { agencies = new[] { "kodim" }, reason = "Ada dugaan keterlibatan." } });
        var head = (await app.HeadOf("opgab")).Head;
        Hears(head);
        Assert.All((await device.Has("opgab", head)).Where(e => e.Seq > before.Head), e => Assert.Equal("withheld", e.Kind));

        void Hears(long upTo) => other.Services.GetRequiredService<ChannelTails>().Hear([new Hint("opgab", before.Epoch, upTo, before.AclVersion)]);
    }

    /// <summary>Its own desk hears nothing of the update; what a node kept of it from before must not come out again.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_an_excluded_agency_had_at_its_desk_is_withheld_from_whoever_connects_later(Database database)
    {
        await using var app = CommsApp.Start(database);
        await using var other = app.StartSecondNode();
        var posted = await app.OfficerPosts(Reports.Operation("polresta", "kodim"));
        var liaison = await other.SignIn("penghubung.kodim");
        await using var before = await Device.Of(liaison);
        await before.Follow("meja-kodim");
        Assert.Equal("obligation.opened", (await before.Has("meja-kodim", 2))[0].Kind);

        await app.Updates("petugas.kanim", posted.Id, new { exclude = new { agencies = new[] { "kodim" }, reason = "Ada dugaan keterlibatan." } });

        await using var later = await Device.Of(liaison);
        await later.Follow("meja-kodim");
        Assert.All(await later.Has("meja-kodim", 2), e => Assert.Equal("withheld", e.Kind));
        var own = await liaison.Get<JsonElement>("/api/channels/meja-kodim/entries");
        Assert.DoesNotContain(own.GetProperty("entries").EnumerateArray(), e => e.GetProperty("kind").GetString() != "withheld");
        Assert.Equal("not_found", (await liaison.Refused(HttpMethod.Get, $"/api/alerts/{posted.Id}")).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_agency_that_becomes_required_gets_what_follows_in_full_on_every_node(Database database)
    {
        await using var app = CommsApp.Start(database);
        await using var other = app.StartSecondNode();
        await using var device = await Device.Of(await other.SignIn("penghubung.kodim"));
        await device.Follow("opgab");
        await device.Follow("meja-kodim");
        var posted = await app.OfficerPosts(Reports.Operation().But(("tlp", "AMBER+STRICT")));
        Assert.Equal("withheld", (await device.Has("opgab", posted.Seq))[^1].Kind);

        await app.Updates("petugas.kanim", posted.Id, new { requiredAgencies = new[] { "polresta", "kodim" } });
        await app.Writes("penghubung.polresta", posted.Id);
        var head = (await app.HeadOf("opgab")).Head;

        Assert.Contains((await device.Has("opgab", head)).Skip((int)posted.Seq), e => e.Kind == "alert.updated");
        Assert.Equal("message.posted", device.Log("opgab")[^1].Kind);
        var desk = await device.Has("meja-kodim", (await app.HeadOf("meja-kodim")).Head);
        Assert.Contains(desk, e => e.Kind == "obligation.opened");
    }

    /// <summary>Somebody excluded by name while everything else of their agency goes on; and a mark made stricter.</summary>
    [Fact]
    public async Task A_member_excluded_by_name_and_a_stricter_mark_work_at_every_door()
    {
        await using var app = CommsApp.Start();
        var posted = await app.OfficerPosts(Reports.Operation());
        var (chief, outsider) = (await app.SignIn("kepala.polresta"), await app.SignIn("penghubung.kodim"));

        await app.Updates("petugas.kanim", posted.Id, new { exclude = new { members = new[] { await app.IdOf("kepala.polresta") }, reason = "Keluarga terlapor." } });
        await app.Updates("petugas.kanim", posted.Id, new { tlp = "AMBER+STRICT" });

        foreach (var shutOut in new[] { chief, outsider })
        {
            Assert.Equal("not_found", (await shutOut.Refused(HttpMethod.Get, $"/api/alerts/{posted.Id}")).Code);
            var page = await shutOut.Get<JsonElement>("/api/channels/opgab/entries");
            Assert.All(page.GetProperty("entries").EnumerateArray(), e => Assert.Equal("withheld", e.GetProperty("kind").GetString()));
            Assert.Equal(0, (await shutOut.Get<JsonElement>("/api/alerts")).GetProperty("items").GetArrayLength());
        }

        // The word for what changed is the same as when readers are named: that somebody is excluded shows to nobody who may not see it.
        var colleague = await app.Opens("penghubung.polresta", posted.Id);
        Assert.Null(colleague.Exclude);
        Assert.Equal(1, colleague.Version);
        Assert.NotNull((await app.Opens("petugas.kanim", posted.Id)).Exclude);
    }

    /// <summary>The secretariat does not see the exclusions, so what it writes adds to them and never takes one away.</summary>
    [Fact]
    public async Task Who_does_not_see_the_exclusions_takes_none_away()
    {
        await using var app = CommsApp.Start();
        var posted = await app.OfficerPosts(Reports.Operation().But(("exclude", new { agencies = new[] { "kodim" }, reason = "Ada dugaan keterlibatan." })));

        await app.Updates("sekretariat.timpora", posted.Id, new { exclude = new { agencies = new[] { "disnaker" }, reason = "Tidak perlu tahu." } });
        await app.Updates("sekretariat.timpora", posted.Id, new { exclude = new { agencies = Array.Empty<string>() } });

        Assert.Equal(["disnaker", "kodim"], (await app.Opens("petugas.kanim", posted.Id)).Exclude!.Agencies!.Order());
        await app.Updates("petugas.kanim", posted.Id, new { exclude = new { agencies = Array.Empty<string>() } });
        Assert.Null((await app.Opens("petugas.kanim", posted.Id)).Exclude);
    }
}
