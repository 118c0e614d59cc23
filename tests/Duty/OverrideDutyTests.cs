using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Duty;

public sealed class OverrideDutyTests
{
    private static DateTimeOffset At(double hours) => CommsApp.StartOfTime.AddHours(hours);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_stands_in_is_on_duty_in_every_view_and_is_who_the_ladder_asks(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var standIn = await app.Hires("kepala2.polresta", "polresta", Roles.Chief);
        var written = await Overrides(app, standIn, At(0.5), At(2), "Cuti.");
        Assert.Equal(("polresta", "chief", standIn, At(0.5), At(2)), (written.Agency, written.Role, written.Member, written.From, written.To));

        // Before: named as next, waiting to accept, the pattern still on duty.
        var before = await Duty(app);
        Assert.Equal(["kepala.polresta until 08:30"], People(before));
        Assert.Equal(standIn, before.Next.Single(n => n.Role == "chief").Member.Id);
        Assert.Equal(("chief", At(0.5)), (await Duty(app, "kepala2.polresta")).Incoming is { } incoming ? (incoming.Role, incoming.From) : default);
        Assert.Equal((written.Id, "Cuti."), before.Overrides!.Select(o => (o.Id, o.Reason)).Single());

        // During: both until accepted, in the view and on the ladder.
        await app.MinutesPass(40);
        Assert.Equal(["kepala2.polresta until 10:00 stands in", "kepala.polresta until 08:30 outgoing"], People(await Duty(app)));
        var first = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(5);
        Assert.Equal(["penghubung.polresta r1 L1", "kepala.polresta r1 L2", "kepala2.polresta r1 L2"], await app.Woken(first));
        await app.Acknowledges("penghubung.polresta", first);
        await app.Accepts("kepala2.polresta", "chief");
        var second = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.MinutesPass(5);
        Assert.Equal(["penghubung.polresta r1 L1", "kepala2.polresta r1 L2"], await app.Woken(second));

        // After: the pattern again.
        await app.MinutesPass(75);
        Assert.Equal(["kepala.polresta until 07:00", "kepala2.polresta until 10:00 stands in outgoing"], People(await Duty(app)));
        Assert.Equal(["duty.overridden", "duty.accepted"], await DeskKinds(app));
        Assert.Empty(await app.Verify());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_cancelled_override_ends_at_once_and_what_was_stays_as_it_was(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var standIn = await app.Hires("kepala2.polresta", "polresta", Roles.Chief);
        var running = await Overrides(app, standIn, At(0), At(6));
        var future = await Overrides(app, standIn, At(10), At(12));
        await app.MinutesPass(30);

        await Cancels(app, "kepala.polresta", running.Id);
        await Cancels(app, "penghubung.polresta", future.Id);

        Assert.Equal(["kepala.polresta until 07:00", "kepala2.polresta until 08:30 stands in outgoing"], People(await Duty(app)));
        Assert.Empty((await Duty(app)).Overrides!);
        Assert.DoesNotContain((await Duty(app)).Next, n => n.Member.Id == standIn);
        Assert.Equal(["duty.overridden", "duty.overridden", "duty.override-cancelled", "duty.override-cancelled"], await DeskKinds(app));

        // Again changes nothing; somebody else's, or none, does not exist.
        var everything = await app.Everything();
        Assert.Equal(At(0.5), (await (await app.As("kepala.polresta")).Post<CancelOverride.Response>("/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id = running.Id })).CancelledAt);
        Assert.Equal("not_found", (await RefusedToCancel(app, "kepala.dinsos", running.Id)).Code);
        Assert.Equal("not_found", (await RefusedToCancel(app, "kepala.polresta", Guid.CreateVersion7())).Code);
        Assert.Equal(everything.Split('\n').Where(line => !line.StartsWith("command_results", StringComparison.Ordinal)), (await app.Everything()).Split('\n').Where(line => !line.StartsWith("command_results", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_that_would_begin_in_the_past_begins_now_and_one_that_is_over_is_refused()
    {
        await using var app = CommsApp.StartInHand();
        var standIn = await app.Hires("kepala2.polresta", "polresta", Roles.Chief);
        await app.MinutesPass(30);
        Assert.Equal(At(0.5), (await Overrides(app, standIn, At(-3), At(1))).From);
        foreach (var (from, to) in new[] { (At(-2), At(0.5)), (At(24 * 400), At(24 * 401)) })
            Assert.Equal("to", (await Refused(app, "kepala.polresta", Body(standIn, from, to))).Errors!.Keys.Single());
        await app.MinutesPass(60);
        var over = await app.Read(db => db.DutyOverrides.Select(o => o.Id).SingleAsync());
        Assert.Equal("id", (await RefusedToCancel(app, "kepala.polresta", over)).Errors!.Keys.Single());
    }

    [Theory]
    [InlineData("penghubung.polresta", null)]
    [InlineData("kepala.polresta", null)]
    [InlineData("petugas.polresta", "not_permitted")]
    [InlineData("kepala.dinsos", "validation_failed")]
    [InlineData("sekretariat.timpora", "not_permitted")]
    [InlineData("auditor", "not_permitted")]
    public async Task An_agency_writes_its_own(string who, string? code)
    {
        await using var app = CommsApp.StartInHand();
        var body = Body(await app.IdOf("kepala.polresta"), At(1), At(2));
        if (code is null)
            await (await app.As(who)).Post("/api/duty/override", body);
        else
            Assert.Equal(code, (await Refused(app, who, body)).Code);
    }

    [Fact]
    public async Task Only_own_members_with_the_role_stand_in()
    {
        await using var app = CommsApp.StartInHand();
        foreach (var stranger in new[] { await app.IdOf("kepala.kanim"), await app.IdOf("penghubung.polresta"), Guid.CreateVersion7() })
            Assert.Equal("member", (await Refused(app, "kepala.polresta", Body(stranger, At(1), At(2)))).Errors!.Keys.Single());
        Assert.Equal(0, await app.Read(db => db.DutyOverrides.CountAsync()));
    }

    [Fact]
    public async Task A_stand_in_that_cannot_be_is_refused()
    {
        await using var app = CommsApp.StartInHand();
        var member = await app.IdOf("kepala.polresta");
        foreach (var (field, body) in new (string, object)[]
        {
            ("role", new { clientKey = Guid.CreateVersion7(), role = "king", member, from = At(1), to = At(2) }),
            ("member", new { clientKey = Guid.CreateVersion7(), role = "chief", from = At(1), to = At(2) }),
            ("from", new { clientKey = Guid.CreateVersion7(), role = "chief", member, to = At(2) }),
            ("to", new { clientKey = Guid.CreateVersion7(), role = "chief", member, from = At(1) }),
            ("to", Body(member, At(2), At(2))),
            ("to", Body(member, At(1), At(1 + (31 * 24) + 1))),
            ("reason", Body(member, At(1), At(2), new string('a', 201))),
            ("reason", Body(member, At(1), At(2), "a\u0007b")),
            ("clientKey", new { role = "chief", member, from = At(1), to = At(2) }),
        })
            Assert.Equal(field, (await Refused(app, "kepala.polresta", body)).Errors!.Keys.Single());
    }

    [Fact]
    public async Task Others_see_neither_gaps_nor_who_will_stand_in_and_the_secretariat_not_why()
    {
        await using var app = CommsApp.StartInHand();
        await Overrides(app, await app.IdOf("kepala.polresta"), At(1), At(2), "Cuti.");
        async Task<GetDuty.Response> Seen(string who) => await (await app.As(who)).Get<GetDuty.Response>("/api/duty?agency=polresta");
        Assert.Equal((true, true), await Seen("kepala.dinsos") is var other ? (other.Gaps is null, other.Overrides is null) : default);
        Assert.Null((await Seen("sekretariat.timpora")).Overrides!.Single().Reason);
        Assert.Equal("Cuti.", (await Seen("petugas.polresta")).Overrides!.Single().Reason);
        // Nothing of the reason goes out with the entry either: only that there is one.
        Assert.DoesNotContain("Cuti", await app.Read(db => db.Database.SqlQuery<string>($"SELECT data AS \"Value\" FROM entries WHERE kind = 'duty.overridden'").SingleAsync()), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task When_who_stands_in_is_removed_the_pattern_counts_again_at_once(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var standIn = await app.Hires("kepala2.kanim", "kanim", Roles.Chief);
        await (await app.As("kepala.kanim")).Post("/api/duty/override", Body(standIn, At(0), At(20)));
        await app.MinutesPass(10);
        await app.Accepts("kepala2.kanim", "chief");
        Assert.Equal(["kepala2.kanim until 04:00 stands in"], People(await Duty(app, "petugas.kanim")));

        await app.Removes("admin.kanim", "kepala2.kanim");

        Assert.Equal(["kepala.kanim until 07:00"], People(await Duty(app, "petugas.kanim")));
        Assert.Empty((await Duty(app, "petugas.kanim")).Gaps!);
        Assert.Empty((await Duty(app, "petugas.kanim")).Overrides!);
    }

    private static object Body(Guid member, DateTimeOffset from, DateTimeOffset to, string? reason = null) =>
        new { clientKey = Guid.CreateVersion7(), role = "chief", member, from, to, reason };

    private static async Task<OverrideDuty.Response> Overrides(CommsApp app, Guid member, DateTimeOffset from, DateTimeOffset to, string? reason = null) =>
        await (await app.As("kepala.polresta")).Post<OverrideDuty.Response>("/api/duty/override", Body(member, from, to, reason));

    private static async Task Cancels(CommsApp app, string who, Guid id) => await (await app.As(who)).Post("/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id });

    private static async Task<RejectionMapping.Problem> RefusedToCancel(CommsApp app, string who, Guid id) =>
        await (await app.As(who)).Refused(HttpMethod.Post, "/api/duty/override/cancel", new { clientKey = Guid.CreateVersion7(), id });

    private static async Task<RejectionMapping.Problem> Refused(CommsApp app, string who, object body) => await (await app.As(who)).Refused(HttpMethod.Post, "/api/duty/override", body);

    private static async Task<GetDuty.Response> Duty(CommsApp app, string who = "petugas.polresta") => await (await app.As(who)).Get<GetDuty.Response>("/api/duty");

    // Hired members' names are their account names; the demo chief's are not.
    private static List<string> People(GetDuty.Response duty) => [.. duty.OnDuty.Where(p => p.Role == "chief").Select(p =>
        $"{(p.Member.Name.Contains('.', StringComparison.Ordinal) ? p.Member.Name : "kepala." + duty.Agency)} until {p.Until.ToOffset(TimeSpan.FromHours(7)):HH:mm}{(p.StandIn ? " stands in" : "")}{(p.Outgoing ? " outgoing" : "")}")];

    private static Task<List<string>> DeskKinds(CommsApp app) =>
        app.Read(db => db.Database.SqlQuery<string>($"SELECT kind AS \"Value\" FROM entries WHERE channel = 'meja-polresta' AND kind LIKE 'duty.%' ORDER BY seq").ToListAsync());
}
