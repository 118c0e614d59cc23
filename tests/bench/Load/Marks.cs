namespace Timpora.Comms.Bench.Load;

/// <summary>
/// The number of a post as it travels in its text: eight letters, because digits could look like a passport number, and the hub
/// refuses those.
/// </summary>
internal static class Marks
{
    /// <summary>Letters of a mark.</summary>
    public const int Length = 8;

    /// <summary>What stands before a post's mark.</summary>
    public static ReadOnlySpan<byte> Post => "~@"u8;

    /// <summary>Writes a number.</summary>
    public static void Write(Span<byte> at, uint number)
    {
        for (var i = Length - 1; i >= 0; i--, number >>= 4)
            at[i] = (byte)('a' + (number & 15));
    }

    /// <summary>Reads a number.</summary>
    public static uint Read(ReadOnlySpan<byte> at)
    {
        var number = 0u;
        for (var i = 0; i < Length; i++)
            number = (number << 4) | (uint)(at[i] - 'a');
        return number;
    }

    /// <summary>A text of a size with room for a mark: <c>~@aaaaaaaa</c>, room for a server's own number, and filling.</summary>
    public static string Text(int size) =>
        "~@aaaaaaaa#aaaaaaaa " + string.Concat(Enumerable.Range(0, size).Select(i => i % 9 == 8 ? ' ' : (char)('a' + (i * 7 % 26))))[..(size - 20)];
}
