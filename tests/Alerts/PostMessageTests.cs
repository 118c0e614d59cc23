using Timpora.Comms.Alerts;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

public sealed class PostMessageTests(Hubs hubs) : IClassFixture<Hubs>
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_may_read_the_alert_writes_in_its_thread_and_changes_nothing_about_it(Database database)
    {
        var app = await hubs.On(database);
        var alert = (await app.OfficerPosts()).Id;
        var before = await app.Opens("petugas.kanim", alert);

        var written = await app.Writes("penghubung.bp3mi", alert, "  Kami punya penerjemah.\nSegera.  ");

        var after = await app.Opens("petugas.kanim", alert);
        var entry = after.Timeline[^1];
        Assert.Equal(("tppo", written.Seq, "message.posted", (await app.IdOf("penghubung.bp3mi")).ToString()), (written.Channel, entry.Seq, entry.Kind, entry.Actor));
        Assert.Equal("Kami punya penerjemah.\nSegera.", entry.Reveal!["text"].Value);
        Assert.Equal((before.State, before.Version), (after.State, after.Version));
        Assert.Equal(before.Obligations, after.Obligations);
    }

    [Theory]
    [InlineData("penghubung.kua")]
    [InlineData("auditor")]
    [InlineData("admin.kanim")]
    public async Task Who_may_not_read_it_may_not_write(string who)
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        Assert.Equal("not_found", (await app.Refused(who, alert, "messages", new { clientKey = Guid.CreateVersion7(), text = "Halo." })).Code);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_repeated_key_writes_once_and_another_text_under_it_is_refused(Database database)
    {
        var app = await hubs.On(database);
        var (alert, body) = ((await app.OfficerPosts()).Id, new { clientKey = Guid.CreateVersion7(), text = "Sekali saja." });
        var officer = await app.As("petugas.kanim");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => officer.Post<Written>($"/api/alerts/{alert}/messages", body)));
        Assert.Single(answers.Distinct());
        Assert.Single(await app.Words(alert, "tppo"), w => w == "message.posted kanim");
        Assert.Equal("client_key_reused", (await app.Refused("petugas.kanim", alert, "messages", new { body.clientKey, text = "Lain." })).Code);
        // The same words for another alert are another act.
        var other = (await app.OfficerPosts()).Id;
        Assert.Equal("client_key_reused", (await app.Refused("petugas.kanim", other, "messages", body)).Code);
    }

    [Fact]
    public async Task The_thread_stays_open_after_the_end()
    {
        var app = await hubs.On(Database.Sqlite);
        var alert = (await app.OfficerPosts()).Id;
        await app.Cancels("petugas.kanim", alert);
        Assert.Equal("tppo", (await app.Writes("penghubung.polresta", alert)).Channel);
    }
}
