using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Channels;

/// <summary>Whoever changes the log behind the hub's back is found out, with the first entry they touched.</summary>
public sealed class VerifyLogTests : IAsyncLifetime
{
    private readonly CommsApp app = CommsApp.StartInHand();
    private long seq;

    public async ValueTask InitializeAsync()
    {
        seq = (await app.OfficerPosts()).Seq + 2;
        await app.OfficerPosts();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_log_as_written_holds() => Assert.Empty(await app.Verify());

    [Theory]
    [InlineData("UPDATE entries SET data = replace(data, 'kanim', 'kanin') WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET data = replace(data, '\"lead\"', '\"leaD\"'), hash = hash WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET hash = zeroblob(32) WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET prev_hash = zeroblob(32) WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET at = '2026-11-24T01:00:00.000001Z' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET actor = 'system' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET actor = '00000000-0000-7000-8000-000000000000' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET kind = 'obligation.seen' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET alert_id = NULL WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET alert_id = 'not an id' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET prev_hash = 'text' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET epoch = 'other' WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("DELETE FROM entries WHERE channel = 'tppo' AND seq = {0}")]
    [InlineData("UPDATE entries SET seq = 9999 WHERE channel = 'tppo' AND seq = {0}")]
    public async Task A_changed_entry_is_the_first_bad_one(string tampering)
    {
        await Tamper(tampering);
        var fault = Assert.Single(await app.Verify());
        Assert.Equal(("tppo", seq), (fault.Channel, fault.Seq));
    }

    [Theory]
    [InlineData("UPDATE reveals SET value = value || ' '")]
    [InlineData("UPDATE reveals SET salt = zeroblob(32)")]
    [InlineData("UPDATE reveals SET field = 'narasi' WHERE field = 'narrative'")]
    public async Task A_changed_text_is_not_the_one_that_was_committed(string tampering)
    {
        seq -= 2;
        await Tamper(tampering + (tampering.Contains("WHERE", StringComparison.Ordinal) ? " AND" : " WHERE") + " channel = 'tppo' AND seq = {0}");
        var fault = Assert.Single(await app.Verify());
        Assert.Equal(("tppo", seq), (fault.Channel, fault.Seq));
        Assert.Contains("committed", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erased_text_leaves_the_chain_whole()
    {
        await app.Read(db => db.Database.ExecuteSqlAsync($"DELETE FROM reveals"));
        Assert.Empty(await app.Verify());
    }

    [Fact]
    public async Task A_cut_off_end_is_missed_by_the_head()
    {
        var head = await Head();
        await app.Read(db => db.Database.ExecuteSqlAsync($"DELETE FROM entries WHERE channel = 'tppo' AND seq > {head - 3}"));
        var fault = Assert.Single(await app.Verify());
        Assert.Equal(("tppo", head - 2), (fault.Channel, fault.Seq));
    }

    [Fact]
    public async Task An_entry_slipped_in_after_the_head_is_found()
    {
        var head = await Head();
        await app.Read(db => db.Database.ExecuteSqlAsync(
            $"INSERT INTO entries (channel, seq, kind, at, actor, alert_id, data, prev_hash, hash, acl_version, epoch) SELECT channel, {head + 1}, kind, at, actor, alert_id, data, prev_hash, hash, acl_version, epoch FROM entries WHERE channel = 'tppo' AND seq = {head}"));
        var fault = Assert.Single(await app.Verify());
        Assert.Equal(("tppo", head + 1), (fault.Channel, fault.Seq));
    }

    [Fact]
    public async Task Each_broken_channel_is_named_and_the_others_are_still_checked()
    {
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE entries SET kind = 'x' WHERE seq = 1"));
        var faults = await app.Verify();
        Assert.Equal(["meja-dinsos", "meja-kanim", "meja-polresta", "meja-uptdppa", "tppo"], faults.Select(f => f.Channel));
        Assert.All(faults, f => Assert.Equal(1, f.Seq));
    }

    /// <summary>An auditor checks while the hub works: what is written meanwhile must not look like a fault.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Checking_a_hub_at_work_raises_no_false_alarm(Database database)
    {
        await using var hub = CommsApp.StartInHand(database);
        var alert = (await hub.OfficerPosts()).Id;
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 10; i++)
                await hub.Writes("petugas.kanim", alert);
        }));
        var checks = 0;
        for (; !writing.IsCompleted; checks++)
            Assert.Empty(await hub.Verify());
        await writing;
        Assert.True(checks > 1, "it was checked while it was written to");
    }

    private Task<long> Head() => app.Read(db => db.Channels.Where(c => c.Slug == "tppo").Select(c => c.Head).FirstAsync());

    // The statements stand above; only the number is filled in.
#pragma warning disable EF1002
    private async Task Tamper(string sql) =>
        Assert.InRange(await app.Read(db => db.Database.ExecuteSqlRawAsync(sql.Replace("{0}", seq.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))), 1, 4);
#pragma warning restore EF1002
}
