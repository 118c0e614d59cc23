using System.Buffers;
using System.Text;
using System.Text.Json;
using MessagePack;

namespace Timpora.Comms.Bench.Load;

/// <summary>What is written by hand: web socket frames, SignalR's two protocols, HTTP requests.</summary>
internal static class Wire
{
    /// <summary>A client's frame with the mask zero, so that the payload stands as it is.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload, bool isText)
    {
        var head = payload.Length < 126 ? 6 : 8;
        var frame = new byte[head + payload.Length];
        frame[0] = (byte)(0x80 | (isText ? 1 : 2));
        if (head == 6)
            frame[1] = (byte)(0x80 | payload.Length);
        else
            (frame[1], frame[2], frame[3]) = (0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length);
        payload.CopyTo(frame.AsSpan(head));
        return frame;
    }

    /// <summary>SignalR's first message.</summary>
    public static byte[] Hello(bool isJson) => Frame(Encoding.UTF8.GetBytes($"{{\"protocol\":\"{(isJson ? "json" : "messagepack")}\",\"version\":1}}\u001e"), isJson);

    /// <summary>SignalR's ping.</summary>
    public static byte[] Ping(bool isJson) => isJson ? Frame("{\"type\":6}\u001e"u8, true) : Frame([2, 0x91, 6], false);

    /// <summary>A call of a hub method; the arguments are JSON.</summary>
    public static byte[] Call(bool isJson, string id, string method, string arguments)
    {
        if (isJson)
            return Frame(Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":\"{method}\",\"arguments\":{arguments}}}\u001e"), true);
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(6);
        writer.Write(1);
        writer.WriteMapHeader(0);
        writer.Write(id);
        writer.Write(method);
        writer.WriteRaw(MessagePackSerializer.ConvertFromJson(arguments));
        writer.WriteArrayHeader(0);
        writer.Flush();
        return Frame([.. Length(buffer.WrittenCount), .. buffer.WrittenSpan], false);
    }

    /// <summary>Asks for a web socket.</summary>
    public static byte[] Upgrade(string path, int port, string? cookie) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}"
        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    /// <summary>A command over HTTP.</summary>
    public static byte[] Post(string path, int port, string cookie, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Arguments of <c>Subscribe</c>.</summary>
    public static string Cursor(Place place, long seq) =>
        $"[[{{\"channel\":{JsonSerializer.Serialize(place.Channel)},\"epoch\":{JsonSerializer.Serialize(place.Epoch)},\"seq\":{seq}}}]]";

    private static List<byte> Length(int count)
    {
        List<byte> bytes = [];
        do
        {
            bytes.Add((byte)((count & 0x7f) | (count > 0x7f ? 0x80 : 0)));
            count >>= 7;
        }
        while (count > 0);
        return bytes;
    }
}
