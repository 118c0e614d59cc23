using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>A line is a request that lasts for hours; it must not keep what a request keeps for milliseconds.</summary>
public class LineScopeTests
{
    [Theory]
    [InlineData(Protocol.Json)]
    [InlineData(Protocol.MessagePack)]
    public async Task Open_lines_hold_no_connection_to_the_database(Protocol protocol)
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 1);
        using var officer = await app.SignIn("petugas.kanim");
        var connections = app.Services.GetRequiredService<SqliteConnections>();
        List<Device> devices = [];
        for (var i = 0; i < 10; i++)
        {
            var device = await Device.Of(officer, protocol);
            devices.Add(device);
            await device.Follow("satu");
            await device.Has("satu", 1);
        }

        await Device.Until(() => connections.Lent == 0, () => $"{connections.Lent} are lent.");
        foreach (var device in devices)
            await device.DisposeAsync();
    }

    [Fact]
    public async Task Open_lines_have_forgotten_their_headers_the_cookie_and_all_that_was_made_of_it()
    {
        await using var app = CommsApp.Start(virtualTime: true);
        await app.OpensChannel("satu", "kanim");
        using var officer = await app.SignIn("petugas.kanim");
        var lines = new Lines();
        using var listening = app.Services.GetRequiredService<DiagnosticListener>().Subscribe(lines, name => name.StartsWith(Lines.Begins, StringComparison.Ordinal));

        await using var device = await Device.Of(officer);
        await device.Follow("satu");

        var line = lines.Single();
        Assert.Empty(line.Request.Headers);
        Assert.Empty(line.Request.Cookies);
        Assert.Empty(line.Items);
        Assert.Null(line.Features.Get<IAuthenticateResultFeature>());
        Assert.Equal(await app.IdOf("petugas.kanim"), line.User.MemberId());
    }

    // The requests as the host sees them begin, those for a line among them.
    private sealed class Lines : ConcurrentBag<HttpContext>, IObserver<KeyValuePair<string, object?>>
    {
        public const string Begins = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: Begins + ".Start", Value: HttpContext http } && http.Request.Path == RealtimeSetup.Path)
                Add(http);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
