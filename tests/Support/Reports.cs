namespace Timpora.Comms.Tests.Support;

/// <summary>Alerts as an officer reports them, all invented.</summary>
public static class Reports
{
    /// <summary>A holding house: goes to <c>tppo</c> under AMBER unless said otherwise.</summary>
    public static Dictionary<string, object?> HoldingHouse(string channel = "tppo", string? tlp = null) => With(new()
    {
        ["clientKey"] = Guid.CreateVersion7(),
        ["channel"] = channel,
        ["caseType"] = "TPPO",
        ["level"] = "Mendesak",
        ["headline"] = "Rumah penampungan di Rajabasa",
        ["narrative"] = "Warga melaporkan beberapa orang asing ditahan di sebuah rumah.",
        ["regionCode"] = "18.71",
    }, "tlp", tlp);

    /// <summary>As another report, with some fields said differently; null takes a field away.</summary>
    public static Dictionary<string, object?> But(this Dictionary<string, object?> report, params (string Field, object? Value)[] changes)
    {
        foreach (var (field, value) in changes)
            report[field] = value;
        return report;
    }

    /// <summary>A joint operation of which one agency is asked at once: one ladder, which is the lead's.</summary>
    public static Dictionary<string, object?> Operation(params string[] agencies) => HoldingHouse("opgab").But(
        ("caseType", "OPGAB"), ("level", "Kritis"), ("headline", "Operasi gabungan malam ini"), ("requiredAgencies", agencies.Length == 0 ? ["polresta"] : agencies));

    private static Dictionary<string, object?> With(Dictionary<string, object?> report, string field, object? value)
    {
        if (value is not null)
            report[field] = value;
        return report;
    }
}
