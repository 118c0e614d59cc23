using System.Text.Json;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Coming on duty opens no case, and how an agency keeps its duty is told to itself and to the overseers.</summary>
public sealed class DutyAccessTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_handed_over_leaves_out_what_the_successor_may_not_read(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var successor = await app.Hires("baru.polresta", "polresta", Roles.Liaison);
        await app.Assigns("kepala.polresta", "liaison", (await app.IdOf("penghubung.polresta"), "07:00", "09:00"), (successor, "09:00", "07:00"));
        var open = (await app.OfficerPosts(Reports.Operation())).Id;
        var hidden = (await app.OfficerPosts(Reports.Operation().But(("exclude", new { members = new[] { successor }, reason = "Keluarga terlapor." })))).Id;
        await app.MinutesPass(65);

        var told = await Outsider.Told(await (await app.As("baru.polresta")).Send(HttpMethod.Get, "/api/duty/handover?role=liaison"));

        Assert.Contains(open.ToString(), told, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden.ToString(), told, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Handovers_that_nobody_accepted_are_counted_for_the_agency_itself_and_the_overseers(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        foreach (var agency in new[] { "polresta", "dinsos" })
        {
            var second = await app.Hires("baru." + agency, agency, Roles.Liaison);
            await app.Assigns("kepala." + agency, "liaison", (await app.IdOf("penghubung." + agency), "07:00", "09:00"), (second, "09:00", "07:00"));
        }

        await app.MinutesPass(180);
        foreach (var (who, counted) in new[] { ("penghubung.polresta", "polresta"), ("kepala.dinsos", "dinsos"), ("ketua.timpora", "dinsos polresta") })
        {
            var groups = (await (await app.As(who)).Get<JsonElement>("/api/measures?by=agency")).GetProperty("groups").EnumerateArray();
            Assert.Equal(counted, string.Join(' ', groups.Where(g => g.TryGetProperty("handoversNotAccepted", out var missed) && missed.ValueKind == JsonValueKind.Number && missed.GetInt32() > 0)
                .Select(g => g.GetProperty("key").GetString()).Order(StringComparer.Ordinal)));
        }
    }
}
