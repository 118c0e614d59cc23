using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Golden;

/// <summary>
/// Files that hold what strangers rely on, reviewed like code when they change. <c>./test golden</c> writes them anew.
/// </summary>
internal static partial class Golden
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compares with the file, or writes it when <c>TIMPORA_GOLDEN=write</c>.</summary>
    public static async Task Holds(string file, JsonNode now)
    {
        var text = now.ToJsonString(Readable) + "\n";
        var path = Path.Combine(Repository.Root, "tests", "Golden", file);
        if (Environment.GetEnvironmentVariable("TIMPORA_GOLDEN") == "write")
            await File.WriteAllTextAsync(path, text);
        Assert.True(File.Exists(path), $"{file} is missing; ./test golden writes it.");
        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }

    /// <summary>What differs from run to run becomes a word: ids, times, hashes and salts.</summary>
    public static JsonNode? Steady(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Steady(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Steady)]),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => Steady(v.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    private static string Steady(string text) =>
        Guid.TryParse(text, out _) ? "<id>" : Time().IsMatch(text) ? "<time>" : Hash().IsMatch(text) ? "<hash>" : text;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{43}$")]
    private static partial Regex Hash();
}
