using Timpora.Comms.Realtime;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>Frames are counted by where they begin, whatever their length and however the bytes come.</summary>
public sealed class FrameCountTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void A_frame_of_any_length_is_one_also_byte_by_byte(int length)
    {
        foreach (var isMasked in new[] { true, false })
        {
            byte[] bytes = [.. Frame(length, isMasked), .. Frame(length, isMasked)];
            Assert.Equal(2, default(FrameCount).Begun(bytes));
            var frames = default(FrameCount);
            Assert.Equal(2, bytes.Sum(b => frames.Begun([b])));
        }
    }

    [Fact]
    public void Frames_cut_anywhere_add_up()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var lengths = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(4) == 0 ? random.Next(70_000) : random.Next(200)).ToList();
            var bytes = lengths.SelectMany(l => Frame(l, random.Next(2) == 0)).ToArray();
            var frames = default(FrameCount);
            var counted = 0;
            for (var at = 0; at < bytes.Length;)
            {
                var size = Math.Min(random.Next(1, 300), bytes.Length - at);
                counted += frames.Begun(bytes.AsSpan(at, size));
                at += size;
            }

            Assert.Equal(lengths.Count, counted);
        }
    }

    /// <summary>A frame as RFC 6455 has it, its payload made of what looks like heads of frames.</summary>
    internal static byte[] Frame(int length, bool isMasked, byte kind = 0x81)
    {
        var mask = isMasked ? 0x80 : 0;
        byte[] size = length < 126 ? [(byte)(mask | length)]
            : length < 65_536 ? [(byte)(mask | 126), (byte)(length >> 8), (byte)length]
            : [(byte)(mask | 127), 0, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        return [kind, .. size, .. isMasked ? (byte[])[0, 0, 0, 0] : [], .. Enumerable.Repeat((byte)0x81, length)];
    }
}
