namespace Timpora.Comms.Alerts;

/// <summary>What a screening for victims found; a closed list, because outcomes hang on it.</summary>
public static class ScreeningResult
{
    /// <summary>Nobody concerned is a victim of trafficking or smuggling.</summary>
    public const string NotAVictim = "not-a-victim";

    /// <summary>At least one is, or is taken to be.</summary>
    public const string Victim = "victim";

    /// <summary>Cannot be told yet: counts as a victim.</summary>
    public const string Unclear = "unclear";

    /// <summary>The three words.</summary>
    public static IReadOnlyList<string> All { get; } = [NotAVictim, Victim, Unclear];

    /// <summary>The word meant, in either language and however its parts are joined; null for anything else.</summary>
    public static string? Of(string? text) => text?.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-') switch
    {
        NotAVictim or "bukan-korban" => NotAVictim,
        Victim or "korban" => Victim,
        Unclear or "belum-jelas" => Unclear,
        _ => null,
    };
}
