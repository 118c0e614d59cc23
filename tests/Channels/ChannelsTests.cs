using System.Text.Json;
using Timpora.Comms.Channels;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Channels;

/// <summary>Members find, join, leave and read channels, on every database.</summary>
public class ChannelsTests
{
    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_liaison_joins_once_however_often_and_leaves_once(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var liaison = await app.SignIn("penghubung.polresta");
        Assert.False((await Item(liaison, "tppo")).Joined);

        var joins = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => liaison.Post<ChannelItem>("/api/channels/tppo/join", new { clientKey = Guid.CreateVersion7() })));
        Assert.All(joins, j => Assert.True(j.Joined));
        Assert.Equal(["channel.joined"], (await app.LogOf("tppo")).Select(e => e.Kind));

        var left = await liaison.Post<ChannelItem>("/api/channels/tppo/leave", new { });
        Assert.False(left.Joined);
        await liaison.Post("/api/channels/tppo/leave", new { });
        Assert.Equal(["channel.joined", "channel.left"], (await app.LogOf("tppo")).Select(e => e.Kind));
        Assert.Equal(left, await Item(liaison, "tppo") with { Admits = left.Admits, Guests = left.Guests });
    }

    [Fact]
    public async Task The_list_shows_what_ones_agency_may_read_and_its_own_desk_as_joined()
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.bp3mi");
        var items = await Items(liaison);
        Assert.Contains(items, c => c.Slug == "tppo");
        Assert.Contains(items, c => c is { Slug: "meja-bp3mi", Kind: "desk", Joined: true });
        Assert.DoesNotContain(items, c => c.Slug is "kawin" or "meja-kanim");
        Assert.All(items, c => Assert.Contains("bp3mi", c.Admits));

        using var auditor = await app.SignIn("auditor");
        Assert.Empty(await Items(auditor));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Unread_counts_what_others_wrote_for_people_until_it_is_read(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        await liaison.Post("/api/channels/tppo/join", new { });
        var alert = (await officer.Post<JsonElement>("/api/alerts", Reports.HoldingHouse())).GetProperty("id").GetString();
        await officer.Post($"/api/alerts/{alert}/messages", new { clientKey = Guid.CreateVersion7(), text = "Ada dua pintu." });
        await liaison.Post($"/api/alerts/{alert}/messages", new { clientKey = Guid.CreateVersion7(), text = "Kami berangkat." });

        // The alert and the officer's message; neither joining, obligations, firings nor one's own message.
        Assert.Equal(2, (await Item(liaison, "tppo")).Unread);
        Assert.Equal(1, (await Item(officer, "tppo")).Unread);
        Assert.NotEqual(0, (await Item(liaison, "meja-polresta")).Unread);

        var posted = (await app.LogOf("tppo")).Single(e => e.Kind == "alert.posted").Seq;
        var read = await liaison.Post<ChannelItem>("/api/channels/tppo/read", new { seq = posted });
        Assert.Equal((posted, 1), (read.Read, read.Unread));
        Assert.Equal(posted, (await liaison.Post<ChannelItem>("/api/channels/tppo/read", new { seq = 1 })).Read);
        read = await liaison.Post<ChannelItem>("/api/channels/tppo/read", new { seq = 1_000_000 });
        Assert.Equal((read.Head, 0), (read.Read, read.Unread));
    }

    [Fact]
    public async Task What_is_withheld_is_not_counted_as_unread()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        using var outside = await app.SignIn("penghubung.kodim");
        using var required = await app.SignIn("penghubung.polresta");
        await officer.Post("/api/alerts", Reports.HoldingHouse("wilayah-bandarlampung", "AMBER+STRICT"));
        Assert.Equal(0, (await Item(outside, "wilayah-bandarlampung")).Unread);
        Assert.Equal(1, (await Item(required, "wilayah-bandarlampung")).Unread);
    }

    [Theory]
    [InlineData("join")]
    [InlineData("leave")]
    [InlineData("read")]
    [InlineData("entries")]
    public async Task A_channel_one_may_not_read_does_not_exist(string act)
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.bp3mi");
        foreach (var slug in new[] { "kawin", "meja-polresta", "tidak-ada", "%27%3B--" })
        {
            var problem = act == "entries"
                ? await liaison.Refused(HttpMethod.Get, $"/api/channels/{slug}/entries")
                : await liaison.Refused(HttpMethod.Post, $"/api/channels/{slug}/{act}", new { seq = 0 });
            Assert.Equal("not_found", problem.Code);
        }
    }

    [Fact]
    public async Task A_desk_is_not_joined_or_left()
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.bp3mi");
        Assert.Equal("not_permitted", (await liaison.Refused(HttpMethod.Post, "/api/channels/meja-bp3mi/join", new { })).Code);
        Assert.Equal("not_permitted", (await liaison.Refused(HttpMethod.Post, "/api/channels/meja-bp3mi/leave", new { })).Code);
        Assert.Empty(await app.LogOf("meja-bp3mi"));
    }

    [Theory]
    [InlineData("after=abc", "after")]
    [InlineData("after=-1", "after")]
    [InlineData("after=1.5", "after")]
    [InlineData("after=", "after")]
    [InlineData("after=99999999999999999999", "after")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=1e3", "limit")]
    public async Task A_number_that_is_none_is_refused_by_name(string query, string field)
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.bp3mi");
        var problem = await liaison.Refused(HttpMethod.Get, "/api/channels/tppo/entries?" + query);
        Assert.Equal(("validation_failed", 400), (problem.Code, problem.Status));
        Assert.Equal([field], problem.Errors!.Keys);
    }

    [Fact]
    public async Task A_read_mark_must_be_a_number_from_zero_on()
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.bp3mi");
        Assert.Equal(["seq"], (await liaison.Refused(HttpMethod.Post, "/api/channels/tppo/read", new { seq = -1 })).Errors!.Keys);
        Assert.Equal(["seq"], (await liaison.Refused(HttpMethod.Post, "/api/channels/tppo/read", new { })).Errors!.Keys);
        Assert.Equal("malformed_request", (await liaison.Refused(HttpMethod.Post, "/api/channels/tppo/read", new { seq = "satu" })).Code);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Entries_are_read_after_a_cursor_in_pages_of_at_most_500(Database database)
    {
        await using var app = CommsApp.Start(database);
        await app.OpensChannel("satu", "bp3mi");
        for (var i = 0; i < 3; i++)
            await app.Writes("satu", 200);
        using var liaison = await app.SignIn("penghubung.bp3mi");

        Assert.Equal((1, 100), await Page(liaison, ""));
        Assert.Equal((1, 1), await Page(liaison, "?limit=0"));
        Assert.Equal((1, 500), await Page(liaison, "?limit=100000"));
        Assert.Equal((501, 600), await Page(liaison, "?after=500&limit=500"));
        Assert.Equal((0, 0), await Page(liaison, "?after=600"));
        Assert.Equal((0, 0), await Page(liaison, $"?after={long.MaxValue}"));
    }

    private static async Task<(long First, long Last)> Page(Person person, string query)
    {
        var page = await person.Get<JsonElement>("/api/channels/satu/entries" + query);
        Assert.Equal(("e-satu", 600), (page.GetProperty("epoch").GetString(), page.GetProperty("head").GetInt64()));
        long[] numbers = [.. page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64())];
        Assert.Equal(numbers.Order(), numbers);
        return (numbers.FirstOrDefault(), numbers.LastOrDefault());
    }

    private static async Task<ChannelItem> Item(Person person, string slug) => (await Items(person)).Single(c => c.Slug == slug);

    private static async Task<IReadOnlyList<ChannelItem>> Items(Person person) => (await person.Get<ListChannels.Response>("/api/channels")).Items;
}
