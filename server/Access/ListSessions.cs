using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>A member asks where they are signed in.</summary>
public static class ListSessions
{
    /// <summary>The question; <paramref name="Current"/> is the session it comes with.</summary>
    public sealed record Request(CurrentSession? Current) : IRequest<Page<Item>>;

    /// <summary>
    /// One of the caller's sessions. <paramref name="Device"/> is what its browser says it is, if it does; <paramref name="LastUsedAt"/> is right to within a minute;
    /// <paramref name="EndsAt"/> is when it ends by itself, on a <paramref name="SharedDevice"/> if nobody uses it until then.
    /// </summary>
    public sealed record Item(Guid Id, string? Device, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset EndsAt, bool SharedDevice, bool Current);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/sessions", (HttpContext http, IMediator mediator, CancellationToken ct) => mediator.Send(new Request(http.Features.Get<CurrentSession>()), ct));

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock) : IRequestHandler<Request, Page<Item>>
    {
        public async Task<Page<Item>> Handle(Request request, CancellationToken cancellationToken)
        {
            var (me, now) = ((await caller.Require(cancellationToken)).Id, clock.Now());
            var mine = await db.Sessions.AsNoTracking().Where(s => s.Member == me && s.ExpiresAt > now && (s.IdleAt == null || s.IdleAt > now)).ToListAsync(cancellationToken);
            return new([.. mine.OrderByDescending(s => s.Key == request.Current?.Key).ThenByDescending(s => s.LastUsedAt ?? s.CreatedAt).Select(s =>
                new Item(s.Id, s.Device, s.CreatedAt, s.LastUsedAt, s.IdleAt is { } idle && idle < s.ExpiresAt ? idle : s.ExpiresAt, s.IdleAt is not null, s.Key == request.Current?.Key))], null);
        }
    }
}
