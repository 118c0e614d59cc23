using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// A member signs in with account name and password, and with the code of their authenticator app or one on paper. A password alone is enough for invented people; for
/// others it opens nothing but what secures the account.
/// </summary>
public static class SignIn
{
    /// <summary>What the sign-in page sends.</summary>
    /// <param name="UserName">The account.</param>
    /// <param name="Password">Its password.</param>
    /// <param name="Code">What the authenticator app shows, or a code on paper; asked for where the account has an app.</param>
    /// <param name="SharedDevice">Several people use this device: the session ends with the browser, and after <see cref="SessionStore.SharedIdle"/> without use.</param>
    public sealed record Request(string UserName, string Password, string? Code = null, bool? SharedDevice = null) : IRequest<GetMe.Response>;

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/session", async (Request request, IMediator mediator, HttpContext context) =>
    {
        var me = await mediator.Send(request, context.RequestAborted);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, Principals.Of(me.Id),
            SessionStore.Begin(request.Code is null ? SignInWay.Password : SignInWay.PasswordAndCode, me.Unfinished, request.SharedDevice is true));
        return TypedResults.Ok(me);
    }).AllowAnonymous().WithMetadata(new StartsSession());

    /// <summary>The longest lock: somebody who guesses must not keep out for a whole shift who has no passkey.</summary>
    public static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.UserName).NotEmpty().MaximumLength(256);
            RuleFor(r => r.Password).NotEmpty().MaximumLength(PasswordStrength.Longest);
            RuleFor(r => r.Code).MaximumLength(100);
        }
    }

    internal sealed class Handler(
        HubDb db, WriteGate gate, HubClock clock, IPasswordHasher<Member> hasher, ILookupNormalizer names, OneTimeCodes codes, Organisation organisation, IOptions<IdentityOptions> options)
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
                var member = await Check(name, request.Password, request.Code, cancellationToken);
                return GetMe.Response.From(member, organisation, isUnfinished: !member.ComesInWith(passkeys: 0));
            }
            finally
            {
                turn.Release();
            }
        }

        private async Task<Member> Check(string name, string password, string? code, CancellationToken ct)
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
                throw new Rejection(await CountFailure(member, ct) ? Reasons.LockedOut : Reasons.SignInFailed);
            if (member.CodeSecret is not null && string.IsNullOrWhiteSpace(code))
                throw new Rejection(Reasons.CodeRequired);
            if (member.CodeSecret is { } secret && !await Spend(member, secret, code!, ct))
                throw new Rejection(await CountFailure(member, ct) ? Reasons.LockedOut : Reasons.SignInFailed);
            if (member.AccessFailedCount > 0 || member.LockoutEnd is not null || member.Lockouts > 0)
                await ForgetFailures(member.Id, ct);
            return member;
        }

        // Each code once, on whichever node.
        private async Task<bool> Spend(Member member, byte[] secret, string code, CancellationToken ct)
        {
            using var turn = await gate.Enter(ct);
            return codes.Step(secret, member.CodeStep, code) is { } step
                ? await db.Users.Where(m => m.Id == member.Id && m.CodeStep < step).ExecuteUpdateAsync(set => set.SetProperty(m => m.CodeStep, step), ct) == 1
                : await db.SpendRecoveryCode(member.Id, code, ct);
        }

        // One statement, so that no failure is lost between nodes. True when this one locked the account. Each lock is twice as long as the one before, up to an hour.
        private async Task<bool> CountFailure(Member member, CancellationToken ct)
        {
            var (id, now) = (member.Id, clock.Now());
            var length = options.Value.Lockout.DefaultLockoutTimeSpan * Math.Pow(2, Math.Min(member.Lockouts, 10));
            DateTimeOffset? until = now + (length < LongestLock ? length : LongestLock);
            var last = options.Value.Lockout.MaxFailedAccessAttempts - 1;
            using (await gate.Enter(ct))
                await db.Users.Where(m => m.Id == id).ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.LockoutEnd, m => m.AccessFailedCount >= last ? until : m.LockoutEnd)
                        .SetProperty(m => m.Lockouts, m => m.AccessFailedCount >= last ? m.Lockouts + 1 : m.Lockouts)
                        .SetProperty(m => m.AccessFailedCount, m => m.AccessFailedCount >= last ? 0 : m.AccessFailedCount + 1), ct);
            return await db.Users.AnyAsync(m => m.Id == id && m.LockoutEnd > now, ct);
        }

        private async Task ForgetFailures(Guid id, CancellationToken ct)
        {
            using var turn = await gate.Enter(ct);
            await db.Users.Where(m => m.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.LockoutEnd, (DateTimeOffset?)null).SetProperty(m => m.AccessFailedCount, 0).SetProperty(m => m.Lockouts, 0), ct);
        }
    }
}
