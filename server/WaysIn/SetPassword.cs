using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member sets a password, or another one; what is signed in elsewhere ends.</summary>
public static class SetPassword
{
    /// <summary>The password. That it is the member who asks, the fresh sign-in has shown.</summary>
    public sealed record Request(string Password) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;

        internal CurrentSession? Current { get; init; }
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/password", async (Request request, HttpContext http, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(request with { Current = http.Features.Get<CurrentSession>() }, ct);
        return TypedResults.NoContent();
    }).WithMetadata(new OpenToUnfinished(), new AsksFreshSignIn());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Password).NotEmpty().MinimumLength(PasswordStrength.Shortest).MaximumLength(PasswordStrength.Longest);
    }

    internal sealed class Handler(Caller caller, IPasswordHasher<Member> hasher, HubDb db) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await db.RequireOwn(caller, cancellationToken);
            PasswordStrength.Require(request.Password, member.UserName!, member.Name);
            member.PasswordHash = hasher.HashPassword(member, request.Password);
            await db.EndOtherSessions(member.Id, request.Current, cancellationToken);
            return Unit.Value;
        }
    }
}
