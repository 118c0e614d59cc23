using System.Text.Json;

namespace Timpora.Comms.Pipeline;

/// <summary>JSON as plain objects (text, whole numbers, booleans, lists, dictionaries), which every hub protocol can write.</summary>
public static class Plain
{
    /// <summary>Reads a JSON object.</summary>
    public static Dictionary<string, object?> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Map(document.RootElement);
    }

    /// <summary>The contract's form of an answer: what its JSON would say, member for member.</summary>
    public static object? Of(object? value) => value is null ? null : Value(JsonSerializer.SerializeToElement(value, value.GetType(), Json.Options));

    private static Dictionary<string, object?> Map(JsonElement element) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value), StringComparer.Ordinal);

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Map(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        // Boxed apart: a conditional of both types would make every whole number a fraction.
        JsonValueKind.Number when element.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => element.GetDouble(),
        _ => null,
    };
}
