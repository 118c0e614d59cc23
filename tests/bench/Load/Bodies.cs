using System.Text.Json;

namespace Timpora.Comms.Bench.Load;

/// <summary>What is posted to the hub.</summary>
internal static class Bodies
{
    /// <summary>Stands where each post's own client key goes.</summary>
    public const string AnyKey = "00000000-0000-7000-8000-000000000000";

    /// <summary>A message for a thread.</summary>
    public static string Message(string text) => JsonSerializer.Serialize(new { clientKey = AnyKey, text });

    /// <summary>A suspected case of trafficking in Bandar Lampung: four agencies owe an answer.</summary>
    public static string Alert(string channel, string headline, string narrative, string level = "Mendesak") => JsonSerializer.Serialize(
        new { clientKey = AnyKey, channel, caseType = "TPPO", level, headline, narrative, regionCode = "18.71" });
}
