using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>Who holds a link sees what it is for before using it. By post: its secret stands in no address that anybody logs.</summary>
public static class LookAtInvitation
{
    /// <summary>The link's secret.</summary>
    public sealed record Request(string Token) : IRequest<Response>;

    /// <summary>What it is for: a new <c>member</c>, the <c>recovery</c> of an account, a <c>screen</c>.</summary>
    public sealed record Response(
        string Kind, GetMe.AgencyName Agency, IReadOnlyList<string> Roles, string Name, string Position, string? UserName, DateTimeOffset ExpiresAt);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/invitations/look", (Request request, IMediator mediator, CancellationToken ct) => mediator.Send(request, ct)).AllowAnonymous();

    /// <summary>The open invitation with this secret; null when there is none any more.</summary>
    internal static async Task<Invitation?> OpenInvitation(this HubDb db, string token, DateTimeOffset now, CancellationToken ct)
    {
        // Found by the hash of 256 random bits: how long that takes tells nobody anything.
        var hash = Invitation.Hash(token);
        return await db.Invitations.AsNoTracking().FirstOrDefaultAsync(i => i.SecretHash == hash && i.EndedAt == null && i.ExpiresAt > now, ct);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Token).NotEmpty().MaximumLength(100);
    }

    internal sealed class Handler(HubDb db, HubClock clock, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var invitation = await db.OpenInvitation(request.Token, clock.Now(), cancellationToken) ?? throw new Rejection(Reasons.LinkSpent);
            var userName = invitation.Member is null ? null : await db.Users.Where(m => m.Id == invitation.Member).Select(m => m.UserName).FirstOrDefaultAsync(cancellationToken);
            var kind = invitation.Member is not null ? "recovery" : invitation.Roles == Roles.Wall ? "screen" : "member";
            return new Response(kind, GetMe.AgencyName.Of(invitation.Agency, organisation), invitation.Roles.Codes(), invitation.Name, invitation.Position, userName, invitation.ExpiresAt);
        }
    }
}
