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

    /// <summary>A person of the team. Account names and contacts are not in the directory.</summary>
    public sealed record Entry(Guid Id, string Name, string Position, string Agency, IReadOnlyList<string> Roles);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/members", (Guid? cursor, int? limit, IMediator mediator, CancellationToken ct) => mediator.Send(new Request(cursor, limit), ct));

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Page<Entry>>
    {
        public async Task<Page<Entry>> Handle(Request request, CancellationToken cancellationToken)
        {
            if (!Permissions.MayReadDirectory((await caller.Require(cancellationToken)).AsReader()))
                throw new Rejection(Reasons.NotPermitted);
            var limit = Page.Limit(request.Limit);
            var after = request.Cursor ?? Guid.Empty;
            var members = await db.Users.AsNoTracking()
                .Where(m => m.RemovedAt == null && m.Id > after).OrderBy(m => m.Id).Take(limit + 1).ToListAsync(cancellationToken);
            return Page.From(
                members.ConvertAll(m => new Entry(m.Id, m.Name, m.Position, m.Agency, m.Roles.Codes())), limit, e => e.Id.ToString("D"));
        }
    }
}
