using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>What rosters are made of, read by hand because every alert asks for all of it.</summary>
internal static class RosterRows
{
    // Far below the number of parameters that either database takes.
    private const int AtOnce = 256;

    /// <summary>The lines of all weekly patterns.</summary>
    public static async Task<List<DutyShift>> Shifts(this HubDb db, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT id, agency, role, member, \"from\", \"to\", days FROM duty_shifts", ct);
        await using var row = await statement.Read(ct);
        List<DutyShift> shifts = [];
        while (await row.ReadAsync(ct))
            shifts.Add(new DutyShift
            {
                Id = row.GetGuid(0), Agency = row.GetString(1), Role = row.GetString(2), Member = row.GetGuid(3), From = row.GetString(4), To = row.GetString(5), Days = row.Numbers(6),
            });
        return shifts;
    }

    /// <summary>Overrides that end after an instant.</summary>
    public static async Task<List<DutyOverride>> Overrides(this HubDb db, DateTimeOffset since, CancellationToken ct)
    {
        await using var statement = await db.Statement(
            "SELECT id, agency, role, member, since, \"until\", reason, written_by, cancelled_at FROM duty_overrides WHERE \"until\" > @since", ct);
        await using var row = await statement.WithTime("@since", since).Read(ct);
        List<DutyOverride> overrides = [];
        while (await row.ReadAsync(ct))
            overrides.Add(new DutyOverride
            {
                Id = row.GetGuid(0), Agency = row.GetString(1), Role = row.GetString(2), Member = row.GetGuid(3), Since = row.Time(4), Until = row.Time(5),
                Reason = row.IsDBNull(6) ? null : row.GetString(6), WrittenBy = row.GetGuid(7), CancelledAt = row.IsDBNull(8) ? null : row.Time(8),
            });
        return overrides;
    }

    /// <summary>Turns accepted that began at or after an instant.</summary>
    public static async Task<HashSet<AcceptedShift>> Handovers(this HubDb db, DateTimeOffset first, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT agency, role, shift_start, member FROM duty_handovers WHERE shift_start >= @first", ct);
        await using var row = await statement.WithTime("@first", first).Read(ct);
        HashSet<AcceptedShift> accepted = [];
        while (await row.ReadAsync(ct))
            accepted.Add(new AcceptedShift(row.GetString(0), row.GetString(1), row.Time(2), row.GetGuid(3).ToString()));
        return accepted;
    }

    /// <summary>Members by id, removed ones too.</summary>
    public static async Task<Dictionary<Guid, Member>> Members(this HubDb db, IReadOnlyList<Guid> members, CancellationToken ct)
    {
        Dictionary<Guid, Member> known = [];
        foreach (var ids in members.Chunk(AtOnce))
        {
            await using var statement = await db.Statement(
                $"SELECT id, user_name, name, position, agency, roles, is_demo, removed_at FROM members WHERE id IN ({Statements.Places(ids.Length)})", ct);
            await using var row = await statement.WithEach(ids).Read(ct);
            while (await row.ReadAsync(ct))
                known[row.GetGuid(0)] = new Member
                {
                    Id = row.GetGuid(0), UserName = row.IsDBNull(1) ? null : row.GetString(1), Name = row.GetString(2), Position = row.GetString(3), Agency = row.GetString(4),
                    Roles = (Roles)row.GetInt32(5), IsDemo = row.GetBoolean(6), RemovedAt = row.IsDBNull(7) ? null : row.Time(7),
                };
        }

        return known;
    }
}
