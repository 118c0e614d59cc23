using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Timpora.Comms.Escalations;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

public sealed class AcceptShiftTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Until_the_incoming_person_accepts_both_are_on_duty(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var next = await ChangeAtNine(app);
        await app.MinutesPass(61);
        Assert.Equal(["kepala2.polresta False False", "kepala.polresta False True"], await ChiefsOnDuty(app));

        var accepted = await Accept<AcceptShift.Response>(app, "kepala2.polresta");

        Assert.Equal(("polresta", "chief", CommsApp.StartOfTime.AddHours(1), app.Now), (accepted.Agency, accepted.Role, accepted.From, accepted.AcceptedAt));
        Assert.Equal(["kepala2.polresta True False"], await ChiefsOnDuty(app));
        Assert.Equal(next.ToString(), (await app.Read(db => db.Database.SqlQuery<string>($"SELECT actor AS \"Value\" FROM entries WHERE kind = 'duty.accepted'").ToListAsync())).Single());
    }

    [Fact]
    public async Task It_can_be_accepted_an_hour_before_and_not_earlier()
    {
        await using var app = CommsApp.StartInHand();
        await ChangeAt(app, "09:30");
        Assert.Equal("nothing_to_accept", (await RefusedTo(app, "kepala2.polresta")).Code);
        await app.MinutesPass(30);
        Assert.Equal(CommsApp.StartOfTime.AddHours(1.5), (await Accept<AcceptShift.Response>(app, "kepala2.polresta")).From);
    }

    [Fact]
    public async Task Nobody_accepts_what_is_not_theirs_or_twice()
    {
        await using var app = CommsApp.StartInHand();
        await ChangeAtNine(app);
        foreach (var other in new[] { "penghubung.polresta", "kepala.kanim", "auditor" })
            Assert.Equal("nothing_to_accept", (await RefusedTo(app, other)).Code);
        await Accept<AcceptShift.Response>(app, "kepala2.polresta");
        Assert.Equal("nothing_to_accept", (await RefusedTo(app, "kepala2.polresta")).Code);
        Assert.Equal("role", (await (await app.As("kepala2.polresta")).Refused(HttpMethod.Post, "/api/duty/accept", new { clientKey = Guid.CreateVersion7(), role = "king" })).Errors!.Keys.Single());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_gets_the_first_answer(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await ChangeAtNine(app);
        var (person, body) = (await app.As("kepala2.polresta"), new { clientKey = Guid.CreateVersion7(), role = "chief" });
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => person.Post<AcceptShift.Response>("/api/duty/accept", body)));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, await app.Read(db => db.DutyHandovers.CountAsync()));
        Assert.Equal("client_key_reused", (await person.Refused(HttpMethod.Post, "/api/duty/accept", new { body.clientKey, role = "liaison" })).Code);
    }

    private static Task<Guid> ChangeAtNine(CommsApp app) => ChangeAt(app, "09:00");

    private static async Task<Guid> ChangeAt(CommsApp app, string hour)
    {
        var next = await app.Hires("kepala2.polresta", "polresta", Roles.Chief);
        await app.Assigns("kepala.polresta", "chief", (await app.IdOf("kepala.polresta"), "21:00", hour), (next, hour, "21:00"));
        return next;
    }

    private static async Task<T> Accept<T>(CommsApp app, string who) => await (await app.As(who)).Post<T>("/api/duty/accept", new { clientKey = Guid.CreateVersion7(), role = "chief" });

    private static async Task<Pipeline.RejectionMapping.Problem> RefusedTo(CommsApp app, string who) =>
        await (await app.As(who)).Refused(HttpMethod.Post, "/api/duty/accept", new { clientKey = Guid.CreateVersion7(), role = "chief" });

    private static async Task<List<string>> ChiefsOnDuty(CommsApp app)
    {
        var names = await app.Read(db => db.Users.ToDictionaryAsync(m => m.Id, m => m.UserName));
        return [.. (await (await app.As("petugas.polresta")).Get<GetDuty.Response>("/api/duty")).OnDuty.Where(p => p.Role == "chief").Select(p => $"{names[p.Member.Id]} {p.Accepted} {p.Outgoing}")];
    }
}
