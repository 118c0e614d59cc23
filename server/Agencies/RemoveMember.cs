using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Timpora.Comms.Pipeline;

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

    internal sealed class Handler(Leaving leaving) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            await leaving.Leave(request.Member, isForAWhile: false, cancellationToken);
            return Unit.Value;
        }
    }
}

/// <summary>A member was removed, or suspended, which is the same until they are back. Handlers may stage entries; they append nothing, and what the person still owed must go to others.</summary>
public sealed record MemberRemoved(Member Member) : INotification;
