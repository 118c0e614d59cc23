namespace Timpora.Comms.Access;

/// <summary>
/// What a person knows a device by, as far as its browser says: "Chrome · Android". Browsers say less and less (User-Agent reduction), and a program may
/// say anything, so nothing is decided from it.
/// </summary>
public static class DeviceName
{
    // The first that is found counts: many name others before themselves.
    private static readonly (string Sign, string Name)[] browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    /// <summary>The name, made of known words only; null when none is known.</summary>
    public static string? Of(string? userAgent)
    {
        string?[] parts = [Find(browsers, userAgent), Find(systems, userAgent)];
        return parts.Any(p => p is not null) ? string.Join(" · ", parts.OfType<string>()) : null;
    }

    private static string? Find((string Sign, string Name)[] known, string? userAgent) =>
        Array.Find(known, k => userAgent?.Contains(k.Sign, StringComparison.Ordinal) == true).Name;
}
