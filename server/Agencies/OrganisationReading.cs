namespace Timpora.Comms.Agencies;

/// <summary>The shape of the organisation file: which properties there are and how they become records.</summary>
internal static class OrganisationReading
{
    private const int Month = 31 * 24 * 60;

    public static OrganisationParts Whole(FileNode node) => new(
        node.Text("name"),
        TimeZoneOf(node, node.Text("timeZone")) ?? TimeZoneInfo.Utc,
        node.Texts("regions"),
        node.Objects("agencies", AgencyOf),
        node.Objects("caseTypes", CaseTypeOf),
        node.Objects("channels", ChannelOf),
        node.Objects("ladders", LadderOf),
        node.Objects("outcomes", OutcomeOf),
        node.Object("victims", victims => new VictimCare(victims.Texts("always"), victims.Text("source"), victims.Date("validFrom"))),
        node.Objects("members", MemberOf),
        node.Objects("rosters", RosterOf));

    private static TimeZoneInfo? TimeZoneOf(FileNode node, string? id)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id ?? "", out var zone)) return zone;
        if (id is { Length: > 0 })
            node.Refuse("timeZone", $"'{id}' is no time zone; write \"Asia/Jakarta\" (WIB), \"Asia/Makassar\" (WITA) or \"Asia/Jayapura\" (WIT).");
        return null;
    }

    private static Agency AgencyOf(FileNode node) =>
        new(node.Text("code"), node.Text("name"), node.Text("kind"), node.Texts("regions"), node.OptionalText("phone"), TimeZoneOf(node, node.OptionalText("timeZone")));

    private static LocalName NameOf(FileNode node) => node.Object("name", name => new LocalName(name.Text("id"), name.Text("en")));

    private static CaseType CaseTypeOf(FileNode node) => new()
    {
        Code = node.Text("code"),
        Name = NameOf(node),
        Level = node.Text("level"),
        MayBeKritis = node.Flag("mayBeKritis"),
        Tlp = node.Text("tlp"),
        Channel = node.OptionalText("channel"),
        Kinds = node.Texts("kinds"),
        Lead = node.Text("lead"),
        NeedsGround = node.Flag("needsGround"),
        PossibleVictims = node.Text("possibleVictims"),
        Always = node.OptionalTexts("always") ?? [],
        NeedsScreening = node.Has("needsScreening") && node.Flag("needsScreening"),
        Neighbours = node.OptionalTexts("neighbours") ?? [],
    };

    private static ChannelPlan ChannelOf(FileNode node) => new(
        node.Text("slug"),
        node.Text("name"),
        node.Text("kind"),
        node.OptionalText("region"),
        node.Object("admits", admits => new Admission(
            admits.Has("all") && admits.Flag("all"),
            admits.OptionalTexts("kinds") ?? [],
            admits.OptionalTexts("agencies") ?? [],
            admits.OptionalText("region"))));

    private static Ladder LadderOf(FileNode node) => new()
    {
        Level = node.Text("level"),
        AnswerWithinMinutes = node.Number("answerWithinMinutes", 1, Month),
        Steps = node.Objects("steps", step => new LadderStep(step.Number("level", 1, 9), step.Number("afterMinutes", 0, Month), step.Texts("asks"))),
        Rounds = node.Number("rounds", 1, 10),
        RepeatAfterMinutes = node.Number("repeatAfterMinutes", 0, Month),
        ProgressWithinMinutes = node.Number("progressWithinMinutes", 1, Month),
    };

    private static Outcome OutcomeOf(FileNode node) => new()
    {
        Code = node.Text("code"),
        Name = NameOf(node),
        Detains = node.Flag("detains"),
        IsFalseAlarm = node.Has("isFalseAlarm") && node.Flag("isFalseAlarm"),
        CaseTypes = node.OptionalTexts("caseTypes"),
        ValidFrom = node.Date("validFrom"),
        ValidUntil = node.Has("validUntil") ? node.Date("validUntil") : null,
        Source = node.Text("source"),
    };

    private static MemberPlan MemberOf(FileNode node) =>
        new(node.Text("userName"), node.Text("name"), node.Text("position"), node.Text("agency"), node.Texts("roles"));

    private static RosterPlan RosterOf(FileNode node) => new(node.Text("agency"), node.Text("role"), node.Objects("shifts", ShiftOf));

    private static ShiftPlan ShiftOf(FileNode node) =>
        new(node.Text("member"), node.Time("from"), node.Time("to"), DaysOf(node));

    private static List<DayOfWeek> DaysOf(FileNode node)
    {
        var days = new List<DayOfWeek>();
        foreach (var word in node.OptionalTexts("days") ?? [])
        {
            var day = Array.FindIndex(Week, known => known.Contains(word, StringComparer.OrdinalIgnoreCase));
            if (day >= 0) days.Add((DayOfWeek)day);
            else if (word.Length > 0) node.Refuse("days", $"'{word}' is no day; write minggu, senin, selasa, rabu, kamis, jumat, sabtu or sun, mon, tue, wed, thu, fri, sat.");
        }
        return days;
    }

    // In the order of DayOfWeek.
    private static readonly string[][] Week =
        [["minggu", "sun"], ["senin", "mon"], ["selasa", "tue"], ["rabu", "wed"], ["kamis", "thu"], ["jumat", "fri"], ["sabtu", "sat"]];
}
