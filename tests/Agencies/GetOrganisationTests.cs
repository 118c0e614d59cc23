using System.Text.Json;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Agencies;

public sealed class GetOrganisationTests
{
    [Fact]
    public async Task Every_member_gets_what_the_form_is_made_of()
    {
        await using var app = CommsApp.StartInHand(Database.Sqlite, ("Escalation:MinuteLength", "00:00:01"));
        foreach (var who in new[] { "petugas.kanim", "auditor" })
        {
            var o = await (await app.As(who)).Get<JsonElement>("/api/organisation");
            Assert.Equal(("00:00:01", "Asia/Jakarta"), (o.GetProperty("minute").GetString(), o.GetProperty("timeZone").GetString()));
            Assert.Equal(["TPPO", "TPPM", "PMI-NP", "IZIN", "TKA", "TKA-ALIH", "KAWIN", "OPGAB", "LATIHAN"], Codes(o, "caseTypes", "code"));
            Assert.Equal(["Kritis", "Mendesak", "Rutin"], Codes(o, "levels", "code"));
            Assert.Equal(["18.71", "18.72", "18.02"], Codes(o, "regions", "code"));
            Assert.Equal([0, 5, 10, 15], o.GetProperty("levels")[0].GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("afterMinutes").GetInt32()));
            var marriage = o.GetProperty("caseTypes").EnumerateArray().Single(t => t.GetProperty("code").GetString() == "KAWIN");
            Assert.True(marriage.GetProperty("needsGround").GetBoolean());
            Assert.False(marriage.GetProperty("mayBeKritis").GetBoolean());
        }
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        await using var app = CommsApp.StartInHand();
        using var stranger = app.Anyone();
        Assert.Equal("sign_in_required", (await stranger.Refused(HttpMethod.Get, "/api/organisation")).Code);
    }

    private static IEnumerable<string?> Codes(JsonElement o, string list, string code) => o.GetProperty(list).EnumerateArray().Select(x => x.GetProperty(code).GetString());
}
