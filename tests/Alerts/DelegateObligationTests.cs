using System.Net;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class DelegateObligationTests
{
    private const string Liaison = "penghubung.polresta", Other = "penghubung.kodim";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_offer_wakes_the_other_agency_and_moves_no_timer(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var before = await app.Owes("polresta", alert);

        var own = await app.Offers(Liaison, alert, "kodim");

        Assert.Equal((before.State, before.DueAt, before.NextStepAt, "kodim"), (own.State, own.DueAt, own.NextStepAt, own.OfferedTo));
        Assert.Equal(["obligation.delegated polresta"], await app.Words(alert, "meja-kodim"));
        Assert.Equal("obligation.delegated polresta", (await app.Words(alert, "meja-polresta"))[^1]);
        Assert.Equal("obligation.delegated polresta", (await app.Words(alert, "opgab"))[^1]);
        Assert.Equal(["kepala.kodim r1 L0", $"{Other} r1 L0", $"{Liaison} r1 L1"], await app.Woken(alert));
        var entry = (await app.Log(alert)).Single(e => e.Channel == "meja-kodim").Fact;
        Assert.Equal(("kodim", 1), (entry.GetProperty("to").GetString(), entry.GetProperty("version").GetInt32()));
        Assert.True(entry.GetProperty("reason").TryGetProperty("commit", out _));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_accepts_has_answered_leads_and_owes_the_progress_notes(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        var due = (await app.Owes("polresta", alert)).DueAt;
        await app.Offers(Liaison, alert, "kodim");
        await app.MinutesPass(2);

        var taken = await app.Accepts(Other, alert);

        Assert.Equal(("Acknowledged", true, due, "polresta"), (taken.State, taken.Lead, taken.DueAt, taken.OfferedFrom));
        Assert.Equal(app.Now.AddMinutes(30), taken.ProgressDueAt);
        var given = await app.Owes("polresta", alert);
        Assert.Equal(("Delegated", false, "kodim", null), (given.State, given.Lead, given.OfferedTo, given.NextStepAt));
        Assert.Equal("Acknowledged", (await app.Opens("petugas.kanim", alert)).State);
        Assert.Equal("obligation.accepted kodim", (await app.Words(alert, "meja-polresta"))[^1]);
        // Its ladder has stopped; the new lead's runs when no progress comes.
        await app.MinutesPass(29.99);
        Assert.DoesNotContain(await app.Woken(alert), w => w.EndsWith("L2", StringComparison.Ordinal));
        await app.MinutesPass(0.02);
        Assert.Equal(["obligation.accepted kodim", "alert.acknowledged", "obligation.reopened kodim r2", "escalation.fired kodim r2 L1"], (await app.Words(alert, "opgab"))[^4..]);
        Assert.Empty(await app.Verify());
    }

    [Fact]
    public async Task Who_takes_an_acceptance_back_owes_the_answer_with_its_own_people_asked()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Offers(Liaison, alert, "kodim");
        var due = (await app.Accepts(Other, alert)).DueAt;

        var own = await app.Undoes(Other, alert);

        Assert.Equal(("Seen", due, 1), (own.State, own.DueAt, own.Level));
        Assert.Contains($"{Other} r1 L1", await app.Woken(alert));
        Assert.Equal("Open", (await app.Opens("petugas.kanim", alert)).State);
    }

    /// <summary>AMBER+STRICT: nobody but required agencies reads it, and for the time of the offer whoever it is offered to.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_offered_agency_reads_the_alert_while_the_offer_stands_and_no_longer(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        var alert = (await app.OfficerPosts(Reports.Operation().But(("tlp", "AMBER+STRICT"), ("location", new { lat = -5.3, lon = 105.2 })))).Id;
        var outsider = await app.As(Other);
        await outsider.Refused(HttpMethod.Get, $"/api/alerts/{alert}");

        await app.Offers(Liaison, alert, "kodim");
        var view = await app.Opens(Other, alert);
        Assert.NotNull(view.Location);
        Assert.Equal((true, false, false), (view.MayAccept, view.MayAnswer, view.MayProgress));
        await app.Hires("petugas.kodim", "kodim", Roles.Officer);
        Assert.False((await app.Opens("petugas.kodim", alert)).MayAccept);

        await app.Acknowledges(Liaison, alert);
        Assert.Equal("not_found", (await outsider.Refused(HttpMethod.Get, $"/api/alerts/{alert}")).Code);
        Assert.Equal("offer_over", (await app.Refused(Other, alert, "accept", new { clientKey = Guid.CreateVersion7() })).Code);
        // Who was never told finds nothing; who was is told at the desk that it is over, and no more.
        Assert.Equal("not_found", (await app.Refused("penghubung.disnaker", alert, "accept", new { clientKey = Guid.CreateVersion7() })).Code);
        var desk = await outsider.Get<System.Text.Json.JsonElement>("/api/channels/meja-kodim/entries");
        Assert.Equal(["withheld", "withheld", "obligation.withdrawn"], desk.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal("answered", desk.GetProperty("entries")[2].GetProperty("data").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_offer_is_refused_where_nobody_could_take_it_over()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation("polresta", "dinsos").But(("exclude", new { agencies = new[] { "kodim" }, reason = "Ada dugaan keterlibatan." })))).Id;
        var before = await app.Everything();

        async Task<string> Error(string to) =>
            (await app.Refused(Liaison, alert, "delegate", new { clientKey = Guid.CreateVersion7(), agency = to, reason = "Bukan wilayah kami." })).Errors!["agency"].Single();

        Assert.Equal("Instansi tidak dikenal.", await Error("tidak-ada"));
        Assert.Equal("Instansi ini sudah diminta menjawab.", await Error("dinsos"));
        Assert.Equal("Instansi ini sudah diminta menjawab.", await Error("polresta"));
        // Excluded, and an agency without a single account: nobody learns here which of the two.
        Assert.Equal("Instansi ini tidak dapat mengambil alih peringatan ini.", await Error("kodim"));
        Assert.Equal("Instansi ini tidak dapat mengambil alih peringatan ini.", await Error("kua-lamteng"));
        Assert.Equal("not_permitted", (await app.Refused("petugas.polresta", alert, "delegate", new { clientKey = Guid.CreateVersion7(), agency = "disnaker", reason = "Bukan wilayah kami." })).Code);
        Assert.Equal(before, await app.Everything());
    }

    [Fact]
    public async Task Accepting_after_the_answer_or_the_end_is_refused_clearly()
    {
        await using var app = CommsApp.StartInHand();
        var (answered, ended, never) = ((await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation())).Id, (await app.OfficerPosts(Reports.Operation())).Id);
        await app.Offers(Liaison, answered, "kodim");
        await app.Offers(Liaison, ended, "kodim");
        await app.Acknowledges(Liaison, answered);
        await app.Cancels("petugas.kanim", ended);

        async Task<string> Code(Guid alert, string who = Other) => (await app.Refused(who, alert, "accept", new { clientKey = Guid.CreateVersion7() })).Code;

        Assert.Equal("offer_over", await Code(answered));
        Assert.Equal("already_closed", await Code(ended));
        Assert.Equal("offer_over", await Code(never));
        await app.Hires("petugas.kodim", "kodim", Roles.Officer);
        Assert.Equal("not_permitted", await Code(never, "petugas.kodim"));
        Assert.Contains("obligation.withdrawn polresta", await app.Words(answered, "meja-kodim"));
        Assert.Equal("already_answered", (await app.Refused(Liaison, answered, "delegate", new { clientKey = Guid.CreateVersion7(), agency = "kodim", reason = "Bukan wilayah kami." })).Code);
    }

    [Fact]
    public async Task An_offer_to_another_agency_takes_the_first_one_back()
    {
        await using var app = CommsApp.StartInHand();
        var alert = (await app.OfficerPosts(Reports.Operation())).Id;
        await app.Offers(Liaison, alert, "kodim");

        await app.Offers(Liaison, alert, "dinsos");

        Assert.Equal("offer_over", (await app.Refused(Other, alert, "accept", new { clientKey = Guid.CreateVersion7() })).Code);
        Assert.Equal("Acknowledged", (await app.Accepts("penghubung.dinsos", alert)).State);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_answer_and_an_acceptance_at_once_have_one_winner(Database database)
    {
        await using var app = CommsApp.StartInHand(database);
        await app.As(Other);
        for (var i = 0; i < 5; i++)
        {
            var alert = (await app.OfficerPosts(Reports.Operation())).Id;
            await app.Offers(Liaison, alert, "kodim");
            var (one, other) = (await app.As(Liaison), await app.As(Other));

            var answers = await Task.WhenAll(
                one.Send(HttpMethod.Post, $"/api/alerts/{alert}/acknowledge", new { clientKey = Guid.CreateVersion7(), version = 1 }),
                other.Send(HttpMethod.Post, $"/api/alerts/{alert}/accept", new { clientKey = Guid.CreateVersion7() }));

            var words = await app.Words(alert, "opgab");
            Assert.Single(words, w => w is "obligation.acknowledged polresta" or "obligation.accepted kodim");
            var isTaken = words.Contains("obligation.accepted kodim");
            Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.Conflict, answers[1].StatusCode);
            Assert.Equal(isTaken ? "Delegated" : "Acknowledged", (await app.Owes("polresta", alert)).State);
        }
    }
}
