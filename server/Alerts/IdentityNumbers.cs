using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Timpora.Comms.Alerts;

/// <summary>
/// Finds numbers that identify a person in free text. Such text is read by many agencies and cannot be unread, so it is refused
/// before it is stored (UU 21/2007 art. 44; UU 27/2022).
/// </summary>
public static partial class IdentityNumbers
{
    private const int FewestDigits = 6;

    /// <summary>A NIK (sixteen digits, however spaced) or a passport number stands in the text.</summary>
    public static bool Contains(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return false;
        var plain = Plain(text);
        // Every message comes through here, and most hold few digits: each number has six or more, one that is called a passport's at least one.
        var digits = plain.Count(char.IsAsciiDigit);
        return digits > 0 && ((digits >= FewestDigits && (Nik().IsMatch(plain) || Passport().IsMatch(plain))) || NamedPassport().IsMatch(plain));
    }

    /// <summary>A telephone number stands in the text: allowed, but the poster is warned.</summary>
    public static bool ContainsTelephone(string? text) => !string.IsNullOrEmpty(text) && Telephone().IsMatch(Plain(text));

    // Full-width and other scripts' digits, and invisible characters between them, must not carry a number past the check.
    private static string Plain(string text)
    {
        // Nothing of this is ASCII.
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var rune in Characters(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                continue;
            plain.Append(category == UnicodeCategory.DecimalDigitNumber ? new Rune('0' + (int)Rune.GetNumericValue(rune)) : Rune.ToUpperInvariant(rune));
        }

        return plain.ToString();
    }

    // Normalizing throws on code points that are no characters (U+FFFE), and between digits they are as invisible as the others.
    private static string Characters(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF)).Select(rune => rune.ToString()));

    // However grouped: a dash between spaces is three characters. No comma and no line end: coordinates and lists stay possible.
    [GeneratedRegex(@"(?<![0-9])[0-9](?:[ \t.\-_/\u00B7\u2010-\u2015]{0,3}[0-9]){15}(?![0-9])")]
    private static partial Regex Nik();

    // Indonesian passports: one letter and seven digits, or two letters and six or seven; most others look alike.
    // Words that stand before sums, dates and distances are no passport's letters: a price is what such reports are full of.
    [GeneratedRegex(@"(?<![A-Z0-9])(?!(?:RP|DI|KE|NO|KM|TH)[ \-]?[0-9])[A-Z]{1,2}[ \-]?[0-9]{6,8}(?![0-9])")]
    private static partial Regex Passport();

    [GeneratedRegex(@"\b(?:PASPOR|PASSPORT|SPLP)\b[^0-9A-Z]{0,4}(?:(?:NO|NOMOR|NUMBER|NR)\b[^0-9A-Z]{0,4})?(?=[A-Z]{0,3}[0-9])[A-Z0-9]{6,10}\b")]
    private static partial Regex NamedPassport();

    [GeneratedRegex(@"(?<![0-9])(?:\+?62|0)[ \-.]?8[0-9](?:[ \-.]?[0-9]){6,10}(?![0-9])")]
    private static partial Regex Telephone();
}
