using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>A member signs in with account name and password.</summary>
public static class SignIn
{
    /// <summary>What the sign-in page sends.</summary>
    /// <param name="UserName">The account.</param>
    /// <param name="Password">Its password.</param>
    /// <param name="SharedDevice">Several people use this device: the session ends with the browser, and after <see cref="SessionStore.SharedIdle"/> without use.</param>
    public sealed record Request(string UserName, string Password, bool? SharedDevice = null) : IRequest<GetMe.Response>;

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/session", async (Request request, IMediator mediator, HttpContext context) =>
    {
        var me = await mediator.Send(request, context.RequestAborted);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, Principals.Of(me.Id), SessionStore.Begin(SignInWay.Password, isShared: request.SharedDevice is true));
        return TypedResults.Ok(me);
    }).AllowAnonymous().WithMetadata(new StartsSession());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.UserName).NotEmpty().MaximumLength(256);
            RuleFor(r => r.Password).NotEmpty().MaximumLength(1024);
        }
    }

    internal sealed class Handler(
        HubDb db, WriteGate gate, HubClock clock, IPasswordHasher<Member> hasher, ILookupNormalizer names, Organisation organisation, IOptions<IdentityOptions> options)
        : IRequestHandler<Request, GetMe.Response>
    {
        // Looked at when there is no such account, so that the time an answer takes tells nothing either.
        private static string? nobodysHash;

        // One look at a password per account at a time: guesses sent in parallel get no more tries, and people signing in on
        // several devices at once lose none.
        private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

        public async Task<GetMe.Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var name = names.NormalizeName(request.UserName.Trim());
            var turn = Turns[(uint)name.GetHashCode(StringComparison.Ordinal) % Turns.Length];
            await turn.WaitAsync(cancellationToken);
            try
            {
                return GetMe.Response.From(await Check(name, request.Password, cancellationToken), organisation);
            }
            finally
            {
                turn.Release();
            }
        }

        private async Task<Member> Check(string name, string password, CancellationToken ct)
        {
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.NormalizedUserName == name && m.RemovedAt == null, ct);
            if (member?.PasswordHash is null)
            {
                hasher.VerifyHashedPassword(new Member(), nobodysHash ??= hasher.HashPassword(new Member(), "nobody"), password);
                throw new Rejection(Reasons.SignInFailed);
            }

            if (member.LockoutEnd > clock.Now())
                throw new Rejection(Reasons.LockedOut);
            // Outside the write gate: hashing takes long, and posters must not wait for it.
            if (hasher.VerifyHashedPassword(member, member.PasswordHash, password) == PasswordVerificationResult.Failed)
                throw new Rejection(await CountFailure(member.Id, ct) ? Reasons.LockedOut : Reasons.SignInFailed);
            if (member.AccessFailedCount > 0 || member.LockoutEnd is not null)
                await ForgetFailures(member.Id, ct);
            return member;
        }

        // One statement, so that no failure is lost between nodes. True when this one locked the account.
        private async Task<bool> CountFailure(Guid id, CancellationToken ct)
        {
            var now = clock.Now();
            DateTimeOffset? until = now + options.Value.Lockout.DefaultLockoutTimeSpan;
            var last = options.Value.Lockout.MaxFailedAccessAttempts - 1;
            using (await gate.Enter(ct))
                await db.Users.Where(m => m.Id == id).ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.LockoutEnd, m => m.AccessFailedCount >= last ? until : m.LockoutEnd)
                        .SetProperty(m => m.AccessFailedCount, m => m.AccessFailedCount >= last ? 0 : m.AccessFailedCount + 1), ct);
            return await db.Users.AnyAsync(m => m.Id == id && m.LockoutEnd > now, ct);
        }

        private async Task ForgetFailures(Guid id, CancellationToken ct)
        {
            using var turn = await gate.Enter(ct);
            await db.Users.Where(m => m.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.LockoutEnd, (DateTimeOffset?)null).SetProperty(m => m.AccessFailedCount, 0), ct);
        }
    }
}
