using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// A member signs in with a passkey: something they have, unlocked by something they are or know. Wrong passwords never lock this door: nobody can shut out a chief by guessing.
/// </summary>
public static class PasskeySignIn
{
    /// <summary>What the page sends.</summary>
    /// <param name="Credential">The browser's answer, as JSON.</param>
    /// <param name="SharedDevice">As at <see cref="SignIn"/>.</param>
    public sealed record Body(JsonElement Credential, bool? SharedDevice = null);

    /// <summary>A key that was used, as it is to be kept.</summary>
    public sealed record Request(Member Member, UserPasskeyInfo Passkey) : ICommand<GetMe.Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<GetMe.Response>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/session/passkey/options", async (HttpContext http, PasskeyCeremony ceremony) => TypedResults.Content(await ceremony.AskToUse(http), "application/json")).AllowAnonymous();
        api.MapPost("/session/passkey", async (Body body, HttpContext http, PasskeyCeremony ceremony, IMediator mediator) =>
        {
            var (member, passkey) = await ceremony.Used(http, body.Credential);
            var me = await mediator.Send(new Request(member, passkey), http.RequestAborted);
            await http.SignInAsync(IdentityConstants.ApplicationScheme, Principals.Of(me.Id), SessionStore.Begin(SignInWay.Passkey, isShared: body.SharedDevice is true));
            return TypedResults.Ok(me);
        }).AllowAnonymous().WithMetadata(new StartsSession());
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Passkey.IsUserVerified).Equal(true);
    }

    internal sealed class Handler(UserManager<Member> accounts, Organisation organisation) : IRequestHandler<Request, GetMe.Response>
    {
        public async Task<GetMe.Response> Handle(Request request, CancellationToken cancellationToken)
        {
            // Read again in the command's own transaction.
            var member = await accounts.FindByIdAsync(request.Member.Id.ToString("D"));
            if (member is null || member.RemovedAt is not null || OrganisationSeed.IsLockedDemo(member))
                throw new Rejection(Reasons.PasskeyRefused);
            // Its counter, which tells a copied key.
            if (!(await accounts.AddOrUpdatePasskeyAsync(member, request.Passkey)).Succeeded)
                throw new Rejection(Reasons.PasskeyRefused);
            return GetMe.Response.From(member, organisation);
        }
    }
}
