using System.Text.RegularExpressions;

namespace Timpora.Comms.Agencies;

/// <summary>Where a member is reached outside the hub, as it is kept. Pure.</summary>
public static partial class Contacts
{
    /// <summary>Longest e-mail address there is (RFC 5321).</summary>
    public const int LongestEmail = 254;

    /// <summary>An address of plain characters as it is kept; null when it is none.</summary>
    public static string? Email(string text) => text.Trim() is { Length: <= LongestEmail } address && Address().IsMatch(address) ? address : null;

    /// <summary>
    /// A mobile number in E.164; null when it is none. Indonesian ones may be written as at home (<c>0812 …</c>), and a fixed line in Indonesia is none: it takes no text message.
    /// </summary>
    public static string? Mobile(string text)
    {
        var number = Between().Replace(text, "");
        number = number.StartsWith("00", StringComparison.Ordinal) ? "+" + number[2..]
            : number.StartsWith("08", StringComparison.Ordinal) ? "+62" + number[1..]
            : number.StartsWith("628", StringComparison.Ordinal) ? "+" + number
            // As many write it: the country's number and the zero besides.
            : number.StartsWith("+6208", StringComparison.Ordinal) ? "+62" + number[4..] : number;
        return number.StartsWith("+62", StringComparison.Ordinal) ? Indonesian().IsMatch(number) ? number : null : International().IsMatch(number) ? number : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\s().-]", RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    [GeneratedRegex(@"^\+628[0-9]{7,11}$", RegexOptions.CultureInvariant)]
    private static partial Regex Indonesian();

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}$", RegexOptions.CultureInvariant)]
    private static partial Regex International();
}
