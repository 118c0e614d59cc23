using Timpora.Comms.Agencies;

namespace Timpora.Comms.Duty;

/// <summary>
/// Turns hours of a weekly pattern into instants. Patterns stand on the wall clock of their time zone; where that clock jumps, turns overlap rather
/// than leave a gap.
/// </summary>
internal static class WallClock
{
    /// <summary>The turns of a pattern that begin on the local days from the one of <paramref name="from"/> to the one of <paramref name="to"/>.</summary>
    public static IEnumerable<DutyTurn> Turns(string agency, string role, IEnumerable<ShiftPlan> pattern, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (DayOf(from, zone), DayOf(to, zone));
        return Enumerable.Range(0, last.DayNumber - first.DayNumber + 1)
            .Select(first.AddDays)
            .SelectMany(day => pattern.Where(shift => shift.BeginsOn(day.DayOfWeek)), (day, shift) => Dated(agency, role, shift, day, zone));
    }

    private static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private static DutyTurn Dated(string agency, string role, ShiftPlan shift, DateOnly day, TimeZoneInfo zone)
    {
        var (from, to) = (day.ToDateTime(shift.From), day.ToDateTime(shift.From) + shift.Length);
        return IsPlain(from, zone) && IsPlain(to, zone)
            ? new DutyTurn(agency, role, shift.Member, At(from, zone.GetUtcOffset(from)), At(to, zone.GetUtcOffset(to)))
            : new DutyTurn(agency, role, shift.Member, OffsetsAt(from, zone).Min(offset => At(from, offset)), OffsetsAt(to, zone).Max(offset => At(to, offset)));
    }

    private static bool IsPlain(DateTime wallClock, TimeZoneInfo zone) => !zone.IsAmbiguousTime(wallClock) && !zone.IsInvalidTime(wallClock);

    private static DateTimeOffset At(DateTime wallClock, TimeSpan offset) => new DateTimeOffset(wallClock, offset).ToUniversalTime();

    // An hour that the clock shows twice, or skips, has two readings: a start takes the earlier instant, an end the later.
    private static TimeSpan[] OffsetsAt(DateTime wallClock, TimeZoneInfo zone)
    {
        if (zone.IsAmbiguousTime(wallClock)) return zone.GetAmbiguousTimeOffsets(wallClock);
        if (zone.IsInvalidTime(wallClock)) return [zone.GetUtcOffset(wallClock.AddHours(-3)), zone.GetUtcOffset(wallClock.AddHours(3))];
        return [zone.GetUtcOffset(wallClock)];
    }
}
