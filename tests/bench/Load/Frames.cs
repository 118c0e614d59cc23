using System.Buffers.Binary;

namespace Timpora.Comms.Bench.Load;

/// <summary>
/// Takes the heads out of a server's web socket frames, as they come. A message of the hub may come in several frames, whose heads stand
/// anywhere in it.
/// </summary>
internal sealed class Frames
{
    private readonly byte[] head = new byte[10];
    private int headCount;
    private long left;

    /// <summary>Moves the payload together to the front; tells how much it is.</summary>
    public int Unframe(Span<byte> bytes)
    {
        var kept = 0;
        for (var at = 0; at < bytes.Length;)
        {
            if (left > 0)
            {
                var count = (int)Math.Min(left, bytes.Length - at);
                if (kept != at)
                    bytes.Slice(at, count).CopyTo(bytes[kept..]);
                (kept, at, left) = (kept + count, at + count, left - count);
                continue;
            }

            head[headCount++] = bytes[at++];
            var more = headCount < 2 ? 10 : (head[1] & 0x7f) switch { 126 => 4, 127 => 10, _ => 2 };
            if (headCount < more)
                continue;
            left = more switch
            {
                4 => BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)),
                10 => BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(2)),
                _ => head[1] & 0x7f,
            };
            headCount = 0;
        }

        return kept;
    }
}
