using System.Globalization;
using FluentValidation.Resources;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// What a validator says, in both languages. Our own sentences, because the library's name the property in English and repeat
/// the value, and what was refused must never come back.
/// </summary>
public sealed class Sentences : ILanguageManager
{
    private static readonly Say Otherwise = new("Isian ini tidak sah.", "This field is not valid.");

    private static readonly Dictionary<string, Say> Known = new(StringComparer.Ordinal)
    {
        ["NotNullValidator"] = new("Isian ini wajib diisi.", "This field is required."),
        ["NotEmptyValidator"] = new("Isian ini wajib diisi.", "This field is required."),
        ["NullValidator"] = new("Isian ini harus dikosongkan.", "This field must be left out."),
        ["EmptyValidator"] = new("Isian ini harus dikosongkan.", "This field must be left out."),
        ["LengthValidator"] = new("Panjangnya harus antara {MinLength} dan {MaxLength} karakter.", "Must be between {MinLength} and {MaxLength} characters long."),
        ["MinimumLengthValidator"] = new("Sedikitnya {MinLength} karakter.", "Must have at least {MinLength} characters."),
        ["MaximumLengthValidator"] = new("Paling banyak {MaxLength} karakter.", "Must have at most {MaxLength} characters."),
        ["ExactLengthValidator"] = new("Harus tepat {MaxLength} karakter.", "Must have exactly {MaxLength} characters."),
        ["InclusiveBetweenValidator"] = new("Harus antara {From} dan {To}.", "Must be between {From} and {To}."),
        ["ExclusiveBetweenValidator"] = new("Harus lebih dari {From} dan kurang dari {To}.", "Must be more than {From} and less than {To}."),
        ["GreaterThanOrEqualValidator"] = new("Sedikitnya {ComparisonValue}.", "Must be at least {ComparisonValue}."),
        ["GreaterThanValidator"] = new("Harus lebih dari {ComparisonValue}.", "Must be more than {ComparisonValue}."),
        ["LessThanOrEqualValidator"] = new("Paling banyak {ComparisonValue}.", "Must be at most {ComparisonValue}."),
        ["LessThanValidator"] = new("Harus kurang dari {ComparisonValue}.", "Must be less than {ComparisonValue}."),
        ["EnumValidator"] = new("Pilihan ini tidak dikenal.", "This choice is not known."),
    };

    /// <inheritdoc/>
    public bool Enabled { get; set; } = true;

    /// <inheritdoc/>
    public CultureInfo? Culture { get; set; }

    /// <inheritdoc/>
    public string GetString(string key, CultureInfo? culture = null) => Known.GetValueOrDefault(key, Otherwise).ToString();
}
