using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>
/// The hub with a hidden alert must look to who is shut out of it as the hub without: everything the person can ask is asked before the
/// alert exists and after it has lived its life, and the answers must be the same letter by letter.
/// </summary>
public sealed class NothingLeaksTests
{
    private static readonly Shut[] all = Enum.GetValues<Shut>();

    /// <summary>Everybody on SQLite; on PostgreSQL too, where it is there.</summary>
    public static TheoryData<Database, Shut> Everybody
    {
        get
        {
            TheoryData<Database, Shut> cases = [];
            foreach (var row in Databases.All)
                foreach (var shut in all)
                    cases.Add(new TheoryDataRow<Database, Shut>(((ITheoryDataRow)row).GetData()[0] is Database database ? database : default, shut) { Skip = row.Skip });
            return cases;
        }
    }

    [Theory, MemberData(nameof(Everybody))]
    public async Task To_who_is_shut_out_the_hub_looks_as_if_there_was_no_alert(Database database, Shut shut)
    {
        await using var app = CommsApp.StartInHand(database);
        // The list, the log and the desks are not empty, so that something is compared.
        await app.OfficerPosts();
        var (outsider, report) = await Outsider.Of(app, shut);
        await using var device = await Device.Of(await app.As(outsider.Who));
        await device.Follow("tppo");
        await device.Follow(outsider.Desk);
        foreach (var channel in new[] { "tppo", outsider.Desk })
            await device.Has(channel, (await app.HeadOf(channel)).Head);
        var (before, desk) = (await outsider.Knows(), (await app.HeadOf(outsider.Desk)).Head);
        var seen = device.Log("tppo").Concat(device.Log(outsider.Desk)).Where(e => e.Kind != "withheld").Select(e => e.Hash).ToHashSet();

        var alert = (await app.OfficerPosts(report)).Id;
        await app.Writes("petugas.kanim", alert, "Pintu belakang " + Outsider.Secret + " terbuka.");
        await app.Acknowledges("penghubung.polresta", alert);
        await app.NotesProgress("penghubung.polresta", alert, "Tim di " + Outsider.Secret + ".");
        // A RED ladder finds no reader at any step and stands at its end already.
        if (shut is not (Shut.NoRecipient or Shut.OverseerNoRecipient))
            await app.Escalates("penghubung.polresta", alert, "dinsos");
        var open = await outsider.Knows();
        await app.Resolves("penghubung.polresta", alert, "KORBAN-DIRUJUK", new { result = "victim" });

        Assert.Equal(before, open);
        Assert.Equal(before, await outsider.Knows());
        // Live: nothing but stubs came, and to the desk of an agency that has nothing to do with it not even those.
        foreach (var channel in new[] { "tppo", outsider.Desk })
            Assert.All((await device.Has(channel, (await app.HeadOf(channel)).Head)).Where(e => !seen.Contains(e.Hash)),
                e => Assert.Equal(("withheld", "hash kind prevHash seq"), (e.Kind, string.Join(' ', e.All.Keys.Order(StringComparer.Ordinal)))));
        if (shut is Shut.ExcludedAgency or Shut.StrictBystander)
            Assert.Equal(desk, (await app.HeadOf(outsider.Desk)).Head);
        // Nobody was woken, or noted to have got anything.
        var id = await app.IdOf(outsider.Who);
        Assert.Equal((0, 0), await app.Read(async db => (
            await db.Notifications.CountAsync(n => n.AlertId == alert && n.Recipient == id), await db.Receipts.CountAsync(r => r.AlertId == alert && r.Member == id))));
    }

    [Theory, MemberData(nameof(Everybody))]
    public async Task An_alert_that_is_not_for_you_and_one_that_does_not_exist_are_refused_with_the_same_words_and_the_same_work(Database database, Shut shut)
    {
        await using var app = CommsApp.StartInHand(database);
        var (outsider, report) = await Outsider.Of(app, shut);
        var (hidden, nothing) = ((await app.OfficerPosts(report)).Id, Guid.CreateVersion7());
        Assert.Equal(await outsider.AsksFor(nothing), await outsider.AsksFor(hidden));

        var (person, questions) = (await app.As(outsider.Who), app.Services.GetRequiredService<Questions>());
        foreach (var (act, body) in Outsider.Acts(Guid.CreateVersion7()).Prepend(("", new { })))
        {
            foreach (var id in new[] { nothing, hidden })
                using (await person.Send(act.Length == 0 ? HttpMethod.Get : HttpMethod.Post, $"/api/alerts/{id}/{act}?listen={act}{id}", act.Length == 0 ? null : body))
                {
                }

            Assert.Equal(questions.Of($"{act}{nothing}"), questions.Of($"{act}{hidden}"));
        }

        // It listens: whoever may read asks more.
        using (await (await app.As("petugas.kanim")).Send(HttpMethod.Get, $"/api/alerts/{hidden}?listen=reader"))
            Assert.True(questions.Of("reader").Count > questions.Of(hidden.ToString()).Count && questions.Of(hidden.ToString()).Count > 0);
    }

    [Theory, MemberData(nameof(Everybody))]
    public async Task Another_ones_client_key_opens_nothing(Database database, Shut shut)
    {
        await using var app = CommsApp.StartInHand(database);
        var (outsider, report) = await Outsider.Of(app, shut);
        var hidden = (await app.OfficerPosts(report)).Id;
        var key = Guid.CreateVersion7();
        await app.Acknowledges("penghubung.polresta", hidden, clientKey: key);
        var person = await app.As(outsider.Who);

        // The poster's key with the poster's words makes an alert of one's own, for which one's own agency is told nothing of the other.
        using var own = await person.Send(HttpMethod.Post, "/api/alerts", Reports.HoldingHouse().But(("clientKey", report["clientKey"]), ("regionCode", "18.71.03")));
        var text = await own.Content.ReadAsStringAsync();
        Assert.Equal(201, (int)own.StatusCode);
        Assert.DoesNotContain(hidden.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Outsider.Secret, text, StringComparison.Ordinal);
        Assert.False(JsonElement.Parse(text).TryGetProperty("similar", out _));
        Assert.Equal("not_found", (await app.Refused(outsider.Who, hidden, "acknowledge", new { clientKey = key, version = 1 })).Code);
    }
}
