using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>
/// A member ends one of their sessions, or all but the one at hand: a phone was lost, a screen was left. Its row goes, so its next call is refused on every node, and
/// its live line closes within two seconds.
/// </summary>
public static class EndSessions
{
    /// <summary>Names one of the caller's sessions, or none for all but <paramref name="Current"/>. Ending one twice changes nothing, so there is no key.</summary>
    public sealed record Request(Guid? Session, CurrentSession? Current) : ICommand<Unit>
    {
        /// <inheritdoc/>
        public Guid? ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapDelete("/sessions/{id:guid}", async (Guid id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new Request(id, null), ct);
            return TypedResults.NoContent();
        });
        api.MapDelete("/sessions", async (HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new Request(null, http.Features.Get<CurrentSession>()), ct);
            return TypedResults.NoContent();
        });
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Session).NotEqual(Guid.Empty);
    }

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var me = (await caller.Require(cancellationToken)).Id;
            var keys = await db.Sessions.Where(s => s.Member == me).Select(s => s.Key).ToListAsync(cancellationToken);
            keys.RemoveAll(k => request.Session is { } one ? Session.IdOf(k) != one : k == request.Current?.Key);
            // Another's is not told apart from one that is over.
            if (request.Session is not null && keys.Count == 0)
                throw new Rejection(Reasons.NotFound);
            await db.Sessions.Where(s => keys.Contains(s.Key)).ExecuteDeleteAsync(cancellationToken);
            return Unit.Value;
        }
    }
}
