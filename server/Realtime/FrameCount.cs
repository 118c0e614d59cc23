namespace Timpora.Comms.Realtime;

/// <summary>Counts the web socket frames (RFC 6455, 5.2) that begin in the bytes of one client, however they are cut into reads.</summary>
internal struct FrameCount
{
    private const int LengthIn16Bits = 126;
    private const int LengthIn64Bits = 127;
    private const int IsMasked = 0x80;

    // Of the frame's head: how much has come, how much there is, where its length ends.
    private int seen;
    private int head;
    private int lengthEnds;
    private ulong length;
    // Of its payload: what is still to come.
    private ulong left;

    /// <summary>How many begin here. After a frame that breaks the protocol it means nothing; the line ends then anyway.</summary>
    public int Begun(ReadOnlySpan<byte> bytes)
    {
        var begun = 0;
        while (bytes.Length > 0)
        {
            if (left > 0)
            {
                var skipped = (int)Math.Min(left, (ulong)bytes.Length);
                left -= (ulong)skipped;
                bytes = bytes[skipped..];
                continue;
            }

            if (seen == 0)
                begun++;
            Head(bytes[0]);
            bytes = bytes[1..];
        }

        return begun;
    }

    private void Head(byte next)
    {
        seen++;
        if (seen == 2)
        {
            length = (ulong)(next & ~IsMasked);
            lengthEnds = length switch { LengthIn16Bits => 4, LengthIn64Bits => 10, _ => 2 };
            head = lengthEnds + ((next & IsMasked) == 0 ? 0 : 4);
            if (lengthEnds > 2)
                length = 0;
        }
        else if (seen > 2 && seen <= lengthEnds)
            length = (length << 8) | next;

        if (seen > 1 && seen == head)
            (seen, left) = (0, length);
    }
}
