using System.Text.Json;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Who was removed counts nowhere any more: is not named, not on duty, not reached, and holds no agency's answer.</summary>
public sealed class RemovedMemberTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nobody_can_name_who_was_removed(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var (admin, former) = (await app.As("admin.kanim"), await app.Hires("lama.kanim", "kanim", Roles.Liaison));
        await app.Removes("admin.kanim", "lama.kanim");

        foreach (var (method, body) in new[] { (HttpMethod.Get, (object?)null), (HttpMethod.Put, new { clientKey = Guid.CreateVersion7(), email = "lama@contoh.example" }) })
            Assert.Equal("not_found", (await admin.Refused(method, $"/api/members/{former}/contacts", body)).Code);
        Assert.Equal("shifts", Field(await admin.Refused(HttpMethod.Post, "/api/duty/assign", new
        {
            clientKey = Guid.CreateVersion7(), role = "liaison", shifts = new[] { new { member = former, from = "07:00", to = "07:00" } },
        })));
        Assert.Equal("member", Field(await admin.Refused(HttpMethod.Post, "/api/duty/override", new
        {
            clientKey = Guid.CreateVersion7(), role = "liaison", member = former, from = app.Now, to = app.Now.AddHours(1),
        })));
        var officer = await app.As("petugas.kanim");
        foreach (var report in new[]
        {
            Reports.HoldingHouse(tlp: "RED").But(("recipients", new[] { former })), Reports.HoldingHouse().But(("exclude", new { members = new[] { former }, reason = "Keluarga terlapor." })),
        })
            Assert.Equal("validation_failed", (await officer.Refused(HttpMethod.Post, "/api/alerts", report)).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_removed_is_not_on_duty_and_stands_in_for_nobody(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var former = await app.Hires("lama.kanim", "kanim", Roles.Liaison);
        await app.Assigns("admin.kanim", "liaison", (former, "07:00", "07:00"));
        await (await app.As("admin.kanim")).Post("/api/duty/override", new { clientKey = Guid.CreateVersion7(), role = "liaison", member = former, from = app.Now, to = app.Now.AddHours(1) });
        Assert.Contains(former.ToString(), await OnDuty(app), StringComparison.Ordinal);

        await app.Removes("admin.kanim", "lama.kanim");

        Assert.DoesNotContain(former.ToString(), await OnDuty(app), StringComparison.Ordinal);
    }

    /// <summary>An agency whose people are all gone cannot answer, and whoever posts is told so.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_removed_holds_no_answer_of_the_agency(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.Hires("admin.kua", "kua", Roles.Admin);
        // Reads it, and cannot answer.
        await app.Hires("petugas.kua", "kua", Roles.Officer);
        Assert.DoesNotContain((await app.OfficerPosts(Reports.Operation("kua"))).Warnings ?? [], w => w.Code == "nobody_can_answer");
        foreach (var who in new[] { "penghubung.kua", "kepala.kua" })
            await app.Removes("admin.kua", who);
        Assert.Contains((await app.OfficerPosts(Reports.Operation("kua"))).Warnings ?? [], w => w.Code == "nobody_can_answer");
    }

    /// <summary>The lead went quiet: who is on duty now is asked again, and who gave the answer only if they are still there.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_is_removed_is_not_asked_again_for_what_they_answered(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.Hires("admin.polresta", "polresta", Roles.Admin);
        await app.Hires("lama.polresta", "polresta", Roles.Liaison);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Acknowledges("lama.polresta", alert);
        await app.Removes("admin.polresta", "lama.polresta");
        await app.MinutesPass(45);

        var woken = await app.Woken(alert);
        Assert.Contains(woken, w => w.StartsWith("penghubung.polresta r2 L1", StringComparison.Ordinal));
        Assert.DoesNotContain(woken, w => w.StartsWith("lama.polresta", StringComparison.Ordinal));
    }

    private static async Task<string> OnDuty(CommsApp app) => (await (await app.As("admin.kanim")).Get<JsonElement>("/api/duty?agency=kanim")).GetRawText();

    private static string Field(Pipeline.RejectionMapping.Problem problem) => Assert.Single(problem.Errors!).Key;
}
