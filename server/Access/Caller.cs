using Microsoft.EntityFrameworkCore;
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

    /// <summary>Names who acts; done once per request by the door it came through (HTTP endpoint, hub filter).</summary>
    public void Is(Guid id)
    {
        Id = id;
        member = null;
    }

    /// <summary>The member as the database knows them now; a removed or unknown one is refused as not signed in.</summary>
    public async Task<Member> Require(CancellationToken ct)
    {
        if (member is null && Id != Guid.Empty)
            member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == Id, ct);
        return member is { RemovedAt: null } ? member : throw new Rejection(Reasons.SignInRequired);
    }
}
