using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Agencies;

/// <summary>
/// Somebody leaves, for good or for a while: from the commit on they are nobody. Sessions end in the same transaction, what they owed goes to others, and every
/// channel's access version rises, so no node delivers a later entry before it knows.
/// </summary>
public sealed class Leaving(Caller caller, HubDb db, ChannelLog log, HubClock clock, IMediator mediator)
{
    /// <summary>Lets this member leave, if the caller may; doing it twice changes nothing, and who was away for a while can go for good.</summary>
    public async Task Leave(Guid id, bool isForAWhile, CancellationToken ct)
    {
        var member = await Require(id, ct);
        if (member.RemovedAt is not null && (isForAWhile || !member.IsSuspended))
            return;
        member.RemovedAt ??= clock.Now();
        member.IsSuspended = isForAWhile;
        await db.Sessions.Where(s => s.Member == member.Id).ExecuteDeleteAsync(ct);
        await mediator.Publish(new MemberRemoved(member), ct);
        await Tell(ct);
    }

    /// <summary>Lets a suspended member come back.</summary>
    public async Task Return(Guid id, CancellationToken ct)
    {
        var member = await Require(id, ct);
        if (member.RemovedAt is null)
            return;
        // Who left for good is invited anew.
        if (!member.IsSuspended)
            throw new Rejection(Reasons.NotFound);
        (member.RemovedAt, member.IsSuspended) = (null, false);
        await Tell(ct);
    }

    private async Task<Member> Require(Guid id, CancellationToken ct)
    {
        var admin = (await caller.Require(ct)).AsReader();
        var member = await db.Users.FirstOrDefaultAsync(m => m.Id == id, ct) ?? throw new Rejection(Reasons.NotFound);
        // Nobody removes themselves: an agency must not be left without anyone who can let people in.
        return Permissions.MayRemoveMember(admin, member.Agency) && member.Id != admin.Id ? member : throw new Rejection(Reasons.NotPermitted);
    }

    private async Task Tell(CancellationToken ct)
    {
        log.StageAccessChange(await db.Channels.Select(c => c.Slug).ToListAsync(ct));
        await log.Append(ct);
    }
}
