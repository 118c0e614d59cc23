using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>
/// What a person typed into a search, as the words both databases look for: letters and digits only, so no quote, operator or
/// control character ever reaches a query's syntax.
/// </summary>
public static partial class SearchWords
{
    /// <summary>Longest text that is searched for, in characters.</summary>
    public const int MostCharacters = 200;

    /// <summary>A pasted sentence is searched by its longest words; each word costs a look into the index.</summary>
    public const int MostWords = 12;

    // PostgreSQL's index holds no longer word; the beginning of one finds it all the same.
    private const int LongestWord = 60;

    /// <summary>The words, without accents, in lower case, each once, the longest first; none if there is no letter and no digit.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        foreach (var rune in Decomposed(IdBeginning().Replace(text, id => id.Value.Replace("-", "", StringComparison.Ordinal))).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber)
                word.Append(Rune.ToLowerInvariant(rune));
            else if (rune.Value is not (>= 0x300 and <= 0x36F))
                Take();
        }

        Take();
        return [.. words.OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal).Take(MostWords)];

        void Take()
        {
            if (word.Length > 0)
                words.Add(Cut(word.ToString().Normalize(NormalizationForm.FormC)));
            word.Clear();
        }
    }

    /// <summary>Writes what alerts are found by where a database from before has none. Does nothing when all have it.</summary>
    public static async Task FillSearchWords(this HubDb db, CancellationToken ct)
    {
        while (await db.Alerts.Where(a => a.SearchWords == "").OrderBy(a => a.Id).Take(500).ToListAsync(ct) is { Count: > 0 } alerts)
        {
            // Follows from the alert's own fields, so that reading it is enough; only storing it must be asked for.
            foreach (var alert in alerts)
                db.Entry(alert).Property(a => a.SearchWords).IsModified = true;
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }

    // Alerts are indexed by their id as one word, without its dashes: its short groups would be found by ordinary words.
    [GeneratedRegex(@"\b0[0-9a-f]{7}-(?:[0-9a-f]{4}-){0,2}[0-9a-f]{1,4}(?:-[0-9a-f]{1,12})?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IdBeginning();

    // Normalisation refuses half characters, so what is no character goes first.
    private static string Decomposed(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate ? " " : rune.ToString()))
            .Normalize(NormalizationForm.FormD);

    private static string Cut(string word) =>
        word.Length <= LongestWord ? word : word[..(char.IsHighSurrogate(word[LongestWord - 1]) ? LongestWord - 1 : LongestWord)];
}
