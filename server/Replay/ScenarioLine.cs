using System.Globalization;
using System.Text.Json;

namespace Timpora.Comms.Replay;

/// <summary>One line of a scenario file; every complaint names it.</summary>
internal sealed record ScenarioLine(int Number, JsonElement Object)
{
    public static ScenarioLine Parse(int number, string text)
    {
        try
        {
            var value = JsonElement.Parse(text);
            return value.ValueKind == JsonValueKind.Object ? new(number, value) : throw new ScenarioException($"Line {number}: not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ScenarioException($"Line {number}: not valid JSON, at column {exception.BytePositionInLine + 1}. One object stands on one line.");
        }
    }

    public bool Has(string field) => Object.TryGetProperty(field, out _);

    public JsonElement Required(string field) => Object.TryGetProperty(field, out var value) ? value : throw Wrong($"\"{field}\" is missing");

    public string Text(string field) =>
        Required(field) is { ValueKind: JsonValueKind.String } text && !string.IsNullOrWhiteSpace(text.GetString()) ? text.GetString()! : throw Wrong($"\"{field}\" must be text");

    public IReadOnlyList<string> Texts(string field) =>
        Required(field) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(i => i.GetString()!)] : throw Wrong($"\"{field}\" must be a list of texts");

    public int Whole(string field) =>
        Required(field) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0 ? value : throw Wrong($"\"{field}\" must be a whole number from 1");

    public TimeSpan Time(string field) =>
        TimeSpan.TryParseExact(Text(field), @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var time)
            ? time : throw Wrong($"\"{field}\" is \"{Text(field)}\", not a time such as 00:02:30 (hours, minutes and seconds since the post)");

    public ScenarioLine Only(params IReadOnlyList<string> fields) =>
        Object.EnumerateObject().FirstOrDefault(p => !fields.Contains(p.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other
            ? throw Wrong($"\"{other.Name}\" does not belong here; known are {string.Join(", ", fields)}") : this;

    public ScenarioException Wrong(string what) => new($"Line {Number}: {what}.");
}
