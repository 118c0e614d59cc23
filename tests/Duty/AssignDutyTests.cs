using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Duty;

public sealed class AssignDutyTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_roster_of_a_role_is_replaced_whole(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var other = await app.Hires("penghubung2.dinsos", "dinsos", Roles.Liaison);

        await app.Assigns("penghubung.dinsos", "liaison", (other, "07:00", "07:00"));

        var duty = await (await app.As("kepala.dinsos")).Get<GetDuty.Response>("/api/duty");
        Assert.Equal(other, duty.OnDuty.Single(p => p.Role == "liaison").Member.Id);
        Assert.Equal(await app.IdOf("kepala.dinsos"), duty.OnDuty.Single(p => p.Role == "chief").Member.Id);
    }

    /// <summary>Under PostgreSQL's default isolation a delete does not see what the other has just inserted: without a lock both rosters stand.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_who_write_at_once_on_two_nodes_one_roster_stands_whole(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await using var second = app.StartSecondNode();
        var (one, other) = (await app.IdOf("penghubung.dinsos"), await app.Hires("penghubung2.dinsos", "dinsos", Roles.Liaison));
        await second.As("penghubung.dinsos");
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                app.Assigns("kepala.dinsos", "liaison", (one, "07:00", "15:00"), (one, "15:00", "23:00"), (one, "23:00", "07:00")),
                second.Assigns("penghubung.dinsos", "liaison", (other, "06:00", "18:00"), (other, "18:00", "06:00")));
            var rows = await app.Read(db => db.DutyShifts.Where(s => s.Agency == "dinsos" && s.Role == "liaison").Select(s => s.Member).ToListAsync());
            Assert.True(rows.Distinct().Count() == 1 && rows.Count == (rows[0] == one ? 3 : 2), $"round {round}: {rows.Count(m => m == one)} and {rows.Count(m => m == other)}");
        }
    }

    [Theory]
    [InlineData("penghubung.dinsos", null)]
    [InlineData("kepala.dinsos", null)]
    [InlineData("petugas.kanim", "not_permitted")]
    [InlineData("sekretariat.timpora", "not_permitted")]
    [InlineData("auditor", "not_permitted")]
    public async Task An_agency_writes_its_own(string who, string? code)
    {
        await using var app = CommsApp.StartInHand();
        var member = await app.IdOf(who == "kepala.dinsos" ? "penghubung.dinsos" : who);
        var body = Body("liaison", member, "07:00", "07:00");
        if (code is null)
            await (await app.As(who)).Post("/api/duty/assign", body);
        else
            Assert.Equal(code, (await (await app.As(who)).Refused(HttpMethod.Post, "/api/duty/assign", body)).Code);
    }

    [Fact]
    public async Task What_was_written_can_be_read_by_the_agencys_people_and_the_overseers()
    {
        await using var app = CommsApp.StartInHand();
        var member = await app.IdOf("penghubung.dinsos");
        await (await app.As("kepala.dinsos")).Post("/api/duty/assign", new
        {
            clientKey = Guid.CreateVersion7(), role = "liaison",
            shifts = new[] { new { member, from = "07:00", to = "19:00", days = new[] { 1, 7 } }, new { member, from = "19:00", to = "07:00", days = Array.Empty<int>() } },
        });
        foreach (var who in new[] { "kepala.dinsos", "sekretariat.timpora" })
        {
            var roster = await (await app.As(who)).Get<GetRoster.Response>("/api/duty/roster?agency=dinsos");
            Assert.Equal(("dinsos", "Asia/Jakarta"), (roster.Agency, roster.TimeZone));
            Assert.Equal(["liaison 07:00 19:00 1,7", "liaison 19:00 07:00 ", "chief 07:00 07:00 "],
                roster.Rosters.SelectMany(r => r.Shifts, (r, s) => $"{r.Role} {s.From} {s.To} {string.Join(',', s.Days)}"));
        }

        Assert.Equal("not_permitted", (await (await app.As("kepala.kanim")).Refused(HttpMethod.Get, "/api/duty/roster?agency=dinsos")).Code);
        Assert.Equal("agency", (await (await app.As("kepala.dinsos")).Refused(HttpMethod.Get, "/api/duty/roster?agency=nowhere")).Errors!.Keys.Single());
    }

    [Fact]
    public async Task Only_own_members_with_the_role_are_put_on_duty()
    {
        await using var app = CommsApp.StartInHand();
        foreach (var stranger in new[] { await app.IdOf("penghubung.kanim"), await app.IdOf("kepala.dinsos"), Guid.CreateVersion7() })
        {
            var problem = await Refused(app, Body("liaison", stranger, "07:00", "07:00"));
            Assert.Equal(("validation_failed", "shifts"), (problem.Code, problem.Errors!.Keys.Single()));
        }

        var duty = await (await app.As("kepala.dinsos")).Get<GetDuty.Response>("/api/duty");
        Assert.Equal(await app.IdOf("penghubung.dinsos"), duty.OnDuty.Single(p => p.Role == "liaison").Member.Id);
    }

    [Theory]
    [InlineData("liaison", "7:00", "19:00", "shifts")]
    [InlineData("liaison", "25:00", "19:00", "shifts")]
    [InlineData("liaison", null, "19:00", "shifts")]
    [InlineData("liaison", "07:00", "pagi", "shifts")]
    [InlineData("officer", "07:00", "19:00", "role")]
    [InlineData(null, "07:00", "19:00", "role")]
    public async Task A_roster_that_cannot_be_is_refused(string? role, string? from, string to, string field)
    {
        await using var app = CommsApp.StartInHand();
        Assert.Equal(field, (await Refused(app, Body(role, await app.IdOf("penghubung.dinsos"), from, to))).Errors!.Keys.Single());
    }

    [Fact]
    public async Task Days_are_one_to_seven_and_shifts_one_to_sixty()
    {
        await using var app = CommsApp.StartInHand();
        var member = await app.IdOf("penghubung.dinsos");
        object[] wrong =
        [
            new { clientKey = Guid.CreateVersion7(), role = "liaison", shifts = Array.Empty<object>() },
            new { clientKey = Guid.CreateVersion7(), role = "liaison" },
            new { clientKey = Guid.CreateVersion7(), role = "liaison", shifts = new object?[] { null } },
            new { clientKey = Guid.CreateVersion7(), role = "liaison", shifts = Enumerable.Repeat(new { member, from = "07:00", to = "07:00" }, 61) },
            new { clientKey = Guid.CreateVersion7(), role = "liaison", shifts = new[] { new { member, from = "07:00", to = "07:00", days = new[] { 0 } } } },
        ];
        foreach (var body in wrong)
            Assert.Equal("shifts", (await Refused(app, body)).Errors!.Keys.Single());
    }

    private static object Body(string? role, Guid member, string? from, string to) =>
        new { clientKey = Guid.CreateVersion7(), role, shifts = new[] { new { member, from, to } } };

    private static async Task<RejectionMapping.Problem> Refused(CommsApp app, object body) => await (await app.As("kepala.dinsos")).Refused(HttpMethod.Post, "/api/duty/assign", body);
}
