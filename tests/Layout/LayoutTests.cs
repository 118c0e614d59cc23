using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Layout;

/// <summary>The whole of docker-compose.yml as people and strangers meet it: by HTTPS, through the proxy, on whichever node comes next.</summary>
public sealed class LayoutTests(LayoutTests.Started started) : IClassFixture<LayoutTests.Started>
{
    [Fact]
    public async Task What_is_done_on_one_node_comes_to_whoever_hangs_on_the_other()
    {
        var hub = await started.Hub();
        using var officer = await hub.SignIn("petugas.kanim");
        using var liaison = await hub.SignIn("penghubung.polresta");
        await using var one = await Device.Of(officer);
        await using var other = await Device.Of(liaison, Protocol.MessagePack);
        await one.Follow("tppo");
        await other.Follow("tppo");

        var posted = await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse());
        await other.Has("tppo", posted.Seq);
        await liaison.Post<ObligationView>($"/api/alerts/{posted.Id}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 });
        var head = await hub.Read(db => db.Channels.Where(c => c.Slug == "tppo").Select(c => c.Head).SingleAsync());
        Assert.Equal((await one.Has("tppo", head)).Select(e => e.Hash), (await other.Has("tppo", head)).Select(e => e.Hash));

        // A node that another test has killed and started again gets nothing for five seconds.
        List<char> nodes = [];
        for (var tries = 0; tries < 100 && !TakeTurns(); tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            for (var i = 0; i < 4; i++)
                await officer.Get<object>("/api/me");
            nodes = [.. hub.Served().Where(r => r.StartsWith("GET /api/me 200", StringComparison.Ordinal)).TakeLast(4).Select(r => r[^1])];
        }

        Assert.True(TakeTurns(), string.Concat(nodes));

        bool TakeTurns() => nodes.Count == 4 && nodes[0] != nodes[1] && nodes[2] != nodes[3];
    }

    /// <summary>No sticky sessions: every line of this device hangs on another node than the one before, and one of them dies meanwhile.</summary>
    [Fact]
    public async Task A_device_that_changes_node_with_every_line_loses_nothing()
    {
        var hub = await started.Hub();
        using var officer = await hub.SignIn("petugas.kanim");
        using var reader = await hub.SignIn("kepala.polresta");
        var alert = (await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse())).Id;
        var from = await hub.Read(db => db.Channels.AsNoTracking().SingleAsync(c => c.Slug == "tppo"));
        List<string> seen = [];
        var cursor = from.Head;
        for (var line = 0; line < 10; line++)
        {
            if (line == 6)
                hub.Kill(1);
            await Write();
            await using (var device = await Device.Of(reader))
            {
                await device.Follow("tppo", from.Epoch, cursor);
                await Device.Until(() => device.Arrived.Any(e => e.Channel == "tppo"));
                var live = await Write();
                await Device.Until(() => device.Arrived.Any(e => e.Seq >= live));
                // What came, came in order: a device that keeps only its cursor has nothing to sort.
                Assert.Equal(Enumerable.Range(1, device.Arrived.Count).Select(n => cursor + n), device.Arrived.Select(e => e.Seq));
                cursor += device.Arrived.Count;
            }

            seen.Add($"{line} {cursor}");
        }

        Assert.True(cursor >= from.Head + 20, string.Join('\n', seen));
        await hub.StartNode(1);
        await Device.Until(() => hub.Served().Where(r => r.StartsWith("GET /hub 101", StringComparison.Ordinal)).Select(r => r[^1]).Distinct().Count() == 2);
        // Lines one to six alternate; while a node is dead all go to the other.
        var lines = hub.Served().Where(r => r.StartsWith("GET /hub 101", StringComparison.Ordinal)).TakeLast(10).Select(r => r[^1]).ToList();
        Assert.True(lines[..6].Zip(lines[1..6]).Count(two => two.First != two.Second) >= 3, string.Concat(lines));
        Assert.Equal("0000", string.Concat(lines[6..]));

        async Task<long> Write() => (await officer.Post<Written>($"/api/alerts/{alert}/messages", new { clientKey = Guid.CreateVersion7(), text = "Kami di jalan." })).Seq;
    }

    [Fact]
    public async Task A_session_of_one_node_is_one_of_the_other()
    {
        var hub = await started.Hub();
        using var here = new Person(hub.Node(0));
        await here.Post("/api/session", new { userName = "penghubung.bp3mi", password = CommsApp.Password });
        using var there = new Person(hub.Node(1)) { Cookie = here.Cookie };
        await there.Get<object>("/api/me");
        using (await there.Send(HttpMethod.Delete, "/api/session"))
            Assert.Equal("sign_in_required", (await here.Refused(HttpMethod.Get, "/api/me")).Code);
    }

    [Fact]
    public async Task The_door_is_as_narrow_behind_the_proxy()
    {
        var hub = await started.Hub();
        using var person = await hub.SignIn("petugas.kanim");
        foreach (var path in new[] { "/", "/api/me", "/healthz/ready", "/metrics" })
        {
            using var answer = await person.Send(HttpMethod.Get, path);
            Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
            if (path == "/metrics")
                continue;
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }

        using (var answer = await person.Send(HttpMethod.Get, "/healthz/ready"))
            Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync());
        using (var somebody = hub.Anyone())
        using (var answer = await somebody.Send(HttpMethod.Post, "/api/session", new { userName = "penghubung.bp3mi", password = CommsApp.Password }))
            Assert.Matches("^__Host-timpora=.*; secure; samesite=strict; httponly", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
        using (var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }))
        using (var answer = await http.GetAsync(new Uri(hub.Plain, "/api/me?a=b")))
            Assert.Equal((HttpStatusCode.PermanentRedirect, "https://localhost/api/me?a=b"), (answer.StatusCode, answer.Headers.Location!.ToString()));

        person.Origin = "https://evil.example";
        Assert.Equal("foreign_origin", (await person.Refused(HttpMethod.Delete, "/api/session")).Code);
        Assert.Equal("foreign_origin", (await person.Refused(HttpMethod.Get, "/hub")).Code);
        person.Origin = hub.Plain.GetLeftPart(UriPartial.Authority);
        Assert.Equal("foreign_origin", (await person.Refused(HttpMethod.Delete, "/api/session")).Code);
    }

    /// <summary>Whoever reaches a node past the proxy is not believed, whatever they write; and the proxy passes on nothing that they write.</summary>
    [Fact]
    public async Task Nobody_but_the_proxy_is_believed_about_where_a_request_is_from()
    {
        var hub = await started.Hub();
        foreach (var path in new[] { "/metrics", "/METRICS", "/metrics/", "/%6detrics" })
            using (var answer = await hub.Anyone().Send(HttpMethod.Get, path))
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized && !(await answer.Content.ReadAsStringAsync()).Contains("timpora_", StringComparison.Ordinal), path);
        using var http = new HttpClient();
        using (var direct = await http.GetAsync(new Uri(hub.Node(0), "/metrics")))
            Assert.Equal(HttpStatusCode.OK, direct.StatusCode);
        foreach (var header in new[] { "X-Forwarded-For", "X-Original-For", "X-Original-Proto" })
            using (var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub.Node(0), "/metrics")))
            {
                request.Headers.Add(header, "127.0.0.1");
                using var answer = await http.SendAsync(request);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }

        using var person = new Person(hub.Node(0));
        await person.Post("/api/session", new { userName = "penghubung.bp3mi", password = CommsApp.Password });
        using (var claim = new HttpRequestMessage(HttpMethod.Delete, new Uri(hub.Node(0), "/api/session")))
        {
            claim.Headers.Add("Cookie", person.Cookie);
            claim.Headers.Add("X-Forwarded-Proto", "https");
            claim.Headers.Add("Origin", hub.Node(0).GetLeftPart(UriPartial.Authority).Replace("http:", "https:", StringComparison.Ordinal));
            using var answer = await http.SendAsync(claim);
            Assert.Equal("foreign_origin", (await Person.ProblemOf(answer)).Code);
        }
    }

    [Fact]
    public async Task Neither_the_proxys_log_nor_the_nodes_tell_what_was_asked_for()
    {
        var hub = await started.Hub();
        using var person = await hub.SignIn("petugas.kanim");
        var alert = (await person.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse().But(
            ("headline", "Kenari di log"), ("narrative", "Kenari lain di log"), ("location", new { lat = -5.37, lon = 105.24, address = "Jalan Kenari 1" }),
            ("exclude", new { agencies = new[] { "kua" }, reason = "Kenari di alasan" })))).Id;
        using var liaison = await hub.SignIn("penghubung.polresta");
        foreach (var (who, act, body) in new (Person, string, object)[]
        {
            (person, "messages", new { clientKey = Guid.CreateVersion7(), text = "Kenari di pesan" }),
            (liaison, "acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1, note = "Kenari di catatan" }),
            (liaison, "progress", new { clientKey = Guid.CreateVersion7(), text = "Kenari di kemajuan" }),
            (person, "update", new { clientKey = Guid.CreateVersion7(), version = 1, changes = new { narrative = "Kenari di perubahan" } }),
            (person, "cancel", new { clientKey = Guid.CreateVersion7(), reason = "Kenari di pembatalan" }),
        })
            await who.Post($"/api/alerts/{alert}/{act}", body);
        // What is refused or does not even parse is not told either.
        await person.Refused(HttpMethod.Post, "/api/alerts", new { clientKey = "kenari", channel = "kenari", headline = "Kenari" });
        await person.Refused(HttpMethod.Post, "/api/session", new { userName = "kenari", password = "kenari" });
        await person.Refused(HttpMethod.Post, "/api/alerts", new StringContent("{\"kenari", null, "application/json"));
        await person.Get<object>("/api/alerts?q=kenari");
        await person.Refused(HttpMethod.Get, "/api/alerts?q=kenari&limit=kenari");
        await Device.Until(() => hub.Served().Any(r => r.StartsWith("GET /api/alerts 4", StringComparison.Ordinal)));
        Assert.DoesNotContain("kenari", hub.ProxySaid + hub.NodesSaid, StringComparison.OrdinalIgnoreCase);
        // One JSON object a line, but for the greeting to whoever started it.
        Assert.All(hub.NodesSaid.Split('\n').Where(l => l.Length > 0 && !l.StartsWith("  Timpora.Comms", StringComparison.Ordinal)),
            line => Assert.True(JsonElement.Parse(line).TryGetProperty("Message", out _), line));
    }

    /// <summary>For <c>tests/Layout/up</c>: leaves everything running until it is ended.</summary>
    [Fact(Explicit = true), Trait("By", "hand")]
    public async Task Stays_up()
    {
        var hub = await started.Hub();
        TestContext.Current.SendDiagnosticMessage($"{hub.Address}  petugas.kanim, penghubung.polresta ... {CommsApp.Password}  (Ctrl-C ends it)");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Started once for all of these.</summary>
    public sealed class Started : IAsyncDisposable
    {
        private Task<ComposedHub>? hub;

        /// <summary>The hub.</summary>
        public Task<ComposedHub> Hub() => hub ??= ComposedHub.StartOrSkip();

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            if (hub is { IsCompletedSuccessfully: true })
                await (await hub).DisposeAsync();
        }
    }
}
