using System.Globalization;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Duty;

/// <summary>One turn of duty that has a date: who, for what, from when until when. The end is exclusive.</summary>
public sealed record DutyTurn(string Agency, string Role, string Member, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>What accepting this shift is recorded under.</summary>
    public AcceptedShift Key => new(Agency, Role, Since);

    /// <summary>Whether it covers the instant.</summary>
    public bool Covers(DateTimeOffset at) => Since <= at && at < Until;
}

/// <summary>A shift whose handover has been accepted by the person who came in.</summary>
public readonly record struct AcceptedShift(string Agency, string Role, DateTimeOffset Since);

/// <summary>
/// Somebody to notify now. <paramref name="IsAccepted"/>: the person has taken this shift over, or there was nobody to take it over from.
/// <paramref name="IsOutgoing"/>: the shift is over, but the person stays on duty because the next one has not accepted yet.
/// </summary>
public sealed record OnDuty(DutyTurn Shift, bool IsAccepted, bool IsOutgoing)
{
    /// <summary>The person.</summary>
    public string Member => Shift.Member;
}

/// <summary>
/// Answers who is on duty. Pure: the weekly pattern, the accepted handovers and the instant decide everything, so the same question about the past gets
/// the same answer. Patterns stand on the team's wall clock; where that clock jumps, shifts overlap rather than leave a gap.
/// Around a shift boundary outgoing and incoming are both on duty until the incoming person has accepted (race R8); that reaches back one shift, no further.
/// </summary>
public sealed class DutyRoster
{
    /// <summary>How long before its start a shift can be accepted.</summary>
    public static readonly TimeSpan AcceptFrom = TimeSpan.FromHours(1);

    // A shift lasts a day at most, so whatever matters now began at most two days ago: the running one and the one before it.
    private const int DaysBack = 3;
    private const int DaysAhead = 8;

    private readonly TimeZoneInfo zone;
    private readonly ILookup<(string Agency, string Role), ShiftPlan> patterns;

    /// <summary>A roster of these weekly patterns on the wall clock of this time zone.</summary>
    public DutyRoster(TimeZoneInfo zone, IEnumerable<RosterPlan> rosters)
    {
        this.zone = zone;
        patterns = rosters.SelectMany(roster => roster.Shifts.Select(shift => (roster, shift)))
            .ToLookup(pair => (pair.roster.Agency, pair.roster.Role), pair => pair.shift);
    }

    /// <summary>The roster the organisation file describes.</summary>
    public static DutyRoster Of(Organisation organisation) => new(organisation.TimeZone, organisation.Rosters);

    /// <summary>The roster of stored lines; members go by their ids.</summary>
    public static DutyRoster Of(TimeZoneInfo zone, IEnumerable<DutyShift> lines) => new(
        zone, lines.Select(line => new RosterPlan(line.Agency, line.Role, [new ShiftPlan(
            line.Member.ToString(), Clock(line.From), Clock(line.To), [.. line.Days.Select(day => (DayOfWeek)(day % 7))])])));

    /// <summary>
    /// Everybody to notify for the role at this instant: those whose shift runs, then those who may not leave yet. Empty when the role has no roster or
    /// a gap; the caller skips the step at once.
    /// </summary>
    public IReadOnlyList<OnDuty> OnDuty(string agency, string role, DateTimeOffset at, IReadOnlySet<AcceptedShift> accepted)
    {
        var shifts = ShiftsAround(agency, role, at, DaysBack, 0);
        var running = shifts.Where(shift => shift.Covers(at)).ToList();
        var staying = running.Where(shift => !accepted.Contains(shift.Key))
            .SelectMany(shift => OutgoingFor(shift, shifts)).Where(shift => !shift.Covers(at));
        return [.. running.Select(shift => new OnDuty(shift, IsAccepted(shift, shifts, accepted), false))
            .Concat(staying.Select(shift => new OnDuty(shift, IsAccepted(shift, shifts, accepted), true)))
            .DistinctBy(person => person.Member)];
    }

    /// <summary>The shifts of the role that begin next after this instant: several only when they begin together.</summary>
    public IReadOnlyList<DutyTurn> Next(string agency, string role, DateTimeOffset at)
    {
        var coming = ShiftsAround(agency, role, at, 1, DaysAhead).Where(shift => shift.Since > at).ToList();
        return [.. coming.Where(shift => shift.Since == coming[0].Since)];
    }

    /// <summary>
    /// The shift this person should accept now: one that runs, or begins within <see cref="AcceptFrom"/>, and takes over from somebody else. Null when
    /// nothing is waiting for them.
    /// </summary>
    public DutyTurn? IncomingFor(string member, DateTimeOffset at, IReadOnlySet<AcceptedShift> accepted) =>
        patterns.Where(pattern => pattern.Any(shift => shift.Member == member))
            .SelectMany(pattern =>
            {
                var shifts = ShiftsAround(pattern.Key.Agency, pattern.Key.Role, at, DaysBack, 1);
                return shifts.Where(shift => shift.Member == member && shift.Since - AcceptFrom <= at && at < shift.Until
                    && !accepted.Contains(shift.Key) && OutgoingFor(shift, shifts).Count > 0);
            })
            .OrderBy(shift => shift.Since)
            .FirstOrDefault();

    private static TimeOnly Clock(string text) =>
        text == "24:00" ? TimeOnly.MinValue : TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static bool IsAccepted(DutyTurn shift, List<DutyTurn> shifts, IReadOnlySet<AcceptedShift> accepted) =>
        accepted.Contains(shift.Key) || OutgoingFor(shift, shifts).Count == 0;

    // Whom a shift takes over from: those who began before it and leave while it runs, at its start at the earliest. If nobody at all was there when it
    // began, the roster has a gap, and it takes over from the last one before the gap. A person who follows on their own shift takes over from nobody.
    private static List<DutyTurn> OutgoingFor(DutyTurn incoming, List<DutyTurn> shifts)
    {
        var earlier = shifts.Where(shift => shift.Since < incoming.Since).ToList();
        var outgoing = earlier.Where(shift => shift.Until >= incoming.Since && shift.Until < incoming.Until).ToList();
        if (earlier.Count > 0 && earlier.TrueForAll(shift => shift.Until < incoming.Since))
        {
            var last = earlier.Max(shift => shift.Until);
            outgoing = [.. earlier.Where(shift => shift.Until == last)];
        }
        return outgoing.Exists(shift => shift.Member == incoming.Member) ? [] : outgoing;
    }

    private List<DutyTurn> ShiftsAround(string agency, string role, DateTimeOffset at, int back, int ahead)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return [.. Enumerable.Range(-back, back + ahead + 1)
            .Select(today.AddDays)
            .SelectMany(day => patterns[(agency, role)].Where(shift => shift.BeginsOn(day.DayOfWeek)), (day, shift) => Dated(agency, role, shift, day))
            .OrderBy(shift => shift.Since).ThenBy(shift => shift.Member, StringComparer.Ordinal)];
    }

    private DutyTurn Dated(string agency, string role, ShiftPlan shift, DateOnly day)
    {
        var (from, to) = (day.ToDateTime(shift.From), day.ToDateTime(shift.From) + shift.Length);
        return new DutyTurn(agency, role, shift.Member, OffsetsAt(from).Min(offset => At(from, offset)), OffsetsAt(to).Max(offset => At(to, offset)));
    }

    private static DateTimeOffset At(DateTime wallClock, TimeSpan offset) => new DateTimeOffset(wallClock, offset).ToUniversalTime();

    // An hour that the clock shows twice, or skips, has two readings: a start takes the earlier instant, an end the later.
    private TimeSpan[] OffsetsAt(DateTime wallClock)
    {
        if (zone.IsAmbiguousTime(wallClock)) return zone.GetAmbiguousTimeOffsets(wallClock);
        if (zone.IsInvalidTime(wallClock)) return [zone.GetUtcOffset(wallClock.AddHours(-3)), zone.GetUtcOffset(wallClock.AddHours(3))];
        return [zone.GetUtcOffset(wallClock)];
    }
}
