using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member sets a password, or another one; what is signed in elsewhere ends.</summary>
public static class SetPassword
{
    /// <summary>The password. That it is the member who asks, the fresh sign-in has shown, and the password so far.</summary>
    /// <param name="Password">The new one.</param>
    /// <param name="Current">The one so far, where the account has one.</param>
    public sealed record Request(string Password, string? Current = null) : IRequest<Unit>
    {
        internal CurrentSession? Session { get; init; }
    }

    /// <summary>Puts a new hash in the place of the one that was looked at.</summary>
    internal sealed record Replace(string? Before, string After, CurrentSession? Session) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/password", async (Request request, HttpContext http, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(request with { Session = http.Features.Get<CurrentSession>() }, ct);
        return TypedResults.NoContent();
    }).WithMetadata(new OpenToUnfinished(), new AsksFreshSignIn());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Password).NotEmpty().MinimumLength(PasswordStrength.Shortest).MaximumLength(PasswordStrength.Longest);
            RuleFor(r => r.Current).MaximumLength(PasswordStrength.Longest);
        }
    }

    internal sealed class Handler(Caller caller, IPasswordHasher<Member> hasher, HubDb db, IMediator mediator) : IRequestHandler<Request, Unit>
    {
        // Before the transaction: hashing takes long, and posters must not wait for it.
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var id = (await caller.Require(cancellationToken)).Id;
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, cancellationToken) ?? throw new Rejection(Reasons.SignInRequired);
            if (member.PasswordHash is { } hash && hasher.VerifyHashedPassword(member, hash, request.Current ?? "") == PasswordVerificationResult.Failed)
                throw Rejection.Field("current", new Say("Kata sandi sekarang tidak cocok.", "The current password does not match."));
            PasswordStrength.Require(request.Password, member.UserName!, member.Name);
            return await mediator.Send(new Replace(member.PasswordHash, hasher.HashPassword(member, request.Password), request.Session), cancellationToken);
        }
    }

    internal sealed class Replacer(Caller caller, HubDb db) : IRequestHandler<Replace, Unit>
    {
        public async Task<Unit> Handle(Replace request, CancellationToken cancellationToken)
        {
            var member = await db.RequireOwn(caller, cancellationToken);
            // Set meanwhile by somebody else: what was checked counts no more.
            if (member.PasswordHash != request.Before)
                throw new Rejection(Reasons.WriteConflict);
            member.PasswordHash = request.After;
            await db.EndOtherSessions(member.Id, request.Session, cancellationToken);
            return Unit.Value;
        }
    }
}
