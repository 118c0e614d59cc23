using System.Buffers.Text;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member asks how they can come in.</summary>
public static class GetWaysIn
{
    /// <summary>The question; the session tells until when its sign-in is fresh, the address whether keys work there.</summary>
    public sealed record Request(CurrentSession? Current, bool PasskeysPossible) : IRequest<Response>;

    /// <summary>The member's keys and what else there is; how many codes on paper are left; until when changes are possible without signing in again.</summary>
    public sealed record Response(
        bool PasskeysPossible, IReadOnlyList<Passkey> Passkeys, bool Password, bool Authenticator, int RecoveryCodes, DateTimeOffset FreshUntil);

    /// <summary>A key, by what its owner calls it.</summary>
    public sealed record Passkey(string Id, string Name, DateTimeOffset CreatedAt);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/ways-in", (HttpContext http, PasskeyPlace place, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new Request(http.Features.Get<CurrentSession>(), place.IsAt(http.Request)), ct)).WithMetadata(new OpenToUnfinished());

    internal sealed class Handler(Caller caller, UserManager<Member> accounts, HubDb db) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var me = (await caller.Require(cancellationToken)).Id;
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == me, cancellationToken) ?? throw new Rejection(Reasons.SignInRequired);
            return new Response(
                request.PasskeysPossible,
                [.. (await accounts.GetPasskeysAsync(member)).OrderBy(k => k.CreatedAt).Select(k => new Passkey(Base64Url.EncodeToString(k.CredentialId), k.Name ?? "", k.CreatedAt))],
                member.PasswordHash is not null, member.CodeSecret is not null, await db.RecoveryCodes.CountAsync(c => c.Member == me, cancellationToken),
                (request.Current?.CreatedAt ?? DateTimeOffset.MinValue) + AsksFreshSignIn.Within);
        }
    }
}
