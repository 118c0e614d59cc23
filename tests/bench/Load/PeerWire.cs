using System.Net.Sockets;
using System.Text;

namespace Timpora.Comms.Bench.Load;

/// <summary>How the peers are spoken to: Socket.IO in web socket frames (Engine.IO 4), NATS in lines over TCP.</summary>
internal static class PeerWire
{
    /// <summary>The name of JetStream's stream, and what its subjects begin with.</summary>
    public const string Stream = "alerts";

    // Answers are told apart by a number of nine digits.
    private const string AnyAnswer = "100000000";
    private const uint FirstAnswer = 100_000_000;
    private static readonly byte[] anyAnswer = Encoding.ASCII.GetBytes(AnyAnswer);

    /// <summary>Opens a Socket.IO connection.</summary>
    public static Socket OpenSocketIo(int port)
    {
        var socket = Line.Open("/socket.io/?EIO=4&transport=websocket", port, null);
        socket.Send(Wire.Frame("40"u8, isText: true));
        Line.Await(socket, "40{"u8.ToArray());
        return socket;
    }

    /// <summary>Joins a room of Socket.IO, and waits until it has.</summary>
    public static Socket JoinSocketIo(int port, string channel)
    {
        var socket = OpenSocketIo(port);
        socket.Send(Wire.Frame(Encoding.ASCII.GetBytes($"420[\"join\",\"{channel}\"]"), isText: true));
        Line.Await(socket, "430["u8.ToArray());
        return socket;
    }

    /// <summary>Opens a NATS connection.</summary>
    public static Socket OpenNats(int port)
    {
        var socket = Line.Connect(port);
        Line.Await(socket, "\r\n"u8.ToArray());
        socket.Send("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"bench\",\"version\":\"1\",\"protocol\":1}\r\nPING\r\n"u8);
        Line.Await(socket, "PONG\r\n"u8.ToArray());
        return socket;
    }

    /// <summary>Makes the stream, in a file.</summary>
    public static void MakeStream(int port)
    {
        using var socket = OpenNats(port);
        Ask(socket, "made", $"$JS.API.STREAM.CREATE.{Stream}", $$"""{"name":"{{Stream}}","subjects":["{{Stream}}.>"],"storage":"file","retention":"limits","num_replicas":1}""");
    }

    /// <summary>Makes a push consumer of its own for a member, and listens.</summary>
    public static Socket Consume(int port, int member, string channel)
    {
        var socket = OpenNats(port);
        socket.Send(Encoding.ASCII.GetBytes($"SUB member.{member} 1\r\n"));
        Ask(socket, $"made.{member}", $"$JS.API.CONSUMER.CREATE.{Stream}", $$$"""
            {"stream_name":"{{{Stream}}}","config":{"deliver_subject":"member.{{{member}}}","filter_subject":"{{{Stream}}}.{{{channel}}}","ack_policy":"none","deliver_policy":"new","mem_storage":true}}
            """);
        return socket;
    }

    /// <summary>Listens for the answers to one poster's posts.</summary>
    public static Socket OpenNatsPoster(int port, int poster)
    {
        var socket = OpenNats(port);
        socket.Send(Encoding.ASCII.GetBytes($"SUB answer{poster}.* 1\r\n"));
        return socket;
    }

    /// <summary>A post to Socket.IO that asks for an answer.</summary>
    public static byte[] SocketIoPost(string channel, string text) => Wire.Frame(Encoding.ASCII.GetBytes($"42{AnyAnswer}[\"post\",\"{channel}\",\"{text}\"]"), isText: true);

    /// <summary>A post to the stream that asks for an answer.</summary>
    public static byte[] NatsPost(string channel, string text, int poster) =>
        Encoding.ASCII.GetBytes($"PUB {Stream}.{channel} answer{poster}.{AnyAnswer} {text.Length}\r\n{text}\r\n");

    /// <summary>Where the answer's number stands in a post; -1: nowhere.</summary>
    public static int AnswerIn(byte[] post) => post.AsSpan().IndexOf(anyAnswer);

    /// <summary>Writes a post's number there.</summary>
    public static void WriteAnswer(Span<byte> at, uint id) => (FirstAnswer + id).TryFormat(at, out _);

    /// <summary>Reads the first answer: <c>43 number [{"seq":…}]</c>, or <c>MSG answer0.number 1 size</c> and <c>{"stream":…,"seq":…}</c>. Tells how far it reached, 0: not whole.</summary>
    public static int Answer(ReadOnlySpan<byte> bytes, bool isNats, out uint id, out string? refusal)
    {
        (id, refusal) = (0, null);
        var at = bytes.IndexOf(isNats ? "MSG answer"u8 : "[{"u8);
        var length = at < 0 ? -1 : bytes[at..].IndexOf((byte)'}');
        if (length < 0 || (!isNats && at < AnyAnswer.Length))
            return 0;
        var answer = bytes.Slice(at, length + 1);
        id = uint.Parse(isNats ? answer.Slice(answer.IndexOf((byte)'.') + 1, AnyAnswer.Length) : bytes.Slice(at - AnyAnswer.Length, AnyAnswer.Length)) - FirstAnswer;
        refusal = answer.IndexOf("\"seq\":"u8) >= 0 ? null : Encoding.UTF8.GetString(answer);
        return at + length + 1;
    }

    private static void Ask(Socket socket, string inbox, string subject, string body)
    {
        socket.Send(Encoding.ASCII.GetBytes($"SUB {inbox} 9\r\nPUB {subject} {inbox} {body.Length}\r\n{body}\r\n"));
        var answer = Line.Await(socket, "}\r\n"u8.ToArray());
        if (answer.Contains("\"error\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"JetStream refused: {answer}");
    }
}
