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
        return new DutyTurn(agency, role, shift.Member, ReadingsOf(from, zone).Earlier, ReadingsOf(to, zone).Later);
    }

    private static DateTimeOffset At(DateTime wallClock, TimeSpan offset) => new DateTimeOffset(wallClock, offset).ToUniversalTime();

    // An hour that the clock shows twice, or skips, has two readings: a start takes the earlier instant, an end the later.
    private static (DateTimeOffset Earlier, DateTimeOffset Later) ReadingsOf(DateTime wallClock, TimeZoneInfo zone)
    {
        if (!zone.IsAmbiguousTime(wallClock) && !zone.IsInvalidTime(wallClock))
        {
            var only = At(wallClock, zone.GetUtcOffset(wallClock));
            return (only, only);
        }

        TimeSpan[] offsets = zone.IsAmbiguousTime(wallClock)
            ? zone.GetAmbiguousTimeOffsets(wallClock)
            : [zone.GetUtcOffset(wallClock.AddHours(-3)), zone.GetUtcOffset(wallClock.AddHours(3))];
        // The further ahead of UTC the clock was, the earlier it was.
        return (At(wallClock, offsets.Max()), At(wallClock, offsets.Min()));
    }
}
