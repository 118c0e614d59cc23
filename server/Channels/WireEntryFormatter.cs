using MessagePack;
using MessagePack.Formatters;

namespace Timpora.Comms.Channels;

/// <summary>Writes an entry as a MessagePack map of the members it has; the generated formatter would write nil for the others.</summary>
public sealed class WireEntryFormatter : IMessagePackFormatter<WireEntry?>
{
    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, WireEntry? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var optional = (value.At is null ? 0 : 1) + (value.Actor is null ? 0 : 1) + (value.AlertId is null ? 0 : 1)
            + (value.Data is null ? 0 : 1) + (value.Reveal is null ? 0 : 1);
        writer.WriteMapHeader(4 + optional);
        writer.Write("seq");
        writer.Write(value.Seq);
        Text(ref writer, "kind", value.Kind);
        Text(ref writer, "at", value.At);
        Text(ref writer, "actor", value.Actor);
        Text(ref writer, "alertId", value.AlertId);
        if (value.Data is not null)
        {
            writer.Write("data");
            Plain(ref writer, value.Data);
        }

        if (value.Reveal is not null)
        {
            writer.Write("reveal");
            writer.WriteMapHeader(value.Reveal.Count);
            foreach (var (field, reveal) in value.Reveal)
            {
                writer.Write(field);
                writer.WriteMapHeader(2);
                Text(ref writer, "salt", reveal.Salt);
                Text(ref writer, "value", reveal.Value);
            }
        }

        Text(ref writer, "prevHash", value.PrevHash);
        Text(ref writer, "hash", value.Hash);
    }

    /// <inheritdoc/>
    // The hub only sends entries.
    public WireEntry? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => throw new NotSupportedException();

    private static void Text(ref MessagePackWriter writer, string name, string? value)
    {
        if (value is null)
            return;
        writer.Write(name);
        writer.Write(value);
    }

    private static void Plain(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case string s:
                writer.Write(s);
                break;
            case bool b:
                writer.Write(b);
                break;
            case long n:
                writer.Write(n);
                break;
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteMapHeader(map.Count);
                foreach (var (key, item) in map)
                {
                    writer.Write(key);
                    Plain(ref writer, item);
                }

                break;
            case IReadOnlyCollection<object?> list:
                writer.WriteArrayHeader(list.Count);
                foreach (var item in list)
                    Plain(ref writer, item);
                break;
            default:
                // The canonical form knows nothing else.
                writer.WriteNil();
                break;
        }
    }
}
