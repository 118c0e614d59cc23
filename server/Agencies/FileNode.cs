using System.Globalization;
using System.Text.Json;

namespace Timpora.Comms.Agencies;

/// <summary>
/// An object of the organisation file, read property by property. What is missing or of the wrong shape is noted with its path and read as an empty
/// value, so that one pass finds every error; rules that follow pass over empty values.
/// </summary>
internal sealed class FileNode
{
    private readonly JsonElement? element;
    private readonly string path;
    private readonly List<OrganisationError> errors;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private FileNode(JsonElement? element, string path, List<OrganisationError> errors)
    {
        (this.path, this.errors) = (path, errors);
        this.element = element is { ValueKind: JsonValueKind.Object } ? element : null;
        if (element is not null && this.element is null) Refuse("", "Write an object { … } here.");
    }

    public static FileNode Root(JsonElement element, List<OrganisationError> errors) => new(element, "", errors);

    /// <summary>Reads it whole; whatever <paramref name="read"/> did not ask for is most likely a spelling mistake.</summary>
    public T Read<T>(Func<FileNode, T> read)
    {
        var result = read(this);
        foreach (var property in element?.EnumerateObject() ?? [])
        {
            if (!asked.Contains(property.Name))
                Refuse(property.Name, $"This is not known here. Known: {string.Join(", ", asked)}.");
        }
        return result;
    }

    public bool Has(string name) => Find(name) is not null;

    public string Text(string name) => Required(name, "a text") is { } value ? TextOf(value, At(name)) : "";

    public string? OptionalText(string name) => Find(name) is { } value ? TextOf(value, At(name)) : null;

    public int Number(string name, int from, int to)
    {
        var wanted = $"a whole number from {from} to {to}";
        if (Required(name, wanted) is not { } value) return from;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= from && number <= to) return number;
        Refuse(name, $"Write {wanted}.");
        return from;
    }

    public bool Flag(string name)
    {
        if (Required(name, "true or false") is not { } value) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(name, "Write true or false, without quotes.");
        return false;
    }

    public TimeOnly Time(string name)
    {
        var text = Text(name);
        // An end at 24:00 is how people write midnight, and the same instant.
        if (text == "24:00" && name == "to") return TimeOnly.MinValue;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        if (text.Length > 0) Refuse(name, $"'{text}' is no time of day; write it as \"07:00\", midnight as \"00:00\".");
        return default;
    }

    public DateOnly Date(string name)
    {
        var text = Text(name);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        if (text.Length > 0) Refuse(name, $"'{text}' is no date; write it as \"2026-01-02\".");
        return default;
    }

    public IReadOnlyList<string> Texts(string name) =>
        Required(name, "a list of texts [ … ]") is { } value ? TextsOf(value, At(name)) : [];

    public IReadOnlyList<string>? OptionalTexts(string name) => Find(name) is { } value ? TextsOf(value, At(name)) : null;

    public T Object<T>(string name, Func<FileNode, T> read) => new FileNode(Required(name, "an object { … }"), At(name), errors).Read(read);

    public IReadOnlyList<T> Objects<T>(string name, Func<FileNode, T> read)
    {
        if (Required(name, "a list [ … ]") is not { } value) return [];
        return [.. Items(value, At(name)).Select(item => new FileNode(item.Element, item.Path, errors).Read(read))];
    }

    /// <summary>Notes what is wrong with a property; the object itself when the name is empty.</summary>
    public void Refuse(string name, string message) => errors.Add(new OrganisationError(At(name), message));

    private List<string> TextsOf(JsonElement value, string at) => [.. Items(value, at).Select(item => TextOf(item.Element, item.Path))];

    private string TextOf(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length > 0 && text.Trim() == text) return text;
        errors.Add(new OrganisationError(at, "Write a text in quotes, not empty and without spaces around it."));
        return "";
    }

    private List<(JsonElement Element, string Path)> Items(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray().Select((item, index) => (item, $"{at}[{index}]"))];
        errors.Add(new OrganisationError(at, "Write a list [ … ] here."));
        return [];
    }

    private JsonElement? Required(string name, string wanted)
    {
        var value = Find(name);
        // Below something that is itself absent or misshapen, one error has been noted already.
        if (value is null && element is not null) Refuse(name, $"This is missing; write {wanted}.");
        return value;
    }

    private JsonElement? Find(string name)
    {
        asked.Add(name);
        return element is { } here && here.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private string At(string name) => (path, name) switch
    {
        ("", "") => "$",
        ("", _) => name,
        (_, "") => path,
        _ => path + "." + name,
    };
}
