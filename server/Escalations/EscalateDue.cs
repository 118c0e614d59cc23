using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>Makes the due moves of one alert's ladders. Any node may try: the alert's lock and the firing key let each step fire once.</summary>
public static class EscalateDue
{
    /// <summary>The alert.</summary>
    public sealed record Request(Guid Alert) : ICommand<Unit>
    {
        /// <inheritdoc/>
        public Guid? ClientKey => null;
    }

    /// <summary>Alerts with something due, real ones before drills, the longest overdue first.</summary>
    public static async Task<IReadOnlyList<Guid>> FindDue(HubDb db, DateTimeOffset now, int limit, CancellationToken ct) =>
        await db.Obligations.AsNoTracking().Where(o => o.WakeAt <= now)
            .Join(db.Alerts, o => o.AlertId, a => a.Id, (o, a) => new { a.Id, a.Status, o.WakeAt })
            .GroupBy(x => new { x.Id, x.Status }).OrderBy(g => g.Key.Status).ThenBy(g => g.Min(x => x.WakeAt)).ThenBy(g => g.Key.Id).Take(limit)
            .Select(g => g.Key.Id).ToListAsync(ct);

    internal sealed class Handler(HubDb db, ChannelLog log, Climb climb, HubClock clock, HubMeter meter) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken ct)
        {
            // Another node is at it: it will make the moves.
            if (await db.LockAlert(request.Alert, ct, skipLocked: true) is not { } alert)
                return Unit.Value;
            foreach (var obligation in alert.InOrder())
            {
                var due = obligation.WakeAt;
                await climb.Run(alert, obligation, ct);
                if (due is { } at && at <= clock.Now() && obligation.WakeAt != due)
                    meter.Moved(clock.Now() - at);
            }

            await log.Append(ct);
            return Unit.Value;
        }
    }
}
