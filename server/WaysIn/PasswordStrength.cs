using System.Collections.Frozen;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// Whether a password is hard to guess. Length is what counts, and rules about kinds of characters only make passwords predictable; what people choose most is refused
/// (NIST SP 800-63B-4, 3.1.1.2). What is counted are its pieces: a common word or password, a run of digits, a row of keys or one character over and over is one piece, however
/// long; a character that belongs to none of these is a piece of its own. Pure.
/// </summary>
public static class PasswordStrength
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>Most characters: hashing takes time.</summary>
    public const int Longest = 1024;

    /// <summary>Fewest pieces: four words that nobody else would put together.</summary>
    public const int FewestPieces = 4;

    // Shorter words stand in too much by chance.
    private const int ShortestWord = 3;

    private static readonly string[] rows = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0123456789"];

    private static readonly FrozenSet<string> words = Read("common-words.txt", "common-passwords.txt");

    private static readonly int longestWord = words.Max(w => w.Length);

    /// <summary>Refuses one that is too easy to guess; who one is, is guessed first.</summary>
    public static void Require(string password, string userName, string name)
    {
        if (!IsStrong(password, userName, name))
            throw Rejection.Field("password", new Say(
                "Kata sandi ini terlalu mudah ditebak. Gabungkan empat kata yang tidak berhubungan.", "This password is too easy to guess. Put four words together that have nothing to do with each other."));
    }

    /// <summary>Whether it has enough pieces.</summary>
    public static bool IsStrong(string password, params string[] known) => password.Length >= Shortest && Pieces(password, known) >= FewestPieces;

    internal static int Pieces(string password, params string[] known)
    {
        var text = Plain(password);
        var own = known.SelectMany(k => k.ToLowerInvariant().Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length >= ShortestWord).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pieces = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = Piece(text, i, own);
            // The same piece again adds nothing, nor do the signs between words.
            var piece = text.Substring(i, length);
            if (!own.Contains(piece) && !(length == 1 && !char.IsLetterOrDigit(piece[0])) && seen.Add(piece))
                pieces++;
            i += length;
        }

        return pieces;
    }

    private static int Piece(string text, int at, HashSet<string> own) => Math.Max(Math.Max(Word(text, at, own), Row(text, at)), Math.Max(Digits(text, at), Same(text, at)));

    private static int Word(string text, int at, HashSet<string> own)
    {
        for (var length = Math.Min(Math.Max(longestWord, own.Count == 0 ? 0 : own.Max(w => w.Length)), text.Length - at); length >= ShortestWord; length--)
            if (text.Substring(at, length) is var piece && (words.Contains(piece) || own.Contains(piece)))
                return length;
        return 1;
    }

    // Three or more that lie beside each other, in either direction.
    private static int Row(string text, int at)
    {
        var longest = 1;
        foreach (var row in rows)
            foreach (var step in (int[])[1, -1])
            {
                var length = 1;
                while (at + length < text.Length && row.IndexOf(text[at + length - 1], StringComparison.Ordinal) is >= 0 and var here && row.IndexOf(text[at + length], StringComparison.Ordinal) == here + step)
                    length++;
                longest = length >= 3 ? Math.Max(longest, length) : longest;
            }

        return longest;
    }

    private static int Digits(string text, int at) => Math.Max(1, text.Skip(at).TakeWhile(char.IsAsciiDigit).Count());

    private static int Same(string text, int at) => text.Skip(at).TakeWhile(c => c == text[at]).Count();

    // As guessers do it: small letters, and signs that stand for letters.
    private static string Plain(string password)
    {
        var text = password.ToLowerInvariant().ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            // A digit between letters only: elsewhere it is a digit.
            var isInside = i > 0 && char.IsAsciiLetter(text[i - 1]) && i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]);
            text[i] = (text[i], isInside) switch { ('@', _) => 'a', ('$', _) => 's', ('0', true) => 'o', ('1', true) => 'i', ('3', true) => 'e', ('4', true) => 'a', ('5', true) => 's', ('7', true) => 't', _ => text[i] };
        }

        return new string(text);
    }

    // As they look once they are made plain.
    private static FrozenSet<string> Read(params string[] files) => files.SelectMany(file =>
    {
        using var reader = new StreamReader(typeof(PasswordStrength).Assembly.GetManifestResourceStream("Timpora.Comms.WaysIn." + file)!);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }).Where(w => w.Length >= ShortestWord).SelectMany(w => new[] { w, Plain(w) }).ToFrozenSet(StringComparer.Ordinal);
}
