using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// A member who has lost the key comes in with a code on paper. It opens nothing but the account's own page, to make a new key: a found paper shows no case.
/// </summary>
public static class RecoverAccess
{
    /// <summary>Account and code; a code works once, so there is no client key.</summary>
    public sealed record Request(string UserName, string Code, bool? SharedDevice = null) : ICommand<GetMe.Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<GetMe.Response>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/session/recovery", async (Request request, HttpContext http, IMediator mediator) =>
    {
        var me = await mediator.Send(request, http.RequestAborted);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, Principals.Of(me.Id), SessionStore.Begin(SignInWay.Recovery, isUnfinished: true, isShared: request.SharedDevice is true));
        return TypedResults.Ok(me);
    }).AllowAnonymous().WithMetadata(new StartsSession());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.UserName).NotEmpty().MaximumLength(256);
            RuleFor(r => r.Code).NotEmpty().MaximumLength(100);
        }
    }

    internal sealed class Handler(HubDb db, ILookupNormalizer names, Organisation organisation) : IRequestHandler<Request, GetMe.Response>
    {
        public async Task<GetMe.Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var name = names.NormalizeName(request.UserName.Trim());
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.NormalizedUserName == name && m.RemovedAt == null, cancellationToken);
            var isLocked = member is not null && OrganisationSeed.IsLockedDemo(member);
            // Asked in every case, so that the time it takes tells nothing of accounts.
            var isGood = await db.SpendRecoveryCode(isLocked ? Guid.Empty : member?.Id ?? Guid.Empty, request.Code, cancellationToken);
            return isGood ? GetMe.Response.From(member!, organisation, isUnfinished: true) : throw new Rejection(Reasons.SignInFailed);
        }
    }
}
