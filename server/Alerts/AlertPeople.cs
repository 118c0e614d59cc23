using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>What only the list of members can tell about an alert.</summary>
internal static class AlertPeople
{
    /// <summary>Refuses ids that are no members.</summary>
    public static async Task RequireKnownMembers(this HubDb db, string field, IReadOnlyList<Guid>? members, CancellationToken ct)
    {
        if (members is not { Count: > 0 })
            return;
        var known = await db.Users.CountAsync(m => members.Contains(m.Id) && m.RemovedAt == null, ct);
        if (known != members.Distinct().Count())
            throw Rejection.Field(field, new("Ada anggota yang tidak dikenal.", "Some members are not known."));
    }

    /// <summary>Those of the agencies where nobody may read the alert and answer it.</summary>
    public static async Task<IReadOnlyList<string>> WhereNobodyCanAnswer(
        this HubDb db, Alert alert, IReadOnlyList<string> agencies, IReadOnlyCollection<string> admits, CancellationToken ct)
    {
        var access = alert.Access();
        List<Reader> readers = [];
        await using var statement = await db.Statement($"SELECT id, agency, roles FROM members WHERE agency IN ({Statements.Places(agencies.Count)}) AND removed_at IS NULL", ct);
        await using var row = await statement.WithEach(agencies).Read(ct);
        while (await row.ReadAsync(ct))
            if (new Reader(row.GetGuid(0), row.GetString(1), (Roles)row.GetInt32(2)) is var reader && Permissions.MayRead(reader, access, admits))
                readers.Add(reader);
        return [.. agencies.Where(agency => !readers.Exists(r => Permissions.MayAnswer(r, agency)))];
    }

    /// <summary>Warns of agencies where nobody can answer: a mark or an exclusion can do that, and whoever set it can still mend it.</summary>
    public static IEnumerable<Warning> WarningsOf(IReadOnlyList<string> unanswerable, string tlp) => unanswerable.Select(agency => new Warning(
        tlp == TlpMark.Red ? "recipients" : "requiredAgencies", "nobody_can_answer",
        new Say($"Tidak seorang pun di {agency} dapat membaca dan menjawab peringatan ini.", $"Nobody at {agency} can read and answer this alert.").ToString()));
}
