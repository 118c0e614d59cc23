using System.Globalization;
using static Timpora.Comms.Agencies.OrganisationRules;

namespace Timpora.Comms.Agencies;

/// <summary>What must hold for members and duty rosters.</summary>
internal static class RosterRules
{
    private const int MinutesOfDay = 24 * 60;
    private const int MinutesOfWeek = 7 * MinutesOfDay;

    public static void Check(OrganisationParts parts, Notes notes)
    {
        CheckMembers(parts, notes);
        notes.Twice(parts.Rosters.Select(Key), "rosters", null);
        foreach (var (roster, at) in Numbered(parts.Rosters, "rosters")) CheckRoster(roster, at, parts, notes);
        CheckNobodyForgotten(parts, notes);
    }

    /// <summary>An agency nobody answers for is allowed, as a new team fills up slowly, but somebody should know.</summary>
    public static IReadOnlyList<string> WarningsOf(Organisation organisation) =>
        [.. organisation.Agencies
            .Where(agency => agency.Kind != AgencyKind.Secretariat && organisation.Rosters.All(roster => roster.Agency != agency.Code))
            .Select(agency => $"Nobody is on duty for {agency.Name} ({agency.Code}); what it owes is escalated to the secretariat at once.")];

    private static void CheckMembers(OrganisationParts parts, Notes notes)
    {
        notes.Twice(parts.Members.Select(member => member.UserName), "members", "userName");
        foreach (var (member, at) in Numbered(parts.Members, "members"))
        {
            notes.User(member.UserName, at + ".userName");
            notes.Known(member.Agency, [.. parts.Agencies.Select(agency => agency.Code)], at + ".agency", "agency");
            if (member.Roles.Count == 0) notes.Add(at + ".roles", $"A member has at least one role; known: {string.Join(", ", MemberRole.All)}.");
            notes.Twice(member.Roles, at + ".roles", null);
            foreach (var (role, place) in Numbered(member.Roles, at + ".roles"))
            {
                notes.Known(role, MemberRole.All, place, "role");
                CheckSeat(role, member.Agency, place, parts, notes);
            }
        }
    }

    private static void CheckRoster(RosterPlan roster, string at, OrganisationParts parts, Notes notes)
    {
        notes.Known(roster.Agency, [.. parts.Agencies.Select(agency => agency.Code)], at + ".agency", "agency");
        notes.Known(roster.Role, MemberRole.OnDuty, at + ".role", "role on duty");
        CheckSeat(roster.Role, roster.Agency, at + ".role", parts, notes);
        foreach (var (shift, place) in Numbered(roster.Shifts, at + ".shifts"))
        {
            if (shift.Member.Length == 0) continue;
            var member = parts.Members.FirstOrDefault(member => member.UserName == shift.Member);
            if (member is null)
                notes.Add(place + ".member", $"There is no member '{shift.Member}'.");
            else if (member.Agency != roster.Agency)
                notes.Add(place + ".member", $"'{shift.Member}' belongs to '{member.Agency}', not to '{roster.Agency}'.");
            else if (!member.Roles.Contains(roster.Role))
                notes.Add(place + ".member", $"'{shift.Member}' has not the role '{roster.Role}'.");
        }
        if (!notes.IsMisshapen(at + ".shifts") && FirstGap(roster.Shifts) is { } gap)
            notes.Add(at + ".shifts", $"Nobody is on duty for '{roster.Agency}' as {roster.Role} from {gap}; every minute of the week needs somebody.");
    }

    // A person with a duty role who stands on no roster would silently never be asked; and every ladder ends at secretariat and chair.
    private static void CheckNobodyForgotten(OrganisationParts parts, Notes notes)
    {
        var rosters = parts.Rosters.Select(Key).ToHashSet(StringComparer.Ordinal);
        var needed = parts.Members
            .SelectMany(member => member.Roles.Where(MemberRole.OnDuty.Contains).Select(role => (member.Agency, Role: role)))
            .Concat(parts.Agencies.Where(agency => agency.Kind == AgencyKind.Secretariat)
                .SelectMany(agency => new[] { (Agency: agency.Code, Role: MemberRole.Secretariat), (Agency: agency.Code, Role: MemberRole.Chair) }))
            .Distinct();
        foreach (var (agency, role) in needed.Where(need => need.Agency.Length > 0 && !rosters.Contains(need.Agency + "/" + need.Role)))
            notes.Add("rosters", $"There is no roster for '{agency}' as {role}; without one nobody would ever be asked.");
    }

    private static void CheckSeat(string role, string agency, string at, OrganisationParts parts, Notes notes)
    {
        var kind = parts.Agencies.FirstOrDefault(known => known.Code == agency)?.Kind;
        if (kind is not null && kind != AgencyKind.Secretariat && role is MemberRole.Secretariat or MemberRole.Chair)
            notes.Add(at, $"The role '{role}' belongs to the agency of kind '{AgencyKind.Secretariat}', not to '{agency}'.");
    }

    private static string Key(RosterPlan roster) => roster.Agency.Length == 0 || roster.Role.Length == 0 ? "" : roster.Agency + "/" + roster.Role;

    private static string? FirstGap(IReadOnlyList<ShiftPlan> shifts)
    {
        var covered = new bool[MinutesOfWeek];
        foreach (var shift in shifts)
        {
            foreach (var day in Enum.GetValues<DayOfWeek>().Where(shift.BeginsOn))
            {
                var start = ((int)day * MinutesOfDay) + (int)shift.From.ToTimeSpan().TotalMinutes;
                for (var minute = 0; minute < shift.Length.TotalMinutes; minute++) covered[(start + minute) % MinutesOfWeek] = true;
            }
        }
        var from = Array.IndexOf(covered, false);
        if (from < 0) return null;
        var to = Array.IndexOf(covered, true, from);
        return to < 0 && from == 0 ? "Sunday 00:00 for the whole week" : $"{Clock(from)} to {Clock(to < 0 ? MinutesOfWeek : to)}";
    }

    private static string Clock(int minute) => string.Create(
        CultureInfo.InvariantCulture, $"{(DayOfWeek)(minute / MinutesOfDay % 7)} {minute / 60 % 24:00}:{minute % 60:00}");
}
