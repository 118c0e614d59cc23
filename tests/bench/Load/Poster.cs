using System.Net.Sockets;
using System.Text;

namespace Timpora.Comms.Bench.Load;

/// <summary>Posts one thing at a time over HTTP, as the page does, or without waiting over a web socket of a reference server.</summary>
internal sealed class Poster : Line
{
    private readonly Template[] templates;
    private readonly byte[] answer = new byte[1 << 16];
    private readonly Target target;
    private readonly Frames frames = new();
    private int answered;
    private uint current;

    private Poster(Socket socket, Target target, int node, Template[] templates)
        : base(socket)
    {
        (this.target, this.templates, Node) = (target, templates, node);
    }

    /// <summary>To which node.</summary>
    public int Node { get; }

    /// <summary>Opens a line for posting.</summary>
    public static Poster Open(Plan plan, int index)
    {
        var node = index % plan.Ports.Count;
        var (port, text) = (plan.Ports[node], Marks.Text(plan.Size));
        if (plan.Target == Target.SocketIo)
            return new Poster(PeerWire.OpenSocketIo(port), plan.Target, node, [.. plan.Places.Select(p => Template.Of(PeerWire.SocketIoPost(p.Channel, text)))]);
        if (plan.Target == Target.JetStream)
            return new Poster(PeerWire.OpenNatsPoster(port, index), plan.Target, node, [.. plan.Places.Select(p => Template.Of(PeerWire.NatsPost(p.Channel, text, index)))]);
        if (plan.Target != Target.Hub)
        {
            var socket = plan.Target == Target.Bare ? Open("/ws", port, null) : OpenHub(port, null, isJson: false);
            return new Poster(socket, plan.Target, node, [.. plan.Places.Select(p => Template.Of(plan.Target == Target.Bare
                ? Wire.Frame(Encoding.ASCII.GetBytes("P" + p.Channel + text), isText: true)
                : Wire.Call(false, "1", "Post", $"[\"{p.Channel}\",\"{text}\"]")))])
            {
                Ping = plan.Target == Target.Bare ? null : Wire.Ping(false),
            };
        }

        var cookie = plan.Cookies[index % plan.Cookies.Count];
        return new Poster(Connect(port), plan.Target, node, [.. plan.Places.Select(p => Template.Of(plan.IsAlerts
            ? Wire.Post("/api/alerts", port, cookie, Bodies.Alert(p.Channel, "~@aaaaaaaa uji beban", text.Replace("~@", "", StringComparison.Ordinal)))
            : Wire.Post($"/api/alerts/{p.Alert}/messages", port, cookie, Bodies.Message(text))))]);
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
        if (target == Target.Hub)
            TakeHttp(bytes, generator);
        else if (target is Target.SocketIo or Target.JetStream)
            TakeAnswers(bytes, generator);
    }

    /// <inheritdoc/>
    public override int Unframe(Span<byte> bytes) => target == Target.SocketIo ? frames.Unframe(bytes) : bytes.Length;

    private void TakeAnswers(ReadOnlySpan<byte> bytes, Generator generator)
    {
        for (int end; (end = PeerWire.Answer(bytes, target == Target.JetStream, out var id, out var refusal)) > 0; bytes = bytes[end..])
            generator.Accepted(id, this, refusal);
        Keep(bytes);
    }

    private void TakeHttp(ReadOnlySpan<byte> bytes, Generator generator)
    {
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
    private sealed record Template(byte[] Bytes, int Mark, int Key, int Answer)
    {
        public static Template Of(byte[] bytes) => new(bytes, bytes.AsSpan().IndexOf(Marks.Post) + 2, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Bodies.AnyKey)), PeerWire.AnswerIn(bytes));

        public ReadOnlySpan<byte> Fill(uint id)
        {
            Marks.Write(Bytes.AsSpan(Mark), id);
            if (Key >= 0)
                Guid.CreateVersion7().TryFormat(Bytes.AsSpan(Key), out _);
            if (Answer >= 0)
                PeerWire.WriteAnswer(Bytes.AsSpan(Answer), id);
            return Bytes;
        }
    }
}
