using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>Who acts in this request. Loaded fresh from the database, never from claims: a removed member is nobody at once.</summary>
public sealed class Caller(HubDb db)
{
    private Member? member;

    /// <summary>The signed-in member's id, or <see cref="Guid.Empty"/> for the hub itself.</summary>
    public Guid Id { get; private set; }

    /// <summary>What was asked with the session about the thread that this request wants to write into (<see cref="WritesIntoThread"/>).</summary>
    public ThreadAccess? Thread { get; private set; }

    /// <summary>Names who acts; done once per request by the door it came through (HTTP endpoint, hub filter).</summary>
    public void Is(Guid id, ThreadAccess? thread = null)
    {
        (Id, Thread) = (id, thread is not null && thread.Reader.Id == id ? thread : null);
        member = null;
    }

    /// <summary>The member as the database knows them now; a removed or unknown one is refused as not signed in.</summary>
    public async Task<Member> Require(CancellationToken ct)
    {
        if (member is null && Id != Guid.Empty)
            member = await Find(ct);
        return member ?? throw new Rejection(Reasons.SignInRequired);
    }

    // Asked by every request: by hand, and without what only signing in needs.
    private async Task<Member?> Find(CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT user_name, name, position, agency, roles, is_demo FROM members WHERE id = @id AND removed_at IS NULL", ct);
        await using var row = await statement.WithId("@id", Id).Read(ct);
        return !await row.ReadAsync(ct) ? null : new Member
        {
            Id = Id, UserName = row.IsDBNull(0) ? null : row.GetString(0), Name = row.GetString(1), Position = row.GetString(2), Agency = row.GetString(3),
            Roles = (Roles)row.GetInt32(4), IsDemo = row.GetBoolean(5),
        };
    }
}
