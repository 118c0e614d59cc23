using MediatR;
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
            await using var statement = await db.Statement($"SELECT s.key, s.device, s.created_at, s.last_used_at, s.expires_at, s.idle_at FROM {SessionStore.Living} WHERE s.member = @me", cancellationToken);
            await using var row = await statement.WithId("@me", me).WithTime("@now", now).Read(cancellationToken);
            List<Item> mine = [];
            while (await row.ReadAsync(cancellationToken))
            {
                var (key, expires) = (row.GetString(0), row.Time(4));
                DateTimeOffset? idle = row.IsDBNull(5) ? null : row.Time(5);
                mine.Add(new(Session.IdOf(key), row.IsDBNull(1) ? null : row.GetString(1), row.Time(2), row.IsDBNull(3) ? null : row.Time(3), idle < expires ? idle.Value : expires, idle is not null,
                    key == request.Current?.Key));
            }

            return new([.. mine.OrderByDescending(s => s.Current).ThenByDescending(s => s.LastUsedAt ?? s.CreatedAt)], null);
        }
    }
}
