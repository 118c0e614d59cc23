using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>
/// An alert says what its reader may do with it, so that no page has to guess: it offers nothing that is then refused because of who one is, and what it does not offer does not succeed.
/// </summary>
public sealed class OfferedActsTests(Hubs hubs) : IClassFixture<Hubs>
{
    private static readonly Dictionary<string, Func<AlertView, bool>> offers = new()
    {
        ["acknowledge"] = alert => alert.MayAnswer,
        ["decline"] = alert => alert.MayDecline,
        ["progress"] = alert => alert.MayProgress,
        ["resolve"] = alert => alert.MayResolve,
        ["cancel"] = alert => alert.MayCancel,
        ["escalate"] = alert => alert.MayEscalate,
        ["delegate"] = alert => alert.MayDelegate,
        ["accept"] = alert => alert.MayAccept,
        ["update"] = alert => alert.MayUpdate,
        ["reopen"] = alert => alert.MayReopen,
        ["waive"] = alert => alert.MayWaive,
    };

    private static readonly string[] readers =
    [
        "petugas.kanim", "lain.kanim", "penghubung.kanim", "petugas.polresta", "penghubung.polresta", "kepala.polresta", "petugas.disnaker", "penghubung.disnaker", "penghubung.bp3mi",
        "sekretariat.timpora", "ketua.timpora",
    ];

    /// <summary>As it was posted; offered by the agency that owes an answer to one that did not; and over.</summary>
    [Theory]
    [InlineData("open", "acknowledge cancel decline delegate escalate progress resolve update waive")]
    [InlineData("offered", "accept acknowledge cancel decline delegate escalate progress resolve update waive")]
    [InlineData("resolved", "acknowledge reopen")]
    public async Task What_an_alert_offers_is_not_refused_and_nothing_else_succeeds(string state, string expected)
    {
        var app = await hubs.On(Database.Sqlite);
        foreach (var (agency, officer) in new[] { ("disnaker", "petugas.disnaker"), ("kanim", "lain.kanim") })
            if (!await app.Read(db => db.Users.AnyAsync(m => m.UserName == officer)))
                await app.Hires(officer, agency, Roles.Officer);
        var alert = await Posted(app, state);
        var offered = new HashSet<string>();
        foreach (var who in readers)
        {
            var view = await app.Opens(who, alert);
            foreach (var (act, isOffered) in offers.Select(o => (o.Key, o.Value(view))))
            {
                // Of its own: what is done changes what may be done.
                var another = isOffered ? await Posted(app, state) : alert;
                var body = Outsider.Acts(Guid.CreateVersion7()).Single(a => a.Act == act).Body;
                using var answer = await (await app.As(who)).Send(HttpMethod.Post, $"/api/alerts/{another}/{act}", body);
                Assert.False(isOffered ? answer.StatusCode == HttpStatusCode.Forbidden : answer.IsSuccessStatusCode, $"{act} is {(isOffered ? "" : "not ")}offered to {who} and answered {answer.StatusCode}.");
                if (isOffered)
                    offered.Add(act);
            }
        }

        Assert.Equal(expected, string.Join(' ', offered.Order(StringComparer.Ordinal)));
    }

    private static async Task<Guid> Posted(CommsApp app, string state)
    {
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        if (state == "offered")
            await app.Offers("penghubung.polresta", alert, "disnaker");
        if (state != "resolved")
            return alert;
        await app.Acknowledges("penghubung.polresta", alert);
        await app.Resolves("penghubung.polresta", alert);
        return alert;
    }
}
