using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

public sealed class ProbeTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_node_without_its_database_is_alive_and_not_ready(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var anyone = app.Anyone();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Ask(anyone, "/healthz/ready"));

        await app.Read(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE channels RENAME TO gone"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await Ask(anyone, "/healthz/ready"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Ask(anyone, "/healthz/live"));
    }

    [Fact]
    public async Task The_contract_says_which_operations_are_open()
    {
        await using var app = CommsApp.Start();
        using var anyone = app.Anyone();
        var paths = (await anyone.Get<JsonElement>("/openapi/v1.json")).GetProperty("paths");

        Assert.Equal(0, paths.GetProperty("/api/session").GetProperty("post").GetProperty("security").GetArrayLength());
        Assert.Equal(0, paths.GetProperty("/api/first-administrator").GetProperty("post").GetProperty("security").GetArrayLength());
        Assert.True(paths.GetProperty("/api/me").GetProperty("get").GetProperty("security")[0].TryGetProperty("session", out _));
        var open = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(o => (path.Name, o.Value)))
            .Where(o => o.Value.TryGetProperty("security", out var s) && s.GetArrayLength() == 0).Select(o => o.Name);
        Assert.Equal(
            ["/api/first-administrator", "/api/invitations/accept", "/api/invitations/look", "/api/session", "/api/session/passkey", "/api/session/passkey/options", "/api/session/recovery"],
            open.Order(StringComparer.Ordinal));
    }

    private static async Task<(HttpStatusCode, string)> Ask(Person person, string path)
    {
        using var answer = await person.Send(HttpMethod.Get, path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
