using System.Globalization;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>The rosters as they stand now, read once per request: changes apply at the next firing, not to what already fired (R7).</summary>
public sealed class Rosters(HubDb db, Organisation organisation)
{
    // A turn lasts a day; it and the one before it began within this.
    private static readonly TimeSpan Back = TimeSpan.FromDays(4);

    private readonly Dictionary<(string Agency, string Role, DateTimeOffset At), IReadOnlyList<(Member Member, OnDuty Turn)>> turns = [];
    private Loaded? loaded;

    /// <summary>What whoever writes a role's roster, or accepts a turn of it, locks first.</summary>
    public static string LockName(string agency, string role) => $"duty {agency} {role}";

    /// <summary>Members on duty for a role of an agency, removed ones left out. Around an unaccepted handover both sides (R8).</summary>
    public async Task<IReadOnlyList<Member>> OnDuty(string agency, string role, DateTimeOffset at, CancellationToken ct) =>
        [.. (await Turns(agency, role, at, ct)).Select(turn => turn.Member)];

    /// <summary>As <see cref="OnDuty(string,string,DateTimeOffset,CancellationToken)"/>, with the turns.</summary>
    public async Task<IReadOnlyList<(Member Member, OnDuty Turn)>> Turns(string agency, string role, DateTimeOffset at, CancellationToken ct)
    {
        var now = await Load(at, ct);
        // One alert asks for the same people step by step and agency by agency.
        if (!turns.TryGetValue((agency, role, at), out var there))
            turns[(agency, role, at)] = there =
                [.. now.Roster.OnDuty(agency, role, at, now.Accepted).Where(turn => now.IsThere(turn.Member)).Select(turn => (now.Members[turn.Member], turn))];
        return there;
    }

    /// <summary>Who begins next.</summary>
    public async Task<IReadOnlyList<(Member Member, DutyTurn Turn)>> Next(string agency, string role, DateTimeOffset at, CancellationToken ct)
    {
        var now = await Load(at, ct);
        return now.People(now.Roster.Next(agency, role, at));
    }

    /// <summary>Who was on duty before, the latest first.</summary>
    public async Task<IReadOnlyList<(Member Member, DutyTurn Turn)>> Before(string agency, string role, DateTimeOffset at, CancellationToken ct)
    {
        var now = await Load(at, ct);
        return now.People(now.Roster.Before(agency, role, at));
    }

    /// <summary>The turn of their own agency that a member should accept now, of one role or of any; null when nothing waits.</summary>
    public async Task<DutyTurn?> IncomingFor(Member member, DateTimeOffset at, CancellationToken ct, string? role = null)
    {
        var now = await Load(at, ct);
        return now.Roster.IncomingFor(member.Id.ToString(), at, now.Accepted).FirstOrDefault(turn => turn.Agency == member.Agency && (role is null || turn.Role == role));
    }

    /// <summary>Whether somebody who begins together with the member has accepted for both.</summary>
    public async Task<bool> IsTakenByAnother(Member member, string role, DateTimeOffset at, CancellationToken ct)
    {
        var now = await Load(at, ct);
        return now.Roster.IsTakenByAnother(member.Id.ToString(), role, at, now.Accepted);
    }

    /// <summary>The people a turn takes over from, removed ones left out.</summary>
    public async Task<IReadOnlyList<Member>> OutgoingFor(DutyTurn incoming, DateTimeOffset at, CancellationToken ct)
    {
        var now = await Load(at, ct);
        return [.. now.People(now.Roster.OutgoingFor(incoming)).Select(person => person.Member).DistinctBy(member => member.Id)];
    }

    /// <summary>
    /// When nobody will be on duty for the agency's roles until <paramref name="to"/>: for those a ladder may ask of it, and those it keeps a roster for.
    /// </summary>
    public async Task<IReadOnlyList<DutyGap>> Gaps(string agency, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var now = await Load(from, ct);
        string[] asked = agency == organisation.Secretariat.Code ? [MemberRole.Secretariat, MemberRole.Chair] : [MemberRole.Liaison, MemberRole.Chief];
        return [.. MemberRole.OnDuty.Where(role => asked.Contains(role) || now.Roster.HasPattern(agency, role))
            .SelectMany(role => now.Roster.Gaps(agency, role, from, to, now.IsThere))];
    }

    /// <summary>Whether the agency keeps any roster at all: one that does not is passed by every ladder, and the start of the hub says so.</summary>
    public async Task<bool> HasAny(string agency, DateTimeOffset at, CancellationToken ct)
    {
        var now = await Load(at, ct);
        return MemberRole.OnDuty.Any(role => now.Roster.HasPattern(agency, role));
    }

    /// <summary>
    /// For the measures: boundaries between two people in the stretch that nobody accepted, one turn for each. <paramref name="to"/> is the present at the
    /// latest. Overrides as they were; of the weekly patterns only what lies after they were last written, because earlier ones are not kept.
    /// </summary>
    public async Task<IReadOnlyList<DutyTurn>> HandoversNotAccepted(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var then = await Read(from, to, ct);
        var written = then.Lines.GroupBy(line => (line.Agency, line.Role)).ToDictionary(pattern => pattern.Key, pattern => pattern.Max(line => Ids.MadeAt(line.Id)));
        return [.. then.Roster.NotAccepted(from, to, then.Accepted).Where(turn => turn.IsStandIn || turn.Since >= written.GetValueOrDefault((turn.Agency, turn.Role)))];
    }

    /// <summary>The stored form of a pattern of the organisation file.</summary>
    public static IEnumerable<DutyShift> ToRows(RosterPlan plan, Func<string, Guid?> memberOf, DateTimeOffset now) =>
        from line in plan.Shifts.Zip(Ids.Rising(plan.Shifts.Count, now))
        let shift = line.First
        let member = memberOf(shift.Member)
        where member is not null
        select new DutyShift
        {
            Id = line.Second, Agency = plan.Agency, Role = plan.Role, Member = member.Value,
            From = shift.From.ToString("HH:mm", CultureInfo.InvariantCulture), To = shift.To.ToString("HH:mm", CultureInfo.InvariantCulture),
            Days = [.. shift.Days.Select(day => day == DayOfWeek.Sunday ? 7 : (int)day)],
        };

    private async Task<Loaded> Load(DateTimeOffset at, CancellationToken ct) => loaded ??= await Read(at, DateTimeOffset.MaxValue, ct);

    private async Task<Loaded> Read(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var lines = await db.Shifts(ct);
        var overrides = (await db.Overrides(from - Back, ct)).FindAll(o => o.Since < to);
        var first = overrides.Select(o => o.Since).Append(from).Min() - Back;
        var handovers = await db.Handovers(first, ct);
        var known = await db.Members([.. lines.Select(line => line.Member).Concat(overrides.Select(o => o.Member)).Distinct()], ct);
        // Nobody stands in who is not there: from then on the pattern counts again.
        var standIns = overrides.Where(o => known.ContainsKey(o.Member)).Select(o => o.Turn(known[o.Member].RemovedAt));
        return new Loaded(
            DutyRoster.Of(organisation.TimeZoneOf, lines, standIns),
            handovers,
            known.Values.Where(m => m.RemovedAt is null).ToDictionary(m => m.Id.ToString()), lines);
    }

    private sealed record Loaded(DutyRoster Roster, IReadOnlySet<AcceptedShift> Accepted, IReadOnlyDictionary<string, Member> Members,
        IReadOnlyList<DutyShift> Lines)
    {
        public bool IsThere(string member) => Members.ContainsKey(member);

        public IReadOnlyList<(Member Member, DutyTurn Turn)> People(IEnumerable<DutyTurn> turns) =>
            [.. turns.Where(turn => IsThere(turn.Member)).Select(turn => (Members[turn.Member], turn))];
    }
}
