using System.Buffers.Text;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member removes a key, maybe of a lost device: what is signed in elsewhere ends with it. The last way in cannot be removed.</summary>
public static class RemovePasskey
{
    /// <summary>Names the key as <see cref="GetWaysIn"/> does. Removing it twice changes nothing, so there is no key of the client.</summary>
    public sealed record Request(string Passkey, CurrentSession? Current) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/passkeys/{id}", async (string id, HttpContext http, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(new Request(id, http.Features.Get<CurrentSession>()), ct);
        return TypedResults.NoContent();
    }).WithMetadata(new AsksFreshSignIn());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Passkey).NotEmpty().MaximumLength(2000);
    }

    internal sealed class Handler(Caller caller, UserManager<Member> accounts, HubDb db) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await db.RequireOwn(caller, cancellationToken);
            var all = await accounts.GetPasskeysAsync(member);
            var key = all.FirstOrDefault(k => Base64Url.EncodeToString(k.CredentialId) == request.Passkey) ?? throw new Rejection(Reasons.NotFound);
            if (!member.ComesInWith(all.Count - 1))
                throw new Rejection(Reasons.LastWayIn);
            await accounts.RemovePasskeyAsync(member, key.CredentialId);
            await db.EndOtherSessions(member.Id, request.Current, cancellationToken);
            return Unit.Value;
        }
    }
}
