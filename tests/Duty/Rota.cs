using System.Globalization;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;

namespace Timpora.Comms.Tests.Duty;

/// <summary>Rosters of one role of one agency in few words. 2026-11-23 is a Monday; WIB is seven hours ahead of UTC, WITA eight, WIT nine.</summary>
internal static class Rota
{
    public const string Kanim = "kanim", Chief = MemberRole.Chief;

    public static readonly TimeZoneInfo Jakarta = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");
    public static readonly IReadOnlySet<AcceptedShift> Nothing = new HashSet<AcceptedShift>();

    /// <summary>Day by day: ani from 07:00 to 19:00, budi through the night.</summary>
    public static readonly ShiftPlan[] TwoShifts = [Shift("ani", "07:00", "19:00"), Shift("budi", "19:00", "07:00")];

    public static ShiftPlan Shift(string member, string from, string to, params DayOfWeek[] days) =>
        new(member, TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), days);

    public static DutyRoster Of(IEnumerable<ShiftPlan> shifts, params DutyTurn[] standIns) => new(_ => Jakarta, [new RosterPlan(Kanim, Chief, [.. shifts])], standIns);

    public static DutyTurn StandIn(string member, string from, string to) => new(Kanim, Chief, member, Wib(from), Wib(to), IsStandIn: true);

    public static DateTimeOffset Wib(string dayAndTime) => Local(dayAndTime, "+07:00");

    public static DateTimeOffset Local(string dayAndTime, string offset) =>
        DateTimeOffset.ParseExact($"2026-11-{dayAndTime} {offset}", "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture).ToUniversalTime();

    /// <summary>"23 19:00 budi": budi accepted what begins then.</summary>
    public static HashSet<AcceptedShift> Accepted(params string[] starts) => [.. starts.Select(start => new AcceptedShift(Kanim, Chief, Wib(start[..8]), start[9..]))];

    /// <summary>"budi ani&lt;": budi's turn runs, ani has gone over her time and stays.</summary>
    public static string OnDuty(this DutyRoster roster, string at, IReadOnlySet<AcceptedShift>? accepted = null) => string.Join(
        " ", roster.OnDuty(Kanim, Chief, Wib(at), accepted ?? Nothing).Select(person => person.Member + (person.IsOutgoing ? "<" : "")));

    /// <summary>"23 19:00 to 24 07:00".</summary>
    public static List<string> Gaps(this DutyRoster roster, string from, string to, Func<string, bool>? isThere = null) =>
        [.. roster.Gaps(Kanim, Chief, Wib(from), Wib(to), isThere ?? (_ => true)).Select(gap => $"{Text(gap.From)} to {Text(gap.To)}")];

    private static string Text(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("dd HH:mm", CultureInfo.InvariantCulture);
}
