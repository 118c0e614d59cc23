using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>Who may invite takes a link back: it went to the wrong person, or is needed no more.</summary>
public static class WithdrawInvitation
{
    /// <summary>Names the invitation. Withdrawing it twice changes nothing, so there is no key.</summary>
    public sealed record Request(Guid Invitation) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/invitations/{id:guid}", async (Guid id, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(new Request(id), ct);
        return TypedResults.NoContent();
    });

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Invitation).NotEmpty();
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var reader = (await caller.Require(cancellationToken)).AsReader();
            var invitation = await db.Invitations.AsNoTracking().FirstOrDefaultAsync(i => i.Id == request.Invitation, cancellationToken);
            if (invitation is null || !Permissions.MayInvite(reader, invitation.Agency, invitation.Roles))
                throw new Rejection(Reasons.NotFound);
            DateTimeOffset? now = clock.Now();
            await db.Invitations.Where(i => i.Id == request.Invitation && i.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(i => i.EndedAt, now), cancellationToken);
            return Unit.Value;
        }
    }
}
