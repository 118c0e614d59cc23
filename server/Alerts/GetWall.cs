using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// What a screen on a wall shows: which alerts run and who owes an answer by when. Nothing that somebody wrote, no place below the regency and no person: whoever walks
/// past reads it, too.
/// </summary>
public static class GetWall
{
    /// <summary>Most alerts on one screen; the most urgent stay.</summary>
    public const int Most = 60;

    /// <summary>The question.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>What runs, most urgent first; <paramref name="More"/> says how many did not fit.</summary>
    public sealed record Response(DateTimeOffset Now, GetMe.AgencyName Agency, IReadOnlyList<WallAlert> Alerts, int More);

    /// <summary>An alert that is neither resolved nor cancelled.</summary>
    public sealed record WallAlert(
        Guid Alert, string CaseType, string Level, string Status, string State, string Channel, string? Regency, DateTimeOffset PostedAt, bool Drill, IReadOnlyList<WallObligation> Obligations);

    /// <summary>Who owes an answer, how far it is, and until when.</summary>
    public sealed record WallObligation(string Agency, string State, DateTimeOffset DueAt);

    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/wall", (IMediator mediator, CancellationToken ct) => mediator.Send(new Request(), ct)).WithMetadata(new OpenToScreens());

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await caller.Require(cancellationToken);
            var reader = member.AsReader();
            if (!reader.Is(Roles.Wall))
                throw new Rejection(Reasons.NotPermitted);
            // Nothing of other channels is shown, so nothing of them is read: each screen asks every few seconds.
            var admits = (await db.Channels.AsNoTracking().ToListAsync(cancellationToken)).Where(c => c.Admits.Contains(reader.Agency)).ToDictionary(c => c.Slug, c => c.Admits);
            var slugs = admits.Keys.ToList();
            var open = await db.Alerts.AsNoTracking().Include(a => a.Obligations)
                .Where(a => slugs.Contains(a.Channel) && a.State != AlertState.Resolved && a.State != AlertState.Cancelled).ToListAsync(cancellationToken);
            List<Alert> shown = [.. open.Where(a => Permissions.MayShow(reader, a.Access(), admits[a.Channel]))
                .OrderBy(a => a.Level).ThenBy(a => a.PostedAt)];
            return new Response(clock.Now(), GetMe.AgencyName.Of(member.Agency, organisation), [.. shown.Take(Most).Select(Show)], Math.Max(0, shown.Count - Most));
        }

        private static WallAlert Show(Alert alert) => new(
            alert.Id, alert.CaseType, alert.Level.ToString(), alert.Status.ToString(), alert.State.ToString(), alert.Channel, Regions.NameOf(alert.Regency), alert.PostedAt,
            alert.Status == AlertStatus.Exercise, [.. alert.Obligations.Select(o => new WallObligation(o.Agency, o.State.ToString(), o.DueAt))]);
    }
}
