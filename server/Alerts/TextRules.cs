using System.Globalization;
using System.Text;
using FluentValidation;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Alerts;

/// <summary>Rules for free text that several use cases share, with their sentences in both languages.</summary>
public static class TextRules
{
    /// <summary>Required text of a bounded length, without control characters and without identity numbers.</summary>
    public static IRuleBuilderOptions<T, string?> FreeText<T>(this IRuleBuilder<T, string?> rule, int atLeast, int atMost) => rule
        .Must(IsVisible).WithSentence(new("Wajib diisi.", "Required."))
        .Must(text => text is null || text.Trim().Length == 0 || text.Trim().Length >= atLeast).WithSentence(new($"Paling sedikit {atLeast} karakter.", $"At least {atLeast} characters."))
        .OptionalText(atMost);

    /// <summary>Text that may be absent; if present, bounded and without control characters and identity numbers.</summary>
    public static IRuleBuilderOptions<T, string?> OptionalText<T>(this IRuleBuilder<T, string?> rule, int atMost) => rule
        .Must(text => text is null || text.Length <= atMost).WithSentence(new($"Paling banyak {atMost} karakter.", $"At most {atMost} characters."))
        .Must(text => text is null || !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))).WithSentence(new("Berisi karakter yang tidak dapat ditampilkan.", "Contains characters that cannot be shown."))
        .Must(text => text is null || text.Length > atMost || !IdentityNumbers.Contains(text)).WithSentence(NoIdentity);

    // Zero-width characters alone would be an alert that nobody can see.
    private static bool IsVisible(string? text) => text is not null && text.EnumerateRunes().Any(rune => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned));

    /// <summary>The sentence for a refused identity number.</summary>
    public static Say NoIdentity { get; } = new(
        "Jangan menulis NIK atau nomor paspor di sini. Hapus nomornya; identitas tidak boleh ada dalam teks peringatan.",
        "Do not write a national id or passport number here. Remove the number; identities never stand in an alert's text.");

    /// <summary>The version an answer is meant for.</summary>
    public static IRuleBuilderOptions<T, int?> AlertVersion<T>(this IRuleBuilder<T, int?> rule) =>
        rule.Must(version => version is >= 1).WithSentence(new("Sebutkan versi peringatan yang dijawab (1 atau lebih).", "State the alert version you answer (1 or more)."));

    /// <summary>The client key of a command that must not happen twice.</summary>
    public static IRuleBuilderOptions<T, Guid?> ClientKey<T>(this IRuleBuilder<T, Guid?> rule) =>
        rule.Must(key => key is { } given && given != Guid.Empty).WithSentence(new("Wajib: UUID yang dibuat sekali untuk tindakan ini.", "Required: a UUID made once for this act."));
}
