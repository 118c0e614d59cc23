using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>The rosters as they stand now, read once per request: changes apply at the next firing, not to what already fired (R7).</summary>
public sealed class Rosters(HubDb db, Organisation organisation)
{
    private Loaded? loaded;

    /// <summary>Members on duty for a role of an agency, removed ones left out. Around an unaccepted handover both sides (R8).</summary>
    public async Task<IReadOnlyList<Member>> OnDuty(string agency, string role, DateTimeOffset at, CancellationToken ct) =>
        [.. (await Turns(agency, role, at, ct)).Select(turn => turn.Member)];

    /// <summary>As <see cref="OnDuty(string,string,DateTimeOffset,CancellationToken)"/>, with the turns.</summary>
    public async Task<IReadOnlyList<(Member Member, OnDuty Turn)>> Turns(string agency, string role, DateTimeOffset at, CancellationToken ct)
    {
        var (roster, accepted, members) = await Load(at, ct);
        return [.. roster.OnDuty(agency, role, at, accepted).Where(turn => members.ContainsKey(turn.Member)).Select(turn => (members[turn.Member], turn))];
    }

    /// <summary>Who begins next.</summary>
    public async Task<IReadOnlyList<(Member Member, DutyTurn Turn)>> Next(string agency, string role, DateTimeOffset at, CancellationToken ct)
    {
        var (roster, _, members) = await Load(at, ct);
        return [.. roster.Next(agency, role, at).Where(turn => members.ContainsKey(turn.Member)).Select(turn => (members[turn.Member], turn))];
    }

    /// <summary>The shift a member should accept now, or null.</summary>
    public async Task<DutyTurn?> IncomingFor(Guid member, DateTimeOffset at, CancellationToken ct)
    {
        var (roster, accepted, _) = await Load(at, ct);
        return roster.IncomingFor(member.ToString(), at, accepted);
    }

    /// <summary>The stored form of a pattern of the organisation file.</summary>
    public static IEnumerable<DutyShift> ToRows(RosterPlan plan, Func<string, Guid?> memberOf) =>
        from shift in plan.Shifts
        let member = memberOf(shift.Member)
        where member is not null
        select new DutyShift
        {
            Id = Guid.CreateVersion7(), Agency = plan.Agency, Role = plan.Role, Member = member.Value,
            From = shift.From.ToString("HH:mm", CultureInfo.InvariantCulture), To = shift.To.ToString("HH:mm", CultureInfo.InvariantCulture),
            Days = [.. shift.Days.Select(day => day == DayOfWeek.Sunday ? 7 : (int)day)],
        };

    private async Task<Loaded> Load(DateTimeOffset at, CancellationToken ct)
    {
        if (loaded is not null)
            return loaded;
        var rows = await db.DutyShifts.AsNoTracking().ToListAsync(ct);
        var since = at.AddDays(-4);
        var handovers = await db.DutyHandovers.AsNoTracking().Where(h => h.ShiftStart >= since).ToListAsync(ct);
        var ids = rows.Select(r => r.Member).Distinct().ToList();
        var members = await db.Users.AsNoTracking().Where(m => ids.Contains(m.Id) && m.RemovedAt == null).ToListAsync(ct);
        var plans = rows.GroupBy(r => (r.Agency, r.Role)).Select(group => new RosterPlan(group.Key.Agency, group.Key.Role, [.. group.Select(ToPlan)]));
        return loaded = new Loaded(
            new DutyRoster(organisation.TimeZone, plans),
            handovers.Select(h => new AcceptedShift(h.Agency, h.Role, h.ShiftStart)).ToHashSet(),
            members.ToDictionary(m => m.Id.ToString()));
    }

    private static ShiftPlan ToPlan(DutyShift row) => new(
        row.Member.ToString(), TimeOnly.Parse(row.From, CultureInfo.InvariantCulture), TimeOnly.Parse(row.To, CultureInfo.InvariantCulture),
        [.. row.Days.Select(day => day == 7 ? DayOfWeek.Sunday : (DayOfWeek)day)]);

    private sealed record Loaded(DutyRoster Roster, IReadOnlySet<AcceptedShift> Accepted, IReadOnlyDictionary<string, Member> Members);
}
