using System.Data.Common;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>An alert's thread and somebody who wants to write into it, as they were at one moment.</summary>
/// <param name="Channel">The channel it stands in.</param>
/// <param name="Admits">Whom that admits.</param>
/// <param name="AclVersion">The channel's access version: while it is the same, all this is so.</param>
/// <param name="ClosedAt">Since when the alert is closed.</param>
/// <param name="Reader">Who wants to write.</param>
/// <param name="Alert">Who may read the alert.</param>
public sealed record ThreadAccess(string Channel, IReadOnlyList<string> Admits, long AclVersion, DateTimeOffset? ClosedAt, Reader Reader, AlertAccess Alert)
{
    /// <summary>Who may read the alert may write into its thread.</summary>
    public bool MayWrite => Permissions.MayRead(Reader, Alert, Admits);
}

/// <summary>
/// Marks an endpoint that writes into the thread of the alert in its address: who may do that is asked with the session, in the same statement, where each
/// statement travels to a server.
/// </summary>
/// <param name="Id">The address's part that is the alert's id.</param>
public sealed record WritesIntoThread(string Id);

/// <summary>Reads a <see cref="ThreadAccess"/>.</summary>
internal static class ThreadAccesses
{
    /// <summary>What to ask for where a statement names <c>members m</c> and joins <see cref="Tables"/>.</summary>
    public const string Columns = "c.slug, c.admits, c.acl_version, CASE WHEN a.state IN ('Resolved', 'Cancelled') THEN a.closed_at END, m.id, m.agency, m.roles, " + AlertFacts.Columns;

    /// <summary>The alert and its channel.</summary>
    public const string Tables = "alerts a JOIN channels c ON c.slug = a.channel";

    /// <summary>One alert's thread for one member; null when there is no such alert or no such member any more.</summary>
    public static async Task<ThreadAccess?> Thread(this HubDb db, Guid alert, Guid member, CancellationToken ct)
    {
        await using var statement = await db.Statement($"SELECT {Columns} FROM {Tables} JOIN members m ON m.id = @member AND m.removed_at IS NULL WHERE a.id = @alert", ct);
        await using var row = await statement.WithId("@alert", alert).WithId("@member", member).Read(ct);
        return await row.ReadAsync(ct) ? Read(row, 0) : null;
    }

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static ThreadAccess Read(DbDataReader row, int at) => new(
        row.GetString(at), row.Texts(at + 1), row.GetInt64(at + 2), row.IsDBNull(at + 3) ? null : row.Time(at + 3),
        new Reader(row.GetGuid(at + 4), row.GetString(at + 5), (Roles)row.GetInt32(at + 6)), AlertFacts.Read(row, at + 7));
}
