namespace Timpora.Comms.Agencies;

/// <summary>How urgent an alert is; the codes of the public contract, most urgent first.</summary>
public static class AlertLevelCode
{
    /// <summary>Critical: a person may be in danger now.</summary>
    public const string Kritis = "Kritis";

    /// <summary>Urgent: needs an answer within the hour.</summary>
    public const string Mendesak = "Mendesak";

    /// <summary>Routine: shown in the hub, wakes nobody.</summary>
    public const string Rutin = "Rutin";

    /// <summary>All levels, most urgent first.</summary>
    public static IReadOnlyList<string> All { get; } = [Kritis, Mendesak, Rutin];
}

/// <summary>Traffic-light marks (TLP 2.0) that say who may read an alert; strictest first.</summary>
public static class TlpMark
{
    /// <summary>Named recipients only.</summary>
    public const string Red = "RED";

    /// <summary>Required agencies only.</summary>
    public const string AmberStrict = "AMBER+STRICT";

    /// <summary>Agencies admitted to the channel.</summary>
    public const string Amber = "AMBER";

    /// <summary>The whole team.</summary>
    public const string Green = "GREEN";

    /// <summary>Everyone.</summary>
    public const string Clear = "CLEAR";

    /// <summary>All marks, strictest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Red, AmberStrict, Amber, Green, Clear];

    /// <summary>Whether a mark lets more people in than another.</summary>
    public static bool IsLooser(string mark, string than) => Rank(mark) > Rank(than);

    private static int Rank(string mark) => All.Index().First(m => m.Item == mark).Index;
}

/// <summary>Whether victims may be involved; anything but "no" guards outcomes that detain or deport.</summary>
public static class PossibleVictimsCode
{
    /// <summary>Signs of victims were seen.</summary>
    public const string Yes = "yes";

    /// <summary>Somebody looked and found no sign of victims.</summary>
    public const string No = "no";

    /// <summary>Nobody knows yet; counts as yes.</summary>
    public const string Unknown = "unknown";

    /// <summary>The three answers.</summary>
    public static IReadOnlyList<string> All { get; } = [Yes, No, Unknown];
}

/// <summary>What a member may be in the hub; the rights are the table in the access rules.</summary>
public static class MemberRole
{
    /// <summary>Petugas: posts alerts from the field.</summary>
    public const string Officer = "officer";

    /// <summary>Penghubung: answers for the agency.</summary>
    public const string Liaison = "liaison";

    /// <summary>Kepala jaga: answers when the liaison does not.</summary>
    public const string Chief = "chief";

    /// <summary>Sekretariat TIMPORA.</summary>
    public const string Secretariat = "secretariat";

    /// <summary>Ketua TIMPORA.</summary>
    public const string Chair = "chair";

    /// <summary>Admin instansi: members, contacts and roster of the own agency.</summary>
    public const string Admin = "admin";

    /// <summary>Reads the proof, changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>All roles.</summary>
    public static IReadOnlyList<string> All { get; } = [Officer, Liaison, Chief, Secretariat, Chair, Admin, Auditor];

    /// <summary>Roles a ladder can ask, and so a duty roster must fill.</summary>
    public static IReadOnlyList<string> OnDuty { get; } = [Liaison, Chief, Secretariat, Chair];
}

/// <summary>The kind of agency this hub gives a meaning to; every other kind is just a word of the organisation file.</summary>
public static class AgencyKind
{
    /// <summary>The team's own office, which seats secretariat and chair. There is exactly one.</summary>
    public const string Secretariat = "secretariat";
}
