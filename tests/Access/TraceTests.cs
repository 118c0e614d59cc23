using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Faults;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>One trace leads from a request to the last line that an entry was written to, on any node, and tells nothing of the case.</summary>
public sealed class TraceTests
{
    private const string Canary = "Kenari di jejak";

    [Fact]
    public async Task From_the_request_to_the_writing_on_both_nodes_is_one_trace()
    {
        using var redis = await RedisServer.StartOrSkip();
        await using var app = CommsApp.Start(settings: ("ConnectionStrings:Redis", redis.Connection));
        await using var second = app.StartSecondNode();
        await using var here = await Device.Of(await app.As("penghubung.polresta"));
        using var chief = await second.SignIn("kepala.polresta");
        await using var there = await Device.Of(chief);
        var officer = await app.As("petugas.kanim");
        foreach (var device in new[] { here, there })
            await device.Follow("tppo");
        await Device.Until(() => Healthy(app) && Healthy(second));

        var steps = new ConcurrentQueue<Activity>();
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C);
        root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is HubTrace.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            // Other tests of this process go on meanwhile.
            ActivityStopped = step =>
            {
                if (step.TraceId == root.TraceId)
                    steps.Enqueue(step);
            },
        };
        ActivitySource.AddActivityListener(listener);
        root.Start();
        var posted = await app.OfficerPosts(Reports.HoldingHouse().But(("headline", Canary), ("narrative", Canary)));
        root.Stop();
        await here.Has("tppo", posted.Seq);
        await there.Has("tppo", posted.Seq);
        await Device.Until(() => steps.Count(s => s.OperationName == "fan-out") >= 2, () => string.Join(", ", steps.Select(s => s.OperationName)));

        Assert.Equal(1, steps.Count(s => s.OperationName == "command PostAlert"));
        Assert.Equal(1, steps.Count(s => s.OperationName == "commit"));
        var command = steps.Single(s => s.OperationName == "command PostAlert");
        Assert.Equal(command.SpanId, steps.Single(s => s.OperationName == "commit").ParentSpanId);
        Assert.All(steps.Where(s => s.OperationName is "tail read" or "fan-out"), s => Assert.Equal(command.SpanId, s.ParentSpanId));
        Assert.True(steps.Where(s => s.OperationName == "fan-out").All(s => s.GetTagItem("timpora.entries") is int and > 0));
        var member = (await app.IdOf("petugas.kanim")).ToString();
        Assert.All(steps.Where(s => s.Source.Name == HubTrace.Name).SelectMany(s => s.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(s.DisplayName)), text => Assert.DoesNotMatch($"(?i)kenari|kanim|{member}|{posted.Id}", text));
    }

    /// <summary>What a collector gets, byte for byte.</summary>
    [Fact]
    public async Task A_collector_gets_the_steps_and_nothing_of_the_case()
    {
        var port = ChildProcess.FreePort();
        using var collector = new HttpListener();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        var got = new ConcurrentQueue<(string Path, string Body)>();
        var collecting = Task.Run(async () =>
        {
            while (collector.IsListening)
            {
                var call = await collector.GetContextAsync();
                using var body = new StreamReader(call.Request.InputStream, Encoding.Latin1);
                got.Enqueue((call.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
                call.Response.Close();
            }
        });
        await using (var app = CommsApp.Start(settings: [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200")]))
        {
            await using var device = await Device.Of(await app.As("penghubung.polresta"));
            await device.Follow("tppo");
            await device.Has("tppo", (await app.OfficerPosts(Reports.HoldingHouse().But(("headline", Canary), ("narrative", Canary)))).Seq);
            await (await app.As("petugas.kanim")).Get<object>("/api/alerts?q=kenari");
            await Device.Until(() => All().Contains("fan-out", StringComparison.Ordinal) && All().Contains("/api/alerts", StringComparison.Ordinal));
        }

        foreach (var step in new[] { "command PostAlert", "commit", "tail read" })
            Assert.Contains(step, All(), StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)kenari|petugas|penghubung|user_agent|client.address", All());
        collector.Stop();
        await collecting.ContinueWith(_ => { }, TaskScheduler.Default);

        string All() => string.Concat(got.Where(g => g.Path == "/v1/traces").Select(g => g.Body));
    }

    private static bool Healthy(CommsApp app) => app.Services.GetService(typeof(RedisWatch)) is RedisWatch { IsWorking: true };
}
