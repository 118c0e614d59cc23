using System.Net.Sockets;
using System.Text;

namespace Timpora.Comms.Bench.Load;

/// <summary>Follows one channel and holds every number against the one before: none lost, doubled or turned around.</summary>
internal sealed class Subscriber : Line
{
    private readonly Target target;
    private readonly bool isJson;
    private readonly Frames frames = new();
    private bool isInEntry;
    private HashSet<long>? missing;

    private Subscriber(Socket socket, Target target, bool isJson, int place, long last)
        : base(socket)
    {
        (this.target, this.isJson, Place, Last) = (target, isJson, place, last);
        Ping = target is Target.Hub or Target.Group ? Wire.Ping(isJson) : null;
    }

    /// <summary>Which channel.</summary>
    public int Place { get; }

    /// <summary>The newest number that came.</summary>
    public long Last { get; private set; }

    /// <summary>How many numbers were not the next one.</summary>
    public long Faults { get; private set; }

    /// <summary>How many numbers came after a higher one, where the peer promises no order between its nodes.</summary>
    public long Overtaken { get; private set; }

    /// <summary>How many numbers below the newest have not come.</summary>
    public int Missing => missing?.Count ?? 0;

    /// <summary>Opens and subscribes.</summary>
    public static Subscriber Open(Plan plan, int index)
    {
        var place = plan.Places[index % plan.Places.Count];
        var isJson = plan.Target == Target.SocketIo || (plan.Target == Target.Hub && index / plan.Places.Count / plan.Ports.Count % 2 == 0);
        var socket = Socket(plan, index, isJson, place, 0);
        return new Subscriber(socket, plan.Target, isJson, index % plan.Places.Count, plan.Target == Target.Hub ? place.Head : 0);
    }

    /// <summary>A socket that follows a place.</summary>
    public static Socket Socket(Plan plan, int index, bool isJson, Place place, int receiveBuffer)
    {
        var port = plan.PortOf(index);
        switch (plan.Target)
        {
            case Target.Bare:
                var bare = Open("/ws", port, null, receiveBuffer);
                bare.Send(Wire.Frame(Encoding.ASCII.GetBytes("J" + place.Channel), isText: true));
                return bare;
            case Target.SocketIo:
                return PeerWire.JoinSocketIo(port, place.Channel);
            case Target.JetStream:
                return PeerWire.Consume(port, index, place.Channel);
        }

        var socket = OpenHub(port, plan.Cookies.Count == 0 ? null : plan.Cookies[index % plan.Cookies.Count], isJson, receiveBuffer);
        if (plan.Target == Target.Hub)
            Call(socket, isJson, "Subscribe", Wire.Cursor(place, place.Head));
        else
            Call(socket, isJson, "Join", $"[\"{place.Channel}\"]");
        return socket;
    }

    /// <inheritdoc/>
    public override int Unframe(Span<byte> bytes) => target == Target.JetStream ? bytes.Length : frames.Unframe(bytes);

    /// <inheritdoc/>
    public override void Take(Span<byte> bytes, Generator generator)
    {
        KeepNothing();
        if (target is Target.Hub or Target.SocketIo)
            TakeEntries(bytes, generator);
        else if (target == Target.JetStream)
            TakeStream(bytes, generator);
        else
            TakeTexts(bytes, generator);
    }

    // ~@ post # number: as the reference servers stamp it.
    private void TakeTexts(ReadOnlySpan<byte> bytes, Generator generator)
    {
        while (true)
        {
            var at = bytes.IndexOf(Marks.Post);
            if (at < 0)
            {
                Keep(bytes[Math.Max(0, bytes.Length - 1)..]);
                return;
            }

            bytes = bytes[at..];
            if (bytes.Length < 3 + (2 * Marks.Length))
            {
                Keep(bytes);
                return;
            }

            Number(Marks.Read(bytes[(3 + Marks.Length)..]));
            generator.Delivered(Marks.Read(bytes[2..]));
            bytes = bytes[(3 + (2 * Marks.Length))..];
        }
    }

    // $JS.ACK.stream.consumer.delivered.stream's number.member's number.time.pending size, a line's end, the text: as JetStream delivers.
    private void TakeStream(ReadOnlySpan<byte> bytes, Generator generator)
    {
        var head = "$JS.ACK."u8;
        while (true)
        {
            var at = bytes.IndexOf(head);
            if (at < 0)
            {
                Keep(bytes[Math.Max(0, bytes.Length - head.Length + 1)..]);
                return;
            }

            bytes = bytes[at..];
            var mark = bytes.IndexOf(Marks.Post);
            if (mark < 0 || bytes.Length - mark < 2 + Marks.Length)
            {
                Keep(bytes);
                return;
            }

            var fields = bytes[head.Length..mark];
            for (var field = 0; field < 4; field++)
                fields = fields[(fields.IndexOf((byte)'.') + 1)..];
            Number(long.Parse(fields[..fields.IndexOf((byte)'.')]));
            generator.Delivered(Marks.Read(bytes[(mark + 2)..]));
            bytes = bytes[(mark + 2 + Marks.Length)..];
        }
    }

    // An entry's number, and the post's mark inside the entry when it is a post of ours.
    private void TakeEntries(ReadOnlySpan<byte> bytes, Generator generator)
    {
        var key = isJson ? "\"seq\":"u8 : "\u00a3seq"u8[1..];
        while (true)
        {
            var next = bytes.IndexOf(key);
            if (isInEntry)
            {
                var inside = next < 0 ? bytes : bytes[..next];
                var mark = inside.IndexOf(Marks.Post);
                if (mark >= 0 && inside.Length - mark >= 2 + Marks.Length)
                {
                    generator.Delivered(Marks.Read(inside[(mark + 2)..]));
                    isInEntry = false;
                    bytes = bytes[(mark + 2 + Marks.Length)..];
                    continue;
                }

                if (next < 0)
                {
                    Keep(mark >= 0 ? bytes[mark..] : bytes[Math.Max(0, bytes.Length - key.Length)..]);
                    return;
                }

                isInEntry = false;
            }

            if (next < 0)
            {
                Keep(bytes[Math.Max(0, bytes.Length - key.Length + 1)..]);
                return;
            }

            var after = bytes[(next + key.Length)..];
            if (!(isJson ? Digits(after, out var number) : Packed(after, out number)))
            {
                Keep(bytes[next..]);
                return;
            }

            Number(number);
            isInEntry = true;
            // Past the number: packed, it can look like a mark.
            bytes = isJson ? after : after[(1 + More(after[0]))..];
        }
    }

    private void Number(long number)
    {
        if (target == Target.SocketIo)
        {
            Unordered(number);
            return;
        }

        if (number != Last + 1)
            Faults++;
        Last = number;
    }

    // Its nodes send when they have stored, so a number can be overtaken by a later one; it may still be neither lost nor doubled.
    private void Unordered(long number)
    {
        if (number <= Last)
        {
            Overtaken++;
            if (missing?.Remove(number) != true)
                Faults++;
            return;
        }

        for (var skipped = Last + 1; skipped < number; skipped++)
            (missing ??= []).Add(skipped);
        Last = number;
    }

    private static bool Digits(ReadOnlySpan<byte> at, out long number)
    {
        number = 0;
        for (var i = 0; i < at.Length; i++)
        {
            if (at[i] is < (byte)'0' or > (byte)'9')
                return true;
            number = (number * 10) + at[i] - '0';
        }

        return false;
    }

    private static bool Packed(ReadOnlySpan<byte> at, out long number)
    {
        number = 0;
        if (at.Length == 0)
            return false;
        var more = More(at[0]);
        if (at.Length <= more)
            return false;
        number = more == 0 ? at[0] : 0;
        for (var i = 1; i <= more; i++)
            number = (number << 8) | at[i];
        return true;
    }

    private static int More(byte first) => first switch { < 0x80 => 0, 0xcc => 1, 0xcd => 2, 0xce => 4, 0xcf => 8, _ => throw new InvalidOperationException("No number follows \"seq\".") };
}
