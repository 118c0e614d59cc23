using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Alerts;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>A member has so many connections and no more, however they are opened.</summary>
public sealed class MemberLinesTests : IAsyncLifetime
{
    private const int Most = 10;

    private readonly CommsApp app = CommsApp.Start(settings: ("Limits:ConnectionsPerMember", "10"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task The_eleventh_is_refused_and_comes_in_when_another_has_gone(HttpTransportType transport)
    {
        using var officer = await app.SignIn("petugas.kanim");
        using var liaison = await app.SignIn("penghubung.polresta");
        List<HubConnection> lines = [];
        try
        {
            for (var i = 0; i < Most; i++)
                lines.Add(await Open(officer, transport));
            Assert.Equal(HttpStatusCode.TooManyRequests, (await Assert.ThrowsAsync<HttpRequestException>(() => Open(officer, transport))).StatusCode);
            using (var answer = await officer.Send(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1"))
            {
                Assert.Equal("too_many_connections", (await Person.ProblemOf(answer)).Code);
                Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            }

            await using (await Open(liaison, transport))
                Assert.Equal(2, app.Services.GetRequiredService<MemberLines>().Members);
            Assert.True(app.Counted("timpora_connections_refused_total") >= 2);
            await lines[0].DisposeAsync();
            lines[0] = await Reopen(officer, transport);
        }
        finally
        {
            foreach (var line in lines)
                await line.DisposeAsync();
        }

        await Device.Until(() => app.Services.GetRequiredService<MemberLines>().Members == 0);
    }

    /// <summary>As the page opens it, without negotiation.</summary>
    [Fact]
    public async Task Of_many_opened_in_the_same_moment_exactly_ten_come_in()
    {
        using var officer = await app.SignIn("petugas.kanim");
        var opened = await Task.WhenAll(Enumerable.Range(0, 3 * Most).Select(async _ =>
        {
            var line = Line(app, officer, HttpTransportType.WebSockets, skipsNegotiation: true);
            try
            {
                await line.StartAsync();
                return line;
            }
            catch (WebSocketException refused)
            {
                Assert.Contains("429", refused.Message, StringComparison.Ordinal);
                await line.DisposeAsync();
                return null;
            }
        }));
        Assert.Equal(Most, opened.Count(line => line is not null));
        foreach (var line in opened.OfType<HubConnection>())
            await line.DisposeAsync();
        await Device.Until(() => app.Services.GetRequiredService<MemberLines>().Members == 0);
    }

    /// <summary>What has come and waits for its turn is more than SignalR takes, so that it reads no further and does not see the end of the line.</summary>
    [Fact]
    public async Task Who_is_cut_off_with_many_calls_waiting_has_the_place_back_at_once()
    {
        await using var slow = CommsApp.Start(virtualTime: true, settings: [("Limits:Post:AtOnce", "1"), ("Limits:Post:PerSecond", "0.5"), ("Limits:Frames:AtOnce", "10000")]);
        using var officer = await slow.SignIn("petugas.kanim");
        var places = slow.Services.GetRequiredService<MemberLines>();
        using var socket = new ClientWebSocket();
        await using var line = Line(slow, officer, HttpTransportType.WebSockets, skipsNegotiation: true, socket);
        await line.StartAsync();
        for (var i = 0; i < 1000; i++)
            await line.SendAsync("PostAlert", new { });
        await Device.Until(() => slow.Counted("timpora_calls_delayed_total") > 0);
        Assert.Equal(1, places.Members);
        socket.Abort();
        await Device.Until(() => places.Members == 0);
        // Only who had waited already has taken a turn.
        await slow.TimePasses(TimeSpan.FromSeconds(4));
        await officer.Post<PostAlert.Response>("/api/alerts", Reports.HoldingHouse());
    }

    // A place is given back when the server has seen the line end.
    private async Task<HubConnection> Reopen(Person person, HttpTransportType transport)
    {
        while (true)
            try
            {
                return await Open(person, transport);
            }
            catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.TooManyRequests)
            {
                await Task.Yield();
            }
    }

    private async Task<HubConnection> Open(Person person, HttpTransportType transport)
    {
        var line = Line(app, person, transport, skipsNegotiation: false);
        try
        {
            await line.StartAsync();
            // It is in when it is answered.
            await line.InvokeAsync("Unsubscribe", Array.Empty<string>());
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    private static HubConnection Line(CommsApp app, Person person, HttpTransportType transport, bool skipsNegotiation, ClientWebSocket? socket = null) =>
        new HubConnectionBuilder().WithUrl(new Uri(app.Address, "/hub"), transport, options =>
        {
            options.SkipNegotiation = skipsNegotiation;
            options.Headers["Cookie"] = person.Cookie!;
            options.Headers["Origin"] = app.Origin;
            if (socket is not null)
                options.WebSocketFactory = async (context, ct) =>
                {
                    foreach (var (name, value) in context.Options.Headers)
                        socket.Options.SetRequestHeader(name, value);
                    await socket.ConnectAsync(context.Uri, ct);
                    return socket;
                };
        }).AddJsonProtocol(o => Pipeline.Json.Configure(o.PayloadSerializerOptions)).Build();
}
