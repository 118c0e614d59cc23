using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Timpora.Comms.Channels;

/// <summary>
/// The canonical form that entries are hashed in: a subset of RFC 8785 (JSON Canonicalization Scheme) with strings,
/// integers, booleans, arrays and objects only. Can never be changed: every hash ever written depends on it.
/// </summary>
public static class Canonical
{
    /// <summary>Hash before the first entry of a channel: 32 zero bytes.</summary>
    public static byte[] Genesis => new byte[32];

    /// <summary>Writes a value as canonical JSON. Throws on anything outside the subset (null, fractions, lone surrogates).</summary>
    public static string Write(object value)
    {
        var text = new StringBuilder(512);
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The canonical text of one entry; <paramref name="dataJson"/> is canonical already.</summary>
    public static string Entry(string? actor, Guid? alertId, string at, string channel, string dataJson, string epoch, string kind, long seq)
    {
        var text = new StringBuilder(dataJson.Length + 256).Append('{');
        if (actor is not null)
            Quote(text.Append("\"actor\":"), actor).Append(',');
        if (alertId is { } id)
            text.Append("\"alertId\":\"").Append(id.ToString("D")).Append("\",");
        Quote(text.Append("\"at\":"), at);
        Quote(text.Append(",\"channel\":"), channel);
        text.Append(",\"data\":").Append(dataJson);
        Quote(text.Append(",\"epoch\":"), epoch);
        Quote(text.Append(",\"kind\":"), kind);
        return text.Append(",\"seq\":").Append(seq.ToString(CultureInfo.InvariantCulture)).Append('}').ToString();
    }

    /// <summary>SHA-256(prevHash ‖ canonical).</summary>
    public static byte[] Hash(ReadOnlySpan<byte> prevHash, string canonical)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(prevHash.Length + Encoding.UTF8.GetMaxByteCount(canonical.Length));
        try
        {
            prevHash.CopyTo(bytes);
            return SHA256.HashData(bytes.AsSpan(0, prevHash.Length + Encoding.UTF8.GetBytes(canonical, bytes.AsSpan(prevHash.Length))));
        }
        finally
        {
            // What is hashed may be a victim's story; the pool lends to everybody.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    /// <summary>base64url(SHA-256(salt ‖ utf8(value))): what stands in the log instead of text that may have to be erased.</summary>
    public static string Commit(ReadOnlySpan<byte> salt, string value) => Base64Url.EncodeToString(Hash(salt, value));

    /// <summary>base64url without padding, as every hash and salt is written in the contract.</summary>
    public static string Base64(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>A time as the log writes it: RFC 3339, UTC, always six digits.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time that a text of <see cref="Time"/> says.</summary>
    public static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static readonly Comparer<KeyValuePair<string, object>> byKey = Comparer<KeyValuePair<string, object>>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key));

    private static void Append(StringBuilder text, object value)
    {
        switch (value)
        {
            case string s:
                Quote(text, s);
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case int or long:
                text.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
                break;
            case IEnumerable<KeyValuePair<string, object>> map:
                text.Append('{');
                var first = true;
                var members = map.ToArray();
                Array.Sort(members, byKey);
                foreach (var (key, item) in members)
                {
                    if (!first)
                        text.Append(',');
                    first = false;
                    Append(Quote(text, key).Append(':'), item);
                }

                text.Append('}');
                break;
            case System.Collections.IEnumerable list:
                text.Append('[');
                var head = true;
                foreach (var item in list)
                {
                    if (!head)
                        text.Append(',');
                    head = false;
                    Append(text, item);
                }

                text.Append(']');
                break;
            default:
                throw new ArgumentException($"{value?.GetType().Name ?? "null"} has no canonical form.", nameof(value));
        }
    }

    // RFC 8785 section 3.2.2.2: only the quote, the backslash and control characters are escaped.
    private static StringBuilder Quote(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                text.Append(c).Append(value[++i]);
            else if (char.IsSurrogate(c))
                throw new ArgumentException("A lone surrogate has no canonical form.", nameof(value));
            else
                _ = c switch
                {
                    '"' => text.Append("\\\""),
                    '\\' => text.Append("\\\\"),
                    '\b' => text.Append("\\b"),
                    '\t' => text.Append("\\t"),
                    '\n' => text.Append("\\n"),
                    '\f' => text.Append("\\f"),
                    '\r' => text.Append("\\r"),
                    < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                    _ => text.Append(c),
                };
        }

        return text.Append('"');
    }
}
