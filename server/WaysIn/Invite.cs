using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// An agency's admin lets somebody in: a new member, a member who has lost every way in, a screen. The secretariat and the chair invite guests, and the agencies' admins.
/// The link goes to the person by hand: the hub shows it once and sends it nowhere.
/// </summary>
public static class Invite
{
    /// <summary>
    /// Who is invited. <paramref name="Agency"/> is the inviter's own unless named; for guests <paramref name="Organisation"/> and <paramref name="Channels"/> stand instead; with
    /// <paramref name="Member"/>, somebody who is one, nothing else counts. There is no client key: its stored answer would hold the secret.
    /// </summary>
    public sealed record Request(
        IReadOnlyList<string>? Roles, string? Name, string? Position, string? Agency, string? Organisation, IReadOnlyList<string>? Channels, Guid? Member) : ICommand<Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<Response>.ClientKey => null;
    }

    /// <summary>The link's secret, shown this once, and until when it is good.</summary>
    public sealed record Response(Guid Id, string Secret, DateTimeOffset ExpiresAt);

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/invitations", async (Request request, IMediator mediator, CancellationToken ct) =>
        TypedResults.Created("/api/invitations", await mediator.Send(request, ct))).WithMetadata(new AsksFreshSignIn());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(Organisation organisation)
        {
            RuleFor(r => r.Member).NotEqual(Guid.Empty);
            When(r => r.Member is null, () =>
            {
                RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
                RuleFor(r => r.Position).NotEmpty().MaximumLength(200);
                RuleFor(r => r.Roles).NotEmpty().Must(AreTogether).WithSentence(new("Peran ini tidak dikenal atau tidak dapat digabung.", "These roles are unknown or do not go together."));
                RuleFor(r => r.Agency).Must(a => a is null || organisation.FindAgency(a) is not null).WithSentence(new("Instansi tidak dikenal.", "Unknown agency."));
            });
            When(IsGuest, () =>
            {
                RuleFor(r => r.Organisation).NotEmpty().MaximumLength(GuestOrganisations.LongestName);
                RuleFor(r => r.Channels).NotEmpty();
                RuleForEach(r => r.Channels).Must(c => organisation.FindChannel(c) is not null).WithSentence(new("Kanal tidak dikenal.", "Unknown channel."));
            });
        }

        // A screen and a guest are nothing else besides.
        private static bool AreTogether(IReadOnlyList<string>? codes) => RoleCodes.Read(codes) is { } roles && roles switch
        {
            Agencies.Roles.None => false,
            Agencies.Roles.Guest or Agencies.Roles.Wall => true,
            _ => (roles & (Agencies.Roles.Guest | Agencies.Roles.Wall)) == 0,
        };
    }

    private static bool IsGuest(Request request) => request.Member is null && RoleCodes.Read(request.Roles) == Agencies.Roles.Guest;

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Organisation organisation) : IRequestHandler<Request, Response>
    {
        // Of the team as a whole and not of an agency.
        private const Roles Seats = Agencies.Roles.Secretariat | Agencies.Roles.Chair | Agencies.Roles.Auditor;

        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var inviter = (await caller.Require(cancellationToken)).AsReader();
            var invited = request.Member is { } member ? await Known(inviter, member, cancellationToken) : New(inviter, request);
            var (secret, now) = (Invitation.NewSecret(), clock.Now());
            var invitation = new Invitation
            {
                Id = Guid.CreateVersion7(), SecretHash = Invitation.Hash(secret), Agency = invited.Agency, Roles = invited.Roles, Name = invited.Name, Position = invited.Position,
                Channels = IsGuest(request) ? [.. request.Channels!.Distinct()] : [], Member = request.Member, InvitedBy = inviter.Id, CreatedAt = now, ExpiresAt = now + Invitation.Life,
            };
            db.Invitations.Add(invitation);
            return new Response(invitation.Id, secret, invitation.ExpiresAt);
        }

        private Member New(Reader inviter, Request request)
        {
            var roles = RoleCodes.Read(request.Roles)!.Value;
            var agency = IsGuest(request) ? GuestOrganisations.CodeOf(request.Organisation!) : request.Agency ?? inviter.Agency;
            if (!Permissions.MayInvite(inviter, agency, roles) || ((roles & Seats) != 0 && agency != organisation.Secretariat.Code))
                throw new Rejection(Reasons.NotPermitted);
            return new Member { Agency = agency, Roles = roles, Name = request.Name!.Trim(), Position = request.Position!.Trim() };
        }

        private async Task<Member> Known(Reader inviter, Guid id, CancellationToken ct)
        {
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, ct) ?? throw new Rejection(Reasons.NotFound);
            // Who can sign in keeps their own account; a link for oneself would only go around what a sign-in asks for.
            return Permissions.MayInvite(inviter, member.Agency, member.Roles) && id != inviter.Id && member.Roles != Agencies.Roles.Wall ? member : throw new Rejection(Reasons.NotPermitted);
        }
    }
}
