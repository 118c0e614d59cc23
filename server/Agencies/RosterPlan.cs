namespace Timpora.Comms.Agencies;

/// <summary>Who is on duty when, for one role of one agency, repeating every week.</summary>
public sealed record RosterPlan(string Agency, string Role, IReadOnlyList<ShiftPlan> Shifts);

/// <summary>
/// A shift on the wall clock of its agency. It ends the next day when <paramref name="To"/> is not after <paramref name="From"/>; equal times are a
/// full day. <paramref name="Days"/> are the days it begins on; empty means every day.
/// </summary>
public sealed record ShiftPlan(string Member, TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days)
{
    private static readonly TimeSpan FullDay = TimeSpan.FromDays(1);

    /// <summary>How long it lasts on the wall clock.</summary>
    public TimeSpan Length => To > From ? To - From : FullDay - (From - To);

    /// <summary>Whether it begins on that day of the week.</summary>
    public bool BeginsOn(DayOfWeek day) => Days.Count == 0 || Days.Contains(day);
}
