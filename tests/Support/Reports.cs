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

    private static Dictionary<string, object?> With(Dictionary<string, object?> report, string field, object? value)
    {
        if (value is not null)
            report[field] = value;
        return report;
    }
}
