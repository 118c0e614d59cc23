using Timpora.Comms.Access;

namespace Timpora.Comms.Realtime;

/// <summary>
/// One connection's place in one channel: a cursor into the tail's ring and what is known of its reader. All but the first two
/// members are guarded by the connection's lock.
/// </summary>
internal sealed class Feed(FeedConnection connection, ChannelTail tail, long cursor, Reader reader, long freshAs)
{
    public FeedConnection Connection { get; } = connection;

    public ChannelTail Tail { get; } = tail;

    /// <summary>Number of the last entry written to the connection.</summary>
    public long Cursor { get; set; } = cursor;

    /// <summary>Who reads.</summary>
    public Reader Reader { get; set; } = reader;

    /// <summary>The access version that <see cref="Reader"/> is at least as fresh as; entries with a newer one must wait for fresher facts.</summary>
    public long FreshAs { get; set; } = freshAs;

    /// <summary>The connection follows it now; another of the same channel may have taken its place.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>It has reached the head once; before that it replays as fast as its line takes it.</summary>
    public bool IsLive { get; set; }

    /// <summary>Since when it lies too far behind.</summary>
    public long? BehindSince { get; set; }

    /// <summary>The last number a device has confirmed.</summary>
    public long Received { get; set; }

    /// <summary>More than a healthy line ever lies behind.</summary>
    public bool IsFarBehind => Tail.Head - Cursor > FeedConnection.MostEntriesBehind || Tail.BytesAfter(Cursor) > FeedConnection.MostBytesBehind;
}
