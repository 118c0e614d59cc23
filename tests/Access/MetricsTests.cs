using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>What <c>/metrics</c> tells, to whom, and that nothing of a case is in it.</summary>
public sealed class MetricsTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sums_follow_what_happened(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        using var scraper = app.Anyone();
        var before = await Read(scraper);
        var alert = (await app.OfficerPosts(Reports.Operation("kodim", "disdukcapil"))).Id;
        await app.OfficerPosts(Reports.Operation("kodim"));
        await app.Acknowledges("kepala.kodim", alert);
        await app.MinutesPass(6);
        var entries = await app.Read(db => Task.FromResult(db.Channels.Sum(c => c.Head)));
        var after = await Read(scraper);

        Assert.Equal((2, 2, 2), (after["timpora_alerts_posted_total"], after["timpora_alerts_open"], after["timpora_obligations_owed"]));
        Assert.Equal((3, 2), (after["timpora_escalations_fired_total{level=\"1\"}"], after["timpora_escalations_fired_total{level=\"2\"}"]));
        Assert.True(after["timpora_notifications{state=\"Sent\"}"] >= 5);
        Assert.Equal(entries, after["timpora_entries_appended_total"]);
        Assert.True(after["timpora_commit_seconds_count"] >= before["timpora_commit_seconds_count"] + 3);
        Assert.Equal(after["timpora_commit_seconds_count"], after["timpora_commit_seconds_bucket{le=\"+Inf\"}"]);
        Assert.Equal((0, 0, 0), (after["timpora_feed_connections"], after["timpora_entries_delivered_total"], after["timpora_ring_misses_total"]));
        Assert.InRange(after["timpora_engine_beat_age_seconds"], 0, 60);
    }

    [Fact]
    public async Task Deliveries_are_counted_and_stay_counted_when_the_connection_is_gone()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var scraper = app.Anyone();
        var posted = await app.OfficerPosts();
        await using (var device = await Device.Of(await app.As("petugas.kanim")))
        {
            await device.Follow(posted.Channel, posted.Epoch, 0);
            await device.Has(posted.Channel, posted.Seq);
            Assert.Equal(1, (await Read(scraper))["timpora_feed_connections"]);
        }

        Assert.True((await Read(scraper))["timpora_entries_delivered_total"] >= posted.Seq);
    }

    [Fact]
    public async Task Coming_back_starting_anew_and_lying_behind_are_counted()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        using var scraper = app.Anyone();
        var first = await app.OfficerPosts();
        await using var device = await Device.Of(await app.As("petugas.kanim"));
        await device.Follow("tppo", first.Epoch, first.Seq);
        await device.Has("tppo", first.Seq - first.Seq);
        await device.Follow("tppo", "another", 1);
        await Device.Until(() => device.WasTold("resync tppo"));
        await device.Follow("tppo", "", 0);
        var second = await app.OfficerPosts();
        await device.Has("tppo", second.Seq);
        var now = await Read(scraper);
        Assert.Equal((1, 1), (now["timpora_resumes_total"], now["timpora_resyncs_total"]));
        Assert.True(now["timpora_hint_lag_seconds_count"] >= 1);
        Assert.Equal((0, 0), (now["timpora_feeds_behind"], now["timpora_entries_behind"]));
    }

    [Fact]
    public async Task A_move_that_is_made_late_is_told_as_late()
    {
        await using var app = CommsApp.StartInHand();
        using var scraper = app.Anyone();
        await app.OfficerPosts(Reports.Operation("kodim"));
        app.MinutesPassUnseen(60);
        await app.EngineLooks();
        var now = await Read(scraper);
        Assert.True(now["timpora_escalation_lateness_seconds_count"] >= 1);
        Assert.Equal(0, now["timpora_escalation_lateness_seconds_bucket{le=\"300\"}"]);
        Assert.InRange(now["timpora_escalation_lateness_seconds_sum"], 300, 3600 * now["timpora_escalation_lateness_seconds_count"]);
    }

    /// <summary>A proxy on the same machine brings the whole world in.</summary>
    [Fact]
    public async Task Only_the_machine_itself_and_members_read_it()
    {
        await using var app = CommsApp.StartInHand();
        using var http = new HttpClient { BaseAddress = app.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("metrics")).StatusCode);
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Original-For", "X-Original-Proto" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
            request.Headers.TryAddWithoutValidation(header, "203.0.113.7");
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(request)).StatusCode);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.8.0.7", true)]
    [InlineData("10.9.0.7", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData(null, false)]
    public void Who_is_in_none_of_the_networks_does_not(string? address, bool isNear)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } };
        Assert.Equal(isNear, GetMetrics.IsNear(http, [System.Net.IPNetwork.Parse("10.8.0.0/16")]));
    }

    [Fact]
    public async Task Nothing_of_a_case_or_a_person_is_in_it()
    {
        await using var app = CommsApp.StartInHand();
        var alert = await app.OfficerPosts(Reports.HoldingHouse().But(("headline", "Rahasia sekali")));
        using var scraper = app.Anyone();
        var text = await (await scraper.Send(HttpMethod.Get, "/metrics")).Content.ReadAsStringAsync();
        foreach (var word in new[] { "Rahasia", "TPPO", "kanim", "polresta", "tppo", "18.71", alert.Id.ToString() })
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["le", "level", "state"], Regex.Matches(text, @"[{,](\w+)=""").Select(m => m.Groups[1].Value).Distinct().Order());
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^(# (HELP|TYPE) timpora_\w+ .+|timpora_\w+(\{\w+=""[\w+.]+""\})? -?[0-9.E+-]+)$", line));
    }

    private static async Task<Dictionary<string, double>> Read(Person scraper)
    {
        using var answer = await scraper.Send(HttpMethod.Get, "/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain; version=0.0.4; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        return (await answer.Content.ReadAsStringAsync()).Split('\n').Where(l => l.Length > 0 && l[0] != '#')
            .ToDictionary(l => l[..l.LastIndexOf(' ')], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
