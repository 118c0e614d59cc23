using System.Text.RegularExpressions;

namespace Timpora.Comms.Alerts;

/// <summary>
/// A referral for a suspected sham marriage needs a fact somebody observed. That two people of different nationality, faith or
/// origin married is no ground: such words alone are refused, so that nobody is reported for who they are.
/// </summary>
public static partial class MarriageGround
{
    private const int FewestLetters = 15;

    /// <summary>Whether something remains once everything that only says who the couple are is taken away.</summary>
    public static bool IsConcrete(string? ground) =>
        ground is not null && WhoTheyAre().Replace(ground, " ").Count(char.IsLetter) >= FewestLetters;

    [GeneratedRegex(
        @"\b(?:pasangan|perkawinan|pernikahan|kawin|nikah|menikah|menikahi|suami|istri|campuran|campur|beda|berbeda|antar|negara|bangsa|kewarganegaraan|warga|asing|agama|suku|ras|etnis|orang|wna|wni|dengan|dan|dari|yang|adalah|karena|di|ini|itu|mereka|mixed|couple|marriage|married|marries|foreign|foreigner|nationality|nationalities|citizen|citizenship|religion|ethnicity|race|different|indonesian|indonesia|with|and|is|are|the|a|an|of|from|because|they|he|she|husband|wife|spouse)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex WhoTheyAre();
}
