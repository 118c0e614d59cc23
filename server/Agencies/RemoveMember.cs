using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Agencies;

/// <summary>
/// An admin removes a member of the own agency. From the commit on that person is nobody: sessions end in the same transaction,
/// and every channel's access version rises, so no node delivers a later entry before it knows.
/// </summary>
public static class RemoveMember
{
    /// <summary>Names the member. Removing somebody twice changes nothing, so the key may be absent.</summary>
    public sealed record Request(Guid Member, Guid? ClientKey) : ICommand<Unit>;

    /// <summary>The body of the request.</summary>
    public sealed record Body(Guid? ClientKey);

    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/members/{id:guid}",
        async (Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] Body? body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new Request(id, body?.ClientKey), ct);
            return TypedResults.NoContent();
        });

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Member).NotEmpty();
            RuleFor(r => r.ClientKey).NotEqual(Guid.Empty);
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, ChannelLog log, HubClock clock, IMediator mediator) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var admin = (await caller.Require(cancellationToken)).AsReader();
            var member = await db.Users.FirstOrDefaultAsync(m => m.Id == request.Member, cancellationToken) ?? throw new Rejection(Reasons.NotFound);
            // Nobody removes themselves: an agency must not be left without anyone who can let people in.
            if (!Permissions.MayRemoveMember(admin, member.Agency) || member.Id == admin.Id)
                throw new Rejection(Reasons.NotPermitted);
            if (member.RemovedAt is not null)
                return Unit.Value;

            member.RemovedAt = clock.Now();
            await db.Sessions.Where(s => s.Member == member.Id).ExecuteDeleteAsync(cancellationToken);
            await mediator.Publish(new MemberRemoved(member), cancellationToken);
            log.StageAccessChange(await db.Channels.Select(c => c.Slug).ToListAsync(cancellationToken));
            await log.Append(cancellationToken);
            return Unit.Value;
        }
    }
}

/// <summary>A member was removed. Handlers may stage entries; they append nothing, and what the person still owed must go to others.</summary>
public sealed record MemberRemoved(Member Member) : INotification;
