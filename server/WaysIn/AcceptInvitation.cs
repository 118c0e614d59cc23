using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// Who holds a link comes in with it, once. People find nothing open yet but what secures the account; a screen shows its wall. For a member who had lost every way in,
/// all old ones end.
/// </summary>
public static class AcceptInvitation
{
    /// <summary>The link's secret, and the account name a new member wants.</summary>
    public sealed record Request(string Token, string? UserName, bool? SharedDevice = null) : ICommand<GetMe.Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<GetMe.Response>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/invitations/accept", async (Request request, HttpContext http, HubClock clock, IMediator mediator) =>
    {
        var me = await mediator.Send(request, http.RequestAborted);
        var session = me.Unfinished ? SessionStore.Begin(SignInWay.Invitation, isUnfinished: true, isShared: request.SharedDevice is true) : SessionStore.Begin(SignInWay.Wall);
        // A screen's cookie outlives the shift, like its session.
        session.ExpiresUtc = me.Unfinished ? null : clock.Now() + SessionStore.WallLife;
        await http.SignInAsync(IdentityConstants.ApplicationScheme, Principals.Of(me.Id), session);
        return TypedResults.Ok(me);
    }).AllowAnonymous().WithMetadata(new StartsSession());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<IdentityOptions> options)
        {
            RuleFor(r => r.Token).NotEmpty().MaximumLength(100);
            RuleFor(r => r.UserName).AccountName(options.Value);
        }
    }

    internal sealed class Handler(HubDb db, HubClock clock, Organisation organisation, UserManager<Member> accounts, ChannelLog log) : IRequestHandler<Request, GetMe.Response>
    {
        public async Task<GetMe.Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var now = clock.Now();
            var invitation = await db.OpenInvitation(request.Token, now, cancellationToken) ?? throw new Rejection(Reasons.LinkSpent);
            // Whoever comes second finds it ended, also on another node. A refused account gives the link back: all this is one transaction.
            DateTimeOffset? ended = now;
            if (await db.Invitations.Where(i => i.Id == invitation.Id && i.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(i => i.EndedAt, ended), cancellationToken) == 0)
                throw new Rejection(Reasons.LinkSpent);
            var member = invitation.Member is { } known ? await Reset(known, cancellationToken) : await Make(invitation, request.UserName, cancellationToken);
            return GetMe.Response.From(member, organisation, isUnfinished: member.Roles != Roles.Wall);
        }

        private async Task<Member> Make(Invitation invitation, string? userName, CancellationToken ct)
        {
            var id = Guid.CreateVersion7();
            var isWall = invitation.Roles == Roles.Wall;
            if (!isWall && string.IsNullOrWhiteSpace(userName))
                throw Rejection.Field("userName", new Say("Isian ini wajib diisi.", "This field is required."));
            var member = await accounts.Make(new Member
            {
                Id = id, UserName = isWall ? $"layar-{id:N}" : userName!.Trim(), Name = invitation.Name, Position = invitation.Position, Agency = invitation.Agency, Roles = invitation.Roles,
            });
            await Admit(invitation, ct);
            return member;
        }

        // From now on the guest's organisation reads along.
        private async Task Admit(Invitation invitation, CancellationToken ct)
        {
            if (invitation.Channels.Count == 0)
                return;
            await db.LockName(WithdrawGuests.Admissions, ct);
            foreach (var channel in await db.Channels.Where(c => invitation.Channels.Contains(c.Slug)).ToListAsync(ct))
                if (!channel.Admits.Contains(invitation.Agency))
                    channel.Admits = [.. channel.Admits, invitation.Agency];
            log.StageAccessChange(invitation.Channels);
            await log.Append(ct);
        }

        private async Task<Member> Reset(Guid id, CancellationToken ct)
        {
            var member = await db.Users.FirstOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, ct) ?? throw new Rejection(Reasons.LinkSpent);
            await db.ForgetWaysIn(member, accounts, ct);
            return member;
        }
    }
}
