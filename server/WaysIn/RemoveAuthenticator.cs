using MediatR;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member does without the authenticator app; what is signed in elsewhere ends. The last way in cannot be removed.</summary>
public static class RemoveAuthenticator
{
    /// <summary>Asks for it.</summary>
    public sealed record Request(CurrentSession? Current) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/authenticator", async (HttpContext http, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(new Request(http.Features.Get<CurrentSession>()), ct);
        return TypedResults.NoContent();
    }).WithMetadata(new AsksFreshSignIn());

    internal sealed class Handler(Caller caller, UserManager<Member> accounts, HubDb db) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await db.RequireOwn(caller, cancellationToken);
            member.CodeSecret = null;
            if (!member.ComesInWith((await accounts.GetPasskeysAsync(member)).Count))
                throw new Rejection(Reasons.LastWayIn);
            await db.EndOtherSessions(member.Id, request.Current, cancellationToken);
            return Unit.Value;
        }
    }
}
