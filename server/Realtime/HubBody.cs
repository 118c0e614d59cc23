using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>
/// An argument of a hub method as it came, in either protocol. Read as the same JSON that HTTP takes, so a wrong one is refused
/// by the same words; SignalR's own binding would only say that something failed.
/// </summary>
[JsonConverter(typeof(FromJson))]
[MessagePackFormatter(typeof(FromMessagePack))]
public sealed class HubBody
{
    private readonly JsonElement? body;

    private HubBody(JsonElement? body) => this.body = body;

    /// <summary>The argument as a <typeparamref name="T"/>.</summary>
    public T Read<T>() =>
        body is { } json && json.Deserialize<T>(Json.Options) is { } read ? read : throw new Rejection(Reasons.MalformedRequest);

    private sealed class FromJson : JsonConverter<HubBody>
    {
        public override bool HandleNull => true;

        public override HubBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, HubBody value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed class FromMessagePack : IMessagePackFormatter<HubBody>
    {
        public HubBody Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            using var text = new StringWriter();
            MessagePackSerializer.ConvertToJson(ref reader, text, options);
            try
            {
                using var document = JsonDocument.Parse(text.ToString());
                return new(document.RootElement.Clone());
            }
            catch (JsonException)
            {
                // What MessagePack can say and JSON cannot (NaN, say) is refused when it is read.
                return new(null);
            }
        }

        public void Serialize(ref MessagePackWriter writer, HubBody value, MessagePackSerializerOptions options) => throw new NotSupportedException();
    }
}
