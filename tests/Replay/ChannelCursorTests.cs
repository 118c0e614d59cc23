using Timpora.Comms.Replay;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>The replayer's own eyes: what it would call gapless, once and in order.</summary>
public class ChannelCursorTests
{
    [Fact]
    public void Entries_in_order_are_taken()
    {
        var cursor = New();
        Assert.True(cursor.Apply("e", [Entry(11), Entry(12)]));
        Assert.True(cursor.Apply("e", [Entry(13)]));
        Assert.Equal((13, 3, 0), (cursor.Last, cursor.Count, cursor.Repeats));
        Assert.Empty(cursor.Faults);
    }

    [Fact]
    public void Repeats_are_dropped()
    {
        var cursor = New();
        cursor.Apply("e", [Entry(11), Entry(11), Entry(10), Entry(12)]);
        Assert.Equal((12, 2, 2), (cursor.Last, cursor.Count, cursor.Repeats));
    }

    [Fact]
    public void A_gap_is_a_fault_and_nothing_behind_it_is_shown()
    {
        var cursor = New();
        Assert.False(cursor.Apply("e", [Entry(11), Entry(13)]));
        Assert.Equal(11, cursor.Last);
        Assert.Equal(["tppo: entry 13 came after 11"], cursor.Faults);
    }

    [Fact]
    public void A_broken_chain_is_a_fault()
    {
        var cursor = New();
        cursor.Apply("e", [Entry(11), Entry(12) with { PrevHash = "other" }]);
        Assert.Equal(["tppo: entry 12 does not follow the one before it in the chain"], cursor.Faults);
    }

    [Fact]
    public void Another_epoch_is_a_fault()
    {
        var cursor = New();
        cursor.Apply("f", [Entry(11)]);
        Assert.Equal(["tppo: entries of epoch f instead of e"], cursor.Faults);
    }

    [Fact]
    public void A_lost_end_is_a_fault()
    {
        var cursor = New();
        cursor.Apply("e", [Entry(11)]);
        cursor.CompareWith([Entry(11), Entry(12)]);
        Assert.Equal(["tppo: has entries up to 11, the log goes on to 12"], cursor.Faults);
    }

    [Fact]
    public void Another_entry_than_the_log_s_is_a_fault()
    {
        var cursor = New();
        cursor.Apply("e", [Entry(11)]);
        cursor.CompareWith([Entry(11) with { Hash = "other" }]);
        Assert.Equal(["tppo: entry 11 is not the log's"], cursor.Faults);
    }

    private static ChannelCursor New() => new("tppo", "e", 10);

    private static SeenEntry Entry(long seq) => new(seq, "message.posted", $"h{seq - 1}", $"h{seq}");
}
