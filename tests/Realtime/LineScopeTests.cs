using Microsoft.Extensions.DependencyInjection;
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
}
