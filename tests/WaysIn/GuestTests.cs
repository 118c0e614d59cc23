using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

/// <summary>A shelter that reads along in one channel.</summary>
public sealed class GuestTests
{
    private const string Shelter = "Rumah Aman Melati";

    [Fact]
    public async Task A_guest_reads_what_the_channels_agencies_read_and_nothing_stricter()
    {
        await using var app = CommsApp.Start();
        using var guest = await Guest(app);
        var read = 0;
        foreach (var (tlp, sees) in new[] { ("AMBER+STRICT", false), ("RED", false), ("AMBER", true), ("GREEN", true), ("CLEAR", true) })
            await Reads(app, guest, tlp, sees, read += sees ? 1 : 0);
        Assert.Equal(["tppo"], (await guest.Get<ListChannels.Response>("/api/channels")).Items.Select(c => c.Slug));
    }

    private static async Task Reads(CommsApp app, Person guest, string tlp, bool sees, int soFar)
    {
        var recipients = tlp == "RED" ? new[] { await app.IdOf("penghubung.polresta") } : null;
        var there = await app.OfficerPosts(Reports.Operation().But(("clientKey", Guid.CreateVersion7()), ("channel", "tppo"), ("tlp", tlp), ("recipients", recipients)));
        var elsewhere = await app.OfficerPosts(Reports.Operation().But(("clientKey", Guid.CreateVersion7()), ("channel", "opgab"), ("tlp", "CLEAR")));

        using var answer = await guest.Send(HttpMethod.Get, $"/api/alerts/{there.Id}");
        var log = await guest.Get<JsonElement>("/api/channels/tppo/entries");

        Assert.True(sees == answer.IsSuccessStatusCode, tlp);
        Assert.Equal(soFar, log.GetProperty("entries").EnumerateArray().Count(e => e.GetProperty("kind").GetString() == "alert.posted"));
        Assert.Equal("not_found", (await guest.Refused(HttpMethod.Get, $"/api/alerts/{elsewhere.Id}")).Code);
        Assert.Equal(soFar, (await guest.Get<JsonElement>("/api/alerts")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_guest_writes_into_the_thread_and_answers_for_nobody()
    {
        await using var app = CommsApp.Start();
        using var guest = await Guest(app);
        var posted = await app.OfficerPosts(Reports.Operation().But(("channel", "tppo"), ("tlp", "AMBER")));
        var alert = $"/api/alerts/{posted.Id}";

        await guest.Post($"{alert}/messages", new { clientKey = Guid.CreateVersion7(), text = "Dua tempat tidur tersedia malam ini." });
        foreach (var act in new[] { "acknowledge", "decline", "escalate", "waive", "cancel", "resolve", "progress" })
            Assert.Contains((await guest.Refused(HttpMethod.Post, $"{alert}/{act}", new { clientKey = Guid.CreateVersion7(), version = 1, reason = "x", text = "x", agency = "polresta", outcome = "TIDAK-TERBUKTI" })).Code, (string[])["not_permitted", "validation_failed"]);
        Assert.Equal("not_permitted", (await guest.Refused(HttpMethod.Get, "/api/duty")).Code);
        Assert.Equal("not_permitted", (await guest.Refused(HttpMethod.Get, "/api/measures")).Code);
    }

    [Fact]
    public async Task A_guest_reads_posts_instead_of_names_and_no_precise_place()
    {
        await using var app = CommsApp.Start();
        using var guest = await Guest(app);
        var posted = await app.OfficerPosts(Reports.Operation().But(("channel", "tppo"), ("tlp", "AMBER"), ("location", new { lat = -5.45, lon = 105.26, address = "Jalan Kenanga 7" })));

        var people = (await guest.Get<Page<ListMembers.Entry>>("/api/members")).Items;

        Assert.NotEmpty(people);
        Assert.All(people, p => Assert.Equal(p.Position, p.Name));
        Assert.DoesNotContain("Kenanga", (await guest.Get<JsonElement>($"/api/alerts/{posted.Id}")).GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Live, too: nothing committed after the withdrawal reaches the guest.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task From_the_withdrawal_on_nothing_reaches_them(Database database)
    {
        await using var app = CommsApp.Start(database);
        using var guest = await Guest(app);
        await using var device = await Device.Of(guest);
        await device.Follow("tppo");
        var before = await app.OfficerPosts(Reports.Operation().But(("channel", "tppo"), ("tlp", "AMBER")));
        await device.Has("tppo", (await app.HeadOf("tppo")).Head);

        using (var officer = await (await app.As("petugas.kanim")).Send(HttpMethod.Delete, $"/api/channels/tppo/guests/{Uri.EscapeDataString(Shelter)}"))
            Assert.Equal(403, (int)officer.StatusCode);
        using (var withdrawn = await (await app.As("sekretariat.timpora")).Send(HttpMethod.Delete, $"/api/channels/tppo/guests/{Uri.EscapeDataString(Shelter)}"))
            Assert.True(withdrawn.IsSuccessStatusCode);
        await app.OfficerPosts(Reports.Operation().But(("channel", "tppo"), ("tlp", "CLEAR"), ("clientKey", Guid.CreateVersion7())));
        await Device.Until(() => device.WasTold("revoked tppo"));

        Assert.Equal("not_found", (await guest.Refused(HttpMethod.Get, $"/api/alerts/{before.Id}")).Code);
        Assert.Empty((await guest.Get<ListChannels.Response>("/api/channels")).Items);
        Assert.Single(device.Log("tppo"), e => e.Kind == "alert.posted");
    }

    [Fact]
    public async Task A_start_with_the_organisation_file_sends_no_guest_away()
    {
        await using var app = CommsApp.Start();
        using var guest = await Guest(app);
        await app.Services.SeedChannels(CancellationToken.None);
        var channel = Assert.Single((await guest.Get<ListChannels.Response>("/api/channels")).Items);
        Assert.Equal([Shelter], channel.Guests);
        Assert.DoesNotContain(channel.Admits, GuestOrganisations.Is);
        Assert.Equal([GuestOrganisations.CodeOf(Shelter)], (await app.Read(db => db.Channels.SingleAsync(c => c.Slug == "tppo"))).Admits.Where(GuestOrganisations.Is));
    }

    private static async Task<Person> Guest(CommsApp app)
    {
        var link = await (await app.As("sekretariat.timpora")).Post<Invite.Response>("/api/invitations", new { roles = new[] { "guest" }, name = "Ibu Melati", position = "Pengelola", organisation = Shelter, channels = new[] { "tppo" } });
        var guest = app.AtLocalhost();
        var me = await guest.Post<GetMe.Response>("/api/invitations/accept", new { token = link.Secret, userName = "melati" });
        Assert.Equal((Shelter, true), (me.Agency.Name, me.Unfinished));
        using var key = new SoftKey();
        await guest.Makes(key);
        return guest;
    }
}
