using System.Buffers.Text;
using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member makes a passkey on a device of theirs. With the first one come codes on paper, for the day the device is lost.</summary>
public static class AddPasskey
{
    /// <summary>Most keys a member can have.</summary>
    public const int Most = 10;

    /// <summary>What the page sends: what the member calls the key, and the browser's answer as JSON.</summary>
    public sealed record Body(string? Name, JsonElement Credential);

    /// <summary>A key that was made.</summary>
    public sealed record Request(string Name, UserPasskeyInfo Passkey) : ICommand<Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<Response>.ClientKey => null;
    }

    /// <summary>The key. <paramref name="RecoveryCodes"/> are shown this once, where the member had none.</summary>
    public sealed record Response(string Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<string>? RecoveryCodes);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/passkeys/options", async (HttpContext http, Caller caller, PasskeyCeremony ceremony) =>
            TypedResults.Content(await ceremony.AskToMake(http, await caller.Require(http.RequestAborted)), "application/json")).WithMetadata(new OpenToUnfinished(), new AsksFreshSignIn());
        api.MapPost("/passkeys", async (Body body, HttpContext http, Caller caller, PasskeyCeremony ceremony, IMediator mediator, SessionFinish finish) =>
        {
            var me = (await caller.Require(http.RequestAborted)).Id;
            var made = await mediator.Send(new Request(body.Name ?? "", await ceremony.Made(http, me, body.Credential)), http.RequestAborted);
            await finish.IfUnfinished(http, me, SignInWay.Passkey);
            return TypedResults.Created("/api/ways-in", made);
        }).WithMetadata(new OpenToUnfinished(), new AsksFreshSignIn());
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Name).NotEmpty().MaximumLength(60);
    }

    internal sealed class Handler(Caller caller, UserManager<Member> accounts, HubDb db) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await db.RequireOwn(caller, cancellationToken);
            if ((await accounts.GetPasskeysAsync(member)).Count >= Most)
                throw Rejection.Field("name", new Say($"Paling banyak {Most} kunci. Hapus yang tidak dipakai lagi.", $"At most {Most} keys. Remove one that is no longer used."));
            request.Passkey.Name = request.Name.Trim();
            if (!(await accounts.AddOrUpdatePasskeyAsync(member, request.Passkey)).Succeeded)
                throw new Rejection(Reasons.PasskeyRefused);
            return new Response(Base64Url.EncodeToString(request.Passkey.CredentialId), request.Passkey.Name, request.Passkey.CreatedAt, await db.FirstRecoveryCodes(member.Id, cancellationToken));
        }
    }
}
