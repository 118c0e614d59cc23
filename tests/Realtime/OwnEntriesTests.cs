using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>What a node has committed itself its tails need not read, as long as nothing is missing before it.</summary>
public sealed class OwnEntriesTests
{
    private readonly OwnEntries own = new();

    [Fact]
    public void They_are_given_out_in_order_and_once_whatever_order_they_came_in()
    {
        Add(7, 5, 6);
        Assert.Equal([5, 6, 7], After(4));
        Assert.Empty(After(4));
    }

    [Fact]
    public void Nothing_is_given_out_beyond_a_gap()
    {
        Add(5, 7);
        Assert.Equal([5], After(4));
        Assert.Empty(After(5));
        Add(6);
        Assert.Equal([6, 7], After(5));
    }

    [Fact]
    public void What_was_read_meanwhile_is_given_out_no_more()
    {
        Add(5, 6, 7);
        Assert.Equal([7], After(6));
        Assert.Empty(After(4));
    }

    [Fact]
    public void They_are_few_at_a_time_and_few_in_all()
    {
        Add([.. Enumerable.Range(1, 900).Select(i => (long)i)]);
        Assert.Equal(500, After(0).Count);
        Add([.. Enumerable.Range(2000, 900).Select(i => (long)i)]);
        // The older ones were dropped for want of room; a reading finds them.
        Assert.Empty(After(500));
    }

    [Fact]
    public void What_is_only_for_proof_stays_here()
    {
        own.Add([Entry(1) with { Reveals = [new("text", [], "Untuk semua.", InFeed: true), new("location", [], "Jalan Melati 5.", InFeed: false)] }]);
        Assert.Equal("text", Assert.Single(Assert.Single(own.TakeAfter(0, 500)).Reveals).Field);
    }

    private void Add(params long[] numbers) => own.Add(numbers.Select(Entry));

    private static StoredEntry Entry(long seq) => new("tppo", seq, "test", "", EntryDraft.System, null, "{}", [], [], 0, "");

    private List<long> After(long seq) => [.. own.TakeAfter(seq, 500).Select(e => e.Seq)];
}
