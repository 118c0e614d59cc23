using System.Text.Json;

namespace Timpora.Comms.Agencies;

/// <summary>One thing wrong in an organisation file: where, and what to do about it.</summary>
public sealed record OrganisationError(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>An organisation file cannot be used; the message lists everything that is wrong, so that one edit mends it all.</summary>
public sealed class OrganisationFileException : Exception
{
    /// <summary>Refuses the file at <paramref name="source"/>.</summary>
    public OrganisationFileException(string source, IReadOnlyList<OrganisationError> errors, Exception? inner = null)
        : base($"The organisation file {source} cannot be used:{string.Concat(errors.Select(error => $"{Environment.NewLine}  - {error}"))}", inner) =>
        Errors = errors;

    /// <summary>Everything that is wrong, in the order of the file where that is known.</summary>
    public IReadOnlyList<OrganisationError> Errors { get; }
}

/// <summary>
/// Reads the one file that says who the team is: JSON with comments. Either everything in it is consistent, or an
/// <see cref="OrganisationFileException"/> names all that is not.
/// </summary>
public static class OrganisationFile
{
    /// <summary>The configuration key of the file's path; relative paths start at the program's folder.</summary>
    public const string ConfigurationKey = "Organisation:File";

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 16,
    };

    /// <summary>The file that ships with the program: the demo team of Bandar Lampung.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "Agencies", "timpora-lampung.jsonc");

    /// <summary>The organisation of a configured path, of the shipped file when there is none.</summary>
    public static Organisation LoadConfigured(string? path) =>
        Load(string.IsNullOrWhiteSpace(path) ? DefaultPath : Path.Combine(AppContext.BaseDirectory, path));

    /// <summary>The organisation in this file.</summary>
    public static Organisation Load(string path)
    {
        string json;
        try
        {
            json = File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new OrganisationFileException(path, [new OrganisationError("$", "The file cannot be read: " + unreadable.Message)], unreadable);
        }
        return Parse(json, path);
    }

    /// <summary>The organisation in this text; <paramref name="source"/> only names it in the error.</summary>
    public static Organisation Parse(string json, string source = "(text)")
    {
        var errors = new List<OrganisationError>();
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            var parts = FileNode.Root(document.RootElement, errors).Read(OrganisationReading.Whole);
            OrganisationRules.Check(parts, errors);
            return errors.Count == 0 ? new Organisation(parts) : throw new OrganisationFileException(source, errors);
        }
        catch (JsonException broken)
        {
            throw new OrganisationFileException(source, [new OrganisationError("$", "This is not JSON: " + broken.Message)], broken);
        }
    }
}
