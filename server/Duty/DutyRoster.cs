using System.Globalization;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Duty;

/// <summary>
/// Answers who is on duty. Pure: the weekly pattern, the overrides, the accepted handovers and the instant decide everything, so the same question about
/// the past gets the same answer. Around a boundary outgoing and incoming are both on duty until the incoming person has accepted (race R8); that reaches
/// back one turn, no further.
/// </summary>
public sealed class DutyRoster
{
    /// <summary>How long before its start a turn can be accepted.</summary>
    public static readonly TimeSpan AcceptFrom = TimeSpan.FromHours(1);

    // A turn of the pattern lasts a day at most, so whatever matters now began at most two days ago: the running one and the one before it. The same
    // towards the future, where an override may still cut what runs.
    private static readonly TimeSpan Back = TimeSpan.FromDays(3);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2);
    private static readonly TimeSpan Week = TimeSpan.FromDays(8);

    private readonly Func<string, TimeZoneInfo> zoneOf;
    private readonly ILookup<(string Agency, string Role), ShiftPlan> patterns;
    private readonly ILookup<(string Agency, string Role), DutyTurn> standIns;

    /// <summary>A roster of these weekly patterns, each on the wall clock of its agency's time zone, with the turns that overrides put in their place.</summary>
    public DutyRoster(Func<string, TimeZoneInfo> zoneOf, IEnumerable<RosterPlan> rosters, IEnumerable<DutyTurn>? standIns = null)
    {
        this.zoneOf = zoneOf;
        patterns = rosters.SelectMany(roster => roster.Shifts.Select(shift => (roster, shift)))
            .ToLookup(pair => (pair.roster.Agency, pair.roster.Role), pair => pair.shift);
        this.standIns = (standIns ?? []).Where(turn => turn.Since < turn.Until).ToLookup(turn => (turn.Agency, turn.Role), turn => turn with { IsStandIn = true });
    }

    /// <summary>The roster the organisation file describes.</summary>
    public static DutyRoster Of(Organisation organisation) => new(organisation.TimeZoneOf, organisation.Rosters);

    /// <summary>The roster of stored lines; members go by their ids.</summary>
    public static DutyRoster Of(Func<string, TimeZoneInfo> zoneOf, IEnumerable<DutyShift> lines, IEnumerable<DutyTurn>? standIns = null) => new(
        zoneOf, lines.Select(line => new RosterPlan(line.Agency, line.Role, [new ShiftPlan(
            line.Member.ToString(), Clock(line.From), Clock(line.To), [.. line.Days.Select(day => (DayOfWeek)(day % 7))])])), standIns);

    /// <summary>Whether anybody stands on the weekly pattern of the role.</summary>
    public bool HasPattern(string agency, string role) => patterns.Contains((agency, role));

    /// <summary>
    /// Everybody to notify for the role at this instant: those whose turn runs, then those who may not leave yet. Empty when the role has no roster or
    /// a gap; the caller skips the step at once.
    /// </summary>
    public IReadOnlyList<OnDuty> OnDuty(string agency, string role, DateTimeOffset at, IReadOnlySet<AcceptedShift> accepted)
    {
        var turns = Turns(agency, role, at - Back, at + Ahead);
        var running = turns.Where(turn => turn.Covers(at)).ToList();
        var staying = running.Where(turn => !IsTakenOver(turn, turns, accepted))
            .SelectMany(turn => OutgoingFor(turn, turns)).Where(turn => !turn.Covers(at));
        return [.. running.Select(turn => new OnDuty(turn, IsAccepted(turn, turns, accepted), false))
            .Concat(staying.Select(turn => new OnDuty(turn, IsAccepted(turn, turns, accepted), true)))
            .DistinctBy(person => person.Member)];
    }

    /// <summary>The turns of the role that begin next after this instant: several only when they begin together.</summary>
    public IReadOnlyList<DutyTurn> Next(string agency, string role, DateTimeOffset at)
    {
        var coming = Turns(agency, role, at - TimeSpan.FromDays(1), at + Week).Where(turn => turn.Since > at).ToList();
        return [.. coming.Where(turn => turn.Since == coming[0].Since)];
    }

    /// <summary>The turns of the role that were over by this instant, the latest first: whoever is asked for what nobody on duty may be told.</summary>
    public IReadOnlyList<DutyTurn> Before(string agency, string role, DateTimeOffset at) =>
        [.. Turns(agency, role, at - Back, at).Where(turn => turn.Until <= at).OrderByDescending(turn => turn.Until)];

    /// <summary>
    /// The turns this person should accept now, the earliest first: those that run, or begin within <see cref="AcceptFrom"/>, take over from somebody
    /// else, and have not been accepted.
    /// </summary>
    public IReadOnlyList<DutyTurn> IncomingFor(string member, DateTimeOffset at, IReadOnlySet<AcceptedShift> accepted) =>
        [.. HandoversTo(member, at).Where(pair => !IsTakenOver(pair.Turn, pair.Turns, accepted)).Select(pair => pair.Turn).OrderBy(turn => turn.Since)];

    /// <summary>Whether a turn of this person's waits for nobody any more because somebody who begins with them has accepted for both.</summary>
    public bool IsTakenByAnother(string member, string role, DateTimeOffset at, IReadOnlySet<AcceptedShift> accepted) =>
        HandoversTo(member, at).Any(pair => pair.Turn.Role == role && !accepted.Contains(pair.Turn.Key) && IsTakenOver(pair.Turn, pair.Turns, accepted));

    /// <summary>Whom a turn takes over from.</summary>
    public IReadOnlyList<DutyTurn> OutgoingFor(DutyTurn incoming) => OutgoingFor(incoming, Turns(incoming.Agency, incoming.Role, incoming.Since - Back, incoming.Since + Ahead));

    /// <summary>
    /// Stretches within [<paramref name="from"/>, <paramref name="to"/>) in which nobody is on duty for the role. A turn of somebody who is not there,
    /// because they were removed or have no account, covers nothing; nor does whoever merely has not been relieved yet.
    /// </summary>
    public IReadOnlyList<DutyGap> Gaps(string agency, string role, DateTimeOffset from, DateTimeOffset to, Func<string, bool> isThere)
    {
        List<DutyGap> gaps = [];
        var covered = from;
        foreach (var turn in Turns(agency, role, from - Back, to).Where(turn => turn.Until > from && turn.Since < to && isThere(turn.Member)))
        {
            if (covered < turn.Since)
                gaps.Add(new DutyGap(agency, role, covered, turn.Since));
            if (covered < turn.Until)
                covered = turn.Until;
        }

        if (covered < to)
            gaps.Add(new DutyGap(agency, role, covered, to));
        return gaps;
    }

    /// <summary>
    /// Boundaries between two people in [<paramref name="from"/>, <paramref name="to"/>) that nobody has accepted, one turn for each. Give the present as
    /// the end at the latest. Judged by the pattern as it stands now: an earlier pattern is not kept.
    /// </summary>
    public IReadOnlyList<DutyTurn> NotAccepted(DateTimeOffset from, DateTimeOffset to, IReadOnlySet<AcceptedShift> accepted) =>
        [.. patterns.Select(pattern => pattern.Key).Union(standIns.Select(turns => turns.Key)).SelectMany(key =>
        {
            var turns = Turns(key.Agency, key.Role, from - Back, to);
            return turns.Where(turn => from <= turn.Since && turn.Since < to && !IsTakenOver(turn, turns, accepted) && OutgoingFor(turn, turns).Count > 0);
        }).DistinctBy(turn => (turn.Agency, turn.Role, turn.Since))];

    private static TimeOnly Clock(string text) =>
        text == "24:00" ? TimeOnly.MinValue : TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static bool IsAccepted(DutyTurn turn, List<DutyTurn> turns, IReadOnlySet<AcceptedShift> accepted) =>
        IsTakenOver(turn, turns, accepted) || OutgoingFor(turn, turns).Count == 0;

    private static bool IsTakenOver(DutyTurn turn, List<DutyTurn> turns, IReadOnlySet<AcceptedShift> accepted) =>
        turns.Exists(other => other.Since == turn.Since && accepted.Contains(other.Key));

    // Whom a turn takes over from: those who began before it and leave while it runs, at its start at the earliest. If nobody at all was there when it
    // began, the roster has a gap, and it takes over from the last one before the gap. A person who follows on their own turn takes over from nobody.
    private static List<DutyTurn> OutgoingFor(DutyTurn incoming, List<DutyTurn> turns)
    {
        var earlier = turns.Where(turn => turn.Since < incoming.Since).ToList();
        var outgoing = earlier.Where(turn => turn.Until >= incoming.Since && turn.Until < incoming.Until).ToList();
        if (earlier.Count > 0 && earlier.TrueForAll(turn => turn.Until < incoming.Since))
        {
            var last = earlier.Max(turn => turn.Until);
            outgoing = [.. earlier.Where(turn => turn.Until == last)];
        }

        return outgoing.Exists(turn => turn.Member == incoming.Member) ? [] : outgoing;
    }

    private IEnumerable<(DutyTurn Turn, List<DutyTurn> Turns)> HandoversTo(string member, DateTimeOffset at) =>
        patterns.Where(pattern => pattern.Any(shift => shift.Member == member)).Select(pattern => pattern.Key)
            .Union(standIns.Where(turns => turns.Any(turn => turn.Member == member)).Select(turns => turns.Key))
            .SelectMany(key =>
            {
                var turns = Turns(key.Agency, key.Role, at - Back, at + Ahead);
                return turns.Where(turn => turn.Member == member && turn.Since - AcceptFrom <= at && at < turn.Until && OutgoingFor(turn, turns).Count > 0)
                    .Select(turn => (turn, turns));
            });

    // All turns that touch the stretch, in the order of their start, and enough before them to tell whom they took over from.
    private List<DutyTurn> Turns(string agency, string role, DateTimeOffset from, DateTimeOffset to)
    {
        var key = (agency, role);
        // An override may last for weeks: whom it took over from stands before it.
        var first = standIns[key].Where(turn => turn.Since < to && from < turn.Until).Select(turn => turn.Since - Back).Append(from).Min();
        return StandIns.Apply(
            WallClock.Turns(agency, role, patterns[key], zoneOf(agency), first, to),
            standIns[key].Where(turn => turn.Since < to && first < turn.Until));
    }
}
