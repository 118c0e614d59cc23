using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
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
            var line = Line(officer, HttpTransportType.WebSockets, skipsNegotiation: true);
            try
            {
                await line.StartAsync();
                return line;
            }
            catch (System.Net.WebSockets.WebSocketException refused)
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
        var line = Line(person, transport, skipsNegotiation: false);
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

    private HubConnection Line(Person person, HttpTransportType transport, bool skipsNegotiation) =>
        new HubConnectionBuilder().WithUrl(new Uri(app.Address, "/hub"), transport, options =>
        {
            options.SkipNegotiation = skipsNegotiation;
            options.Headers["Cookie"] = person.Cookie!;
            options.Headers["Origin"] = app.Origin;
        }).AddJsonProtocol(o => Pipeline.Json.Configure(o.PayloadSerializerOptions)).Build();
}
