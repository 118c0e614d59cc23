using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Agencies;

/// <summary>A member reads the team's directory, which turns the ids in the log into people.</summary>
public static class ListMembers
{
    /// <summary>Asks for the members after <paramref name="Cursor"/>, the id a page ended with.</summary>
    public sealed record Request(Guid? Cursor, int? Limit) : IRequest<Page<Entry>>;

    /// <summary>
    /// A person of the team. Account names and contacts are not in the directory; who may not see names finds the post in their place. Who is
    /// <paramref name="Suspended"/> is told only to those who can open the account again.
    /// </summary>
    public sealed record Entry(Guid Id, string Name, string Position, string Agency, IReadOnlyList<string> Roles, bool Suspended = false);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/members", (Guid? cursor, int? limit, IMediator mediator, CancellationToken ct) => mediator.Send(new Request(cursor, limit), ct));

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Page<Entry>>
    {
        public async Task<Page<Entry>> Handle(Request request, CancellationToken cancellationToken)
        {
            var reader = (await caller.Require(cancellationToken)).AsReader();
            if (!Permissions.MayReadDirectory(reader))
                throw new Rejection(Reasons.NotPermitted);
            var limit = Page.Limit(request.Limit);
            var after = request.Cursor ?? Guid.Empty;
            var seesNames = Permissions.MaySeeNames(reader);
            var keeps = (await db.Users.Where(m => m.IsSuspended).Select(m => m.Agency).Distinct().ToListAsync(cancellationToken)).FindAll(agency => Permissions.MayRemoveMember(reader, agency));
            var members = await db.Users.AsNoTracking()
                .Where(m => (m.RemovedAt == null || (m.IsSuspended && keeps.Contains(m.Agency))) && m.Id > after).OrderBy(m => m.Id).Take(limit + 1).ToListAsync(cancellationToken);
            return Page.From(
                members.ConvertAll(m => new Entry(m.Id, seesNames ? m.Name : m.Position, m.Position, m.Agency, m.Roles.Codes(), m.IsSuspended)), limit, e => e.Id.ToString("D"));
        }
    }
}
