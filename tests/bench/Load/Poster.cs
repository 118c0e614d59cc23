using System.Net.Sockets;
using System.Text;

namespace Timpora.Comms.Bench.Load;

/// <summary>Posts one thing at a time over HTTP, as the page does, or without waiting over a web socket of a reference server.</summary>
internal sealed class Poster : Line
{
    private readonly Template[] templates;
    private readonly byte[] answer = new byte[1 << 16];
    private readonly bool isHttp;
    private int answered;
    private uint current;

    private Poster(Socket socket, bool isHttp, Template[] templates)
        : base(socket)
    {
        (this.isHttp, this.templates) = (isHttp, templates);
    }

    /// <summary>Opens a line for posting.</summary>
    public static Poster Open(Plan plan, int index)
    {
        if (plan.Target != Target.Hub)
        {
            var socket = plan.Target == Target.Bare ? Open("/ws", plan.Port, null) : OpenHub(plan.Port, null, isJson: false);
            return new Poster(socket, isHttp: false, [.. plan.Places.Select(p => Template.Of(plan.Target == Target.Bare
                ? Wire.Frame(Encoding.ASCII.GetBytes("P" + p.Channel + Marks.Text(plan.Size)), isText: true)
                : Wire.Call(false, "1", "Post", $"[\"{p.Channel}\",\"{Marks.Text(plan.Size)}\"]")))])
            {
                Ping = plan.Target == Target.Bare ? null : Wire.Ping(false),
            };
        }

        var cookie = plan.Cookies[index % plan.Cookies.Count];
        return new Poster(Connect(plan.Port), isHttp: true, [.. plan.Places.Select(p => Template.Of(plan.IsAlerts
            ? Wire.Post("/api/alerts", plan.Port, cookie, Bodies.Alert(p.Channel, "~@aaaaaaaa uji beban", Marks.Text(plan.Size).Replace("~@", "", StringComparison.Ordinal)))
            : Wire.Post($"/api/alerts/{p.Alert}/messages", plan.Port, cookie, Bodies.Message(Marks.Text(plan.Size)))))]);
    }

    /// <summary>Posts; false when the line is gone.</summary>
    public bool Post(int place, uint id)
    {
        current = id;
        return Kernel.Write(Handle, templates[place].Fill(id));
    }

    /// <inheritdoc/>
    public override void Take(Span<byte> bytes, Generator generator)
    {
        if (!isHttp)
            return;
        bytes.CopyTo(answer.AsSpan(answered));
        answered += bytes.Length;
        var so = answer.AsSpan(0, answered);
        var head = so.IndexOf("\r\n\r\n"u8);
        if (head < 0 || !IsWhole(so, head + 4))
            return;
        answered = 0;
        generator.Accepted(current, this, so.StartsWith("HTTP/1.1 201"u8) ? null : Encoding.UTF8.GetString(so[..Math.Min(so.Length, 900)]));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer, int body)
    {
        var length = answer[..body].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer[body..].EndsWith("0\r\n\r\n"u8);
        var number = answer[(length + 16)..];
        return answer.Length - body >= int.Parse(number[..number.IndexOf((byte)'\r')]);
    }

    // Everything but the marks and the client's key stands ready.
    private sealed record Template(byte[] Bytes, int Mark, int Key)
    {
        public static Template Of(byte[] bytes) => new(bytes, bytes.AsSpan().IndexOf(Marks.Post) + 2, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Bodies.AnyKey)));

        public ReadOnlySpan<byte> Fill(uint id)
        {
            Marks.Write(Bytes.AsSpan(Mark), id);
            if (Key >= 0)
                Guid.CreateVersion7().TryFormat(Bytes.AsSpan(Key), out _);
            return Bytes;
        }
    }
}
