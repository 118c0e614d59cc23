using Timpora.Comms.Channels;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Channels;

/// <summary>The log stays gapless and chained whoever writes at once, on every database.</summary>
public class ChannelLogTests
{
    private const int Writers = 16;
    private const int Rounds = 8;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sixteen_writers_at_once_leave_no_gap_no_double_and_one_chain(Database database)
    {
        await using var app = CommsApp.Start(database);
        string[] channels = ["satu", "dua", "tiga"];
        foreach (var channel in channels)
            await app.OpensChannel(channel, "kanim");

        // Each names two channels, in either order: without an order of locks PostgreSQL would deadlock.
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var first = channels[(w + round) % 3];
                var second = channels[(w + round + 1 + (w % 2)) % 3];
                await app.Writes([Journal.Note(first).With("writer", w), Journal.Note(second).With("writer", w).Commit("text", "isi")]);
            }
        })));

        var written = 0;
        foreach (var channel in channels)
        {
            var log = await app.LogOf(channel);
            written += log.Count;
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
            Assert.Equal(log.Count, (await app.HeadOf(channel)).Head);
            var prev = Canonical.Genesis;
            Assert.All(log, entry =>
            {
                Assert.Equal(prev, entry.PrevHash);
                Assert.Equal(prev = Canonical.Hash(prev, entry.CanonicalText()), entry.Hash);
            });
            Assert.Equal(log.Select(e => e.At).Order(StringComparer.Ordinal), log.Select(e => e.At));
        }

        Assert.Equal(Writers * Rounds * 2, written);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_command_that_fails_takes_no_number(Database database)
    {
        await using var app = CommsApp.Start(database);
        await app.OpensChannel("satu", "kanim");
        await app.Writes("satu", 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Writes([Journal.Note("satu"), Journal.Note("no-such-channel")]));
        Assert.Equal(2, await app.Writes("satu", 1));
    }
}
