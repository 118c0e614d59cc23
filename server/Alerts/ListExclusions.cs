using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>Chair and auditor see that somebody was shut out of an alert, by whom and why, without the case: the check on a right that could be misused.</summary>
public static class ListExclusions
{
    /// <summary>Those older than <paramref name="Cursor"/>, newest first.</summary>
    public sealed record Request(string? Cursor, int? Limit) : IRequest<Page<Entry>>;

    /// <summary>One alert with an exclusion; nothing of what it is about.</summary>
    public sealed record Entry(
        Guid Alert, DateTimeOffset PostedAt, Guid Poster, string PosterAgency, IReadOnlyList<string> Agencies, IReadOnlyList<Guid> Members, string Reason);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/exclusions", (string? cursor, int? limit, IMediator mediator, CancellationToken ct) => mediator.Send(new Request(cursor, limit), ct));

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Page<Entry>>
    {
        public async Task<Page<Entry>> Handle(Request request, CancellationToken ct)
        {
            var reader = (await caller.Require(ct)).AsReader();
            if (!Permissions.MayReviewExclusions(reader))
                throw new Rejection(Reasons.NotPermitted);
            Guid? before = Guid.TryParse(request.Cursor, out var id) ? id : null;
            var limit = Page.Limit(request.Limit);
            // Who is excluded by name does not see it here either, whatever their office.
            var alerts = await db.Alerts.AsNoTracking()
                .Where(a => a.ExcludeReason != null && !a.ExcludedMembers.Contains(reader.Id) && (before == null || a.Id.CompareTo(before.Value) < 0))
                .OrderByDescending(a => a.Id).Take(limit + 1)
                .Select(a => new { a.Id, a.PostedAt, a.Poster, a.PosterAgency, a.ExcludedAgencies, a.ExcludedMembers, a.ExcludeReason }).ToListAsync(ct);
            return Page.From(
                alerts.ConvertAll(a => new Entry(a.Id, a.PostedAt, a.Poster, a.PosterAgency, a.ExcludedAgencies, a.ExcludedMembers, a.ExcludeReason!)),
                limit, e => e.Alert.ToString());
        }
    }
}
