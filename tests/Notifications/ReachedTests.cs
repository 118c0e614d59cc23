using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>How people were reached, shown to whom it concerns: who was not reached comes first.</summary>
public sealed class ReachedTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_was_not_reached_comes_first_and_why(Database database)
    {
        await using var outside = await Outside.Start(database);
        await outside.Reaches("penghubung.kanim", "+628111000004");
        outside.Mail.ToRecipient = to => to.StartsWith("penghubung.polresta", StringComparison.Ordinal) ? "550 no such person" : null;
        outside.Sms.Answers = request => request.To == "+628111000001" ? 400 : 202;
        var alert = (await outside.App.OfficerPosts()).Id;
        Assert.Equal(["notReached penghubung.dinsos no-contact", "notReached penghubung.uptdppa no-contact", "waiting penghubung.kanim", "waiting penghubung.polresta"], await Reached(outside, alert, "sekretariat.timpora"));
        await outside.SecondsPass(62);
        await (await outside.App.As("penghubung.uptdppa")).Post($"/api/alerts/{alert}/seen", new { clientKey = Guid.CreateVersion7(), version = 1 });

        var reached = await Reached(outside, alert, "sekretariat.timpora");
        Assert.Equal(["notReached penghubung.dinsos no-contact", "notReached penghubung.polresta http-400"], reached.Take(2));
        Assert.Contains("sent penghubung.kanim", reached);
        Assert.Equal("seen penghubung.uptdppa", reached[^1]);
    }

    [Fact]
    public async Task The_agency_itself_the_posters_side_and_the_overseers_see_it_and_others_do_not()
    {
        await using var outside = await Outside.Start();
        var alert = (await outside.App.OfficerPosts(Reports.HoldingHouse(tlp: "GREEN"))).Id;
        await outside.SecondsPass(2);
        Assert.Equal(4, (await Reached(outside, alert, "petugas.kanim")).Count);
        Assert.Equal(4, (await Reached(outside, alert, "ketua.timpora")).Count);
        Assert.Equal(["sent penghubung.polresta"], await Reached(outside, alert, "kepala.polresta"));
        Assert.Empty(await Reached(outside, alert, "penghubung.disnaker"));
    }

    [Fact]
    public async Task It_never_says_where_somebody_is_reached()
    {
        await using var outside = await Outside.Start();
        outside.Mail.ToRecipient = to => "550 5.1.1 no such person " + to;
        var alert = (await outside.App.OfficerPosts()).Id;
        await outside.SecondsPass(62);
        foreach (var who in new[] { "sekretariat.timpora", "kepala.polresta", "petugas.kanim" })
        {
            using var answer = await (await outside.App.As(who)).Send(HttpMethod.Get, $"/api/alerts/{alert}");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Contains("reached", text, StringComparison.Ordinal);
            Assert.DoesNotContain("uji.example", text, StringComparison.Ordinal);
            Assert.DoesNotContain("628111", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_transport_a_person_counts_as_told_at_the_desk()
    {
        await using var outside = await Outside.Start(withEmail: false, withSms: false);
        var alert = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        var view = Assert.Single((await outside.App.Opens("petugas.kanim", alert)).Reached!);
        Assert.Equal(("polresta", "desk", "desk", null), (view.Agency, view.State, view.Via, view.Reason));
    }

    private static async Task<List<string>> Reached(Outside outside, Guid alert, string seenBy)
    {
        var names = await outside.App.Read(db => Task.FromResult(db.Users.ToDictionary(m => m.Id, m => m.UserName)));
        var all = (await outside.App.Opens(seenBy, alert)).Reached ?? [];
        // Within one state the order is by level and id, which are made by chance.
        return [.. all.GroupBy(r => r.State).SelectMany(same => same.Select(r => $"{r.State} {names[r.Member]} {r.Reason}".TrimEnd()).Order(StringComparer.Ordinal))];
    }
}
