using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Timpora.Comms.Pipeline;

/// <summary>How the contract is written: camelCase, absent instead of null, codes as words, times as RFC 3339 UTC.</summary>
public static class Json
{
    /// <summary>The contract's options.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Sets the contract's options on another serializer (HTTP, SignalR).</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Answers are JSON under their own content type and are never put into a page's markup.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.RespectNullableAnnotations = false;
        options.Converters.Add(new UtcTime());
        options.Converters.Add(new Text());
        return options;
    }

    // U+0000 is no text: PostgreSQL cannot store it, and nobody types it.
    private sealed class Text : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var at = reader.GetDateTimeOffset().ToUniversalTime();
            // The databases keep whole microseconds.
            return new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Channels.Canonical.Time(value));
    }
}
