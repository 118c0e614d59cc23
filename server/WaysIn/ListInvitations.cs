using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>Who may invite sees which links are open.</summary>
public static class ListInvitations
{
    /// <summary>The question.</summary>
    public sealed record Request : IRequest<Page<Item>>;

    /// <summary>An open link, without its secret, which nobody sees twice.</summary>
    public sealed record Item(
        Guid Id, GetMe.AgencyName Agency, IReadOnlyList<string> Roles, string Name, string Position, IReadOnlyList<string> Channels, Guid? Member, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

    internal static void Map(RouteGroupBuilder api) => api.MapGet("/invitations", (IMediator mediator, CancellationToken ct) => mediator.Send(new Request(), ct));

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Organisation organisation) : IRequestHandler<Request, Page<Item>>
    {
        public async Task<Page<Item>> Handle(Request request, CancellationToken cancellationToken)
        {
            var (reader, now) = ((await caller.Require(cancellationToken)).AsReader(), clock.Now());
            var open = await db.Invitations.AsNoTracking().Where(i => i.EndedAt == null && i.ExpiresAt > now).OrderBy(i => i.Id).ToListAsync(cancellationToken);
            return new([.. open.Where(i => Permissions.MayInvite(reader, i.Agency, i.Roles))
                .Select(i => new Item(i.Id, GetMe.AgencyName.Of(i.Agency, organisation), i.Roles.Codes(), i.Name, i.Position, i.Channels, i.Member, i.CreatedAt, i.ExpiresAt))], null);
        }
    }
}
