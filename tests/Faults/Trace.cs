using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Timpora.Comms.Tests.Faults;

/// <summary>Something that a process asked the kernel for.</summary>
public abstract record Asked;

/// <summary>A piece of a file was written.</summary>
public sealed record Wrote(string File, long At, byte[] Piece) : Asked;

/// <summary>A file was cut to a length.</summary>
public sealed record Cut(string File, long Length) : Asked;

/// <summary>A sync of a file began; by which thread.</summary>
public sealed record SyncBegan(string Thread, string File) : Asked;

/// <summary>The thread's sync has ended, and succeeded.</summary>
public sealed record SyncEnded(string Thread, string File) : Asked;

/// <summary>Something is about to be sent over a connection.</summary>
public sealed record Sends(string Text) : Asked;

/// <summary>
/// Reads what <c>strace</c> writes (<c>-f -y</c>): calls of many threads, where a call may be interrupted by others' and resumed later.
/// What has failed is left out.
/// </summary>
public static partial class Trace
{
    /// <summary>The tracer with what it must show; its output goes to a file or pipe.</summary>
    public static IReadOnlyList<string> Command(string output) =>
        ["strace", "-f", "-D", "-y", "-qq", "--seccomp-bpf", "-e", "trace=pwrite64,ftruncate,fdatasync,fsync,sendto,sendmsg,write,writev", "-e", "signal=none", "-s", "65536", "-o", output];

    /// <summary>What was asked for, in order.</summary>
    public static IEnumerable<Asked> Read(TextReader output)
    {
        Dictionary<string, (string Call, string Arguments)> open = [];
        while (output.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
                continue;
            var (thread, rest) = (line[..space], line[(space + 1)..].TrimStart());
            if (rest.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (open.Remove(thread, out var resumed) && Succeeded(rest) && Ended(thread, resumed.Call, resumed.Arguments) is { } ended)
                    yield return ended;
                continue;
            }

            var paren = rest.IndexOf('(', StringComparison.Ordinal);
            if (paren < 0)
                continue;
            var (call, arguments) = (rest[..paren], rest[(paren + 1)..]);
            if (Began(thread, call, arguments) is { } began)
                yield return began;
            if (arguments.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                open[thread] = (call, arguments);
            else if (Succeeded(arguments) && Ended(thread, call, arguments) is { } done)
                yield return done;
        }
    }

    private static Asked? Began(string thread, string call, string arguments) => call switch
    {
        "fsync" or "fdatasync" => new SyncBegan(thread, FileOf(arguments)),
        "sendto" or "sendmsg" or "write" or "writev" when arguments.Contains("\"HTTP/1.1 ", StringComparison.Ordinal) => new Sends(Encoding.UTF8.GetString(Text(arguments))),
        _ => null,
    };

    private static Asked? Ended(string thread, string call, string arguments)
    {
        switch (call)
        {
            case "fsync" or "fdatasync":
                return new SyncEnded(thread, FileOf(arguments));
            case "ftruncate" when Length().Match(arguments) is { Success: true } cut:
                return new Cut(FileOf(arguments), Number(cut.Groups[1].Value));
            case "pwrite64" when Place().Match(arguments) is { Success: true } place:
                var piece = Text(arguments);
                return piece.Length == Number(place.Groups[1].Value) ? new Wrote(FileOf(arguments), Number(place.Groups[2].Value), piece)
                    : throw new FormatException($"A piece of {place.Groups[1].Value} bytes was read as {piece.Length}.");
            default:
                return null;
        }
    }

    private static bool Succeeded(string rest) => !rest.Contains(") = -1 ", StringComparison.Ordinal) && !rest.EndsWith("= ?", StringComparison.Ordinal);

    private static string FileOf(string arguments) => arguments[(arguments.IndexOf('<', StringComparison.Ordinal) + 1)..arguments.IndexOf('>', StringComparison.Ordinal)];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    // The first string, as C writes it: named escapes, and octal numbers as short as what follows allows.
    private static byte[] Text(string arguments)
    {
        var text = new MemoryStream();
        for (var i = arguments.IndexOf('"', StringComparison.Ordinal) + 1; i < arguments.Length && arguments[i] != '"'; i++)
        {
            if (arguments[i] != '\\')
            {
                text.WriteByte((byte)arguments[i]);
                continue;
            }

            var escaped = arguments[++i];
            if (escaped is < '0' or > '7')
            {
                text.WriteByte(escaped switch { 'n' => (byte)'\n', 't' => (byte)'\t', 'r' => (byte)'\r', 'v' => 11, 'f' => 12, _ => (byte)escaped });
                continue;
            }

            var value = escaped - '0';
            for (var digits = 1; digits < 3 && arguments[i + 1] is >= '0' and <= '7'; digits++)
                value = (value * 8) + (arguments[++i] - '0');
            text.WriteByte((byte)value);
        }

        return text.ToArray();
    }

    [GeneratedRegex(@"""(?:\.\.\.)?, (\d+), (\d+)(?:\)| <unfinished)[^""]*$")]
    private static partial Regex Place();

    [GeneratedRegex(@">, (\d+)(?:\)| <unfinished)")]
    private static partial Regex Length();
}
