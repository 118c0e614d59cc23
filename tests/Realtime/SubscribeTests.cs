using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>A device follows from its cursor, or is told that it cannot.</summary>
public class SubscribeTests
{
    private static readonly string[] satu = ["satu"];

    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task A_replay_of_hundreds_comes_in_order_and_goes_over_into_live(Protocol protocol)
    {
        await using var app = CommsApp.Start();
        await app.OpensChannel("panjang", "kanim");
        for (var i = 0; i < 6; i++)
            await app.Writes("panjang", 200, characters: 400);
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer, protocol);

        await device.Follow("panjang");
        var head = await app.Writes("panjang", 3);
        await device.Has("panjang", head);

        Assert.Equal(Enumerable.Range(1, 1203).Select(n => ("panjang", (long)n)), device.Arrived);
    }

    [Fact]
    public async Task No_message_of_a_replay_is_larger_than_64_KB()
    {
        await using var app = CommsApp.Start();
        await app.OpensChannel("besar", "kanim");
        await app.Writes("besar", 60, characters: 7000);
        var line = await FakeLine.Of(app, "petugas.kanim");

        await line.Subscribes(app, new Subscribe.Cursor("besar", "", 0));
        var calls = new List<long>();
        long last = 0;
        await Device.Until(() =>
        {
            foreach (var call in line.Take())
            {
                calls.Add(JsonSerializer.SerializeToUtf8Bytes(call.Arguments, Pipeline.Json.Options).Length);
                last = FakeLine.Entries(call).Entries[^1].Seq;
            }

            return last == 60;
        });

        Assert.InRange(calls.Max(), 1, 64 << 10);
        Assert.InRange(calls.Count, 2, 30);
    }

    [Theory]
    [InlineData("foreign", 1)]
    [InlineData("foreign", 0)]
    [InlineData("", 1)]
    [InlineData("e-satu", 4)]
    public async Task A_cursor_of_another_history_is_told_to_resync_and_follows_nothing(string epoch, long seq)
    {
        await using var app = CommsApp.Start();
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 3);
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer);

        await device.Follow("satu", epoch, seq);

        await Device.Until(() => device.WasTold("resync satu"));
        await app.Writes("satu", 1);
        await device.Follow("tppo");
        using var poster = await app.SignIn("petugas.polresta");
        await poster.Post("/api/alerts", Reports.HoldingHouse());
        await device.Has("tppo", 1);
        Assert.Empty(device.Log("satu"));
    }

    [Theory]
    [InlineData("kawin")]
    [InlineData("meja-polresta")]
    [InlineData("tidak-ada")]
    public async Task A_channel_one_may_not_read_is_revoked_like_one_that_does_not_exist(string channel)
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.bp3mi");
        await using var device = await Device.Of(liaison);
        await device.Follow(channel);
        await Device.Until(() => device.WasTold("revoked " + channel));
    }

    [Fact]
    public async Task What_is_left_sends_nothing_more_and_following_again_goes_on_from_the_cursor()
    {
        await using var app = CommsApp.Start();
        await app.OpensChannel("satu", "kanim");
        await app.OpensChannel("dua", "kanim");
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer);
        await device.Follow("satu");
        await device.Follow("dua");
        await app.Writes("satu", 2);
        await device.Has("satu", 2);

        await device.Invoke("Unsubscribe", (object)satu);
        await app.Writes("satu", 2);
        await app.Writes("dua", 1);
        await device.Has("dua", 1);
        Assert.Equal(2, device.Last("satu"));

        await device.Follow("satu");
        await device.Has("satu", 4);
        Assert.Equal([1, 2, 3, 4], device.Arrived.Where(a => a.Channel == "satu").Select(a => a.Seq));
    }

    /// <summary>The device was on a node that had heard more than this one.</summary>
    [Fact]
    public async Task A_device_ahead_of_its_node_gets_nothing_twice()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        var behind = await FakeLine.Of(app, "petugas.kanim");
        await behind.Subscribes(app, new Subscribe.Cursor("satu", "", 0));
        await app.Writes([Journal.Note("satu"), Journal.Note("satu"), Journal.Note("satu")], lost: true);
        var ahead = await FakeLine.Of(app, "petugas.kanim");
        await ahead.Subscribes(app, new Subscribe.Cursor("satu", "e-satu", 3));

        await app.Writes("satu", 1);

        Assert.Equal([1, 2, 3, 4], await behind.Sees(4));
        Assert.Equal([4], await ahead.Sees(4));
    }

    public static TheoryData<string, object?, string, string?> Wrong => new()
    {
        { "Subscribe", "tppo", "malformed_request", null },
        { "Subscribe", null, "malformed_request", null },
        { "Subscribe", new object?[] { null }, "validation_failed", "cursors[0]" },
        { "Subscribe", new[] { new { channel = "", epoch = "", seq = 0 } }, "validation_failed", "cursors[0].channel" },
        { "Subscribe", new[] { new { channel = "tppo", epoch = "", seq = -1 } }, "validation_failed", "cursors[0].seq" },
        { "Subscribe", new[] { new { channel = "tppo", epoch = "", seq = "satu" } }, "malformed_request", null },
        { "Subscribe", Enumerable.Range(0, 201).Select(n => new { channel = "c" + n, epoch = "", seq = 0 }).ToArray(), "validation_failed", "cursors" },
        { "PostAlert", new { channel = "tppo" }, "validation_failed", "clientKey" },
        { "Acknowledge", new { alert = "bukan-id" }, "malformed_request", "alert" },
        { "Acknowledge", new { alert = Guid.CreateVersion7(), clientKey = Guid.CreateVersion7(), version = 1 }, "not_found", null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_argument_is_refused_by_name_and_the_line_lives(string method, object? argument, string code, string? field)
    {
        await using var app = CommsApp.Start();
        using var liaison = await app.SignIn("penghubung.kanim");
        foreach (var protocol in Enum.GetValues<Protocol>())
        {
            await using var device = await Device.Of(liaison, protocol);

            var refusal = await Assert.ThrowsAsync<HubException>(() => device.Invoke(method, argument));

            // SignalR puts its own words before the message of a HubException.
            var problem = JsonDocument.Parse(refusal.Message[refusal.Message.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
            Assert.Equal(code, problem.GetProperty("code").GetString());
            if (field is not null)
                Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
            await device.Follow("tidak-ada");
            await Device.Until(() => device.WasTold("revoked tidak-ada"));
        }
    }

    [Fact]
    public async Task Methods_that_do_not_exist_and_arguments_too_few_leave_the_line_alive()
    {
        await using var app = CommsApp.Start();
        using var officer = await app.SignIn("petugas.kanim");
        await using var device = await Device.Of(officer);
        await Assert.ThrowsAsync<HubException>(() => device.Invoke("Drop"));
        await Assert.ThrowsAsync<HubException>(() => device.Invoke("Subscribe"));
        await Assert.ThrowsAsync<HubException>(() => device.Invoke("Received", "tppo"));
        await device.Follow("tidak-ada");
        await Device.Until(() => device.WasTold("revoked tidak-ada"));
    }
}
