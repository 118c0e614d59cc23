using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>Writes what came of an attempt, if the claim under which it was made still stands. When that ends the last hope of a step, the ladder hears of it in the same transaction.</summary>
public static class KeepResult
{
    /// <summary>The claim, and what came of it. Answers whether it was written.</summary>
    public sealed record Request(Guid Notification, int Claim, AttemptResult Result) : ICommand<bool>
    {
        /// <inheritdoc/>
        public Guid? ClientKey => null;
    }

    internal sealed class Handler(HubDb db, HubClock clock, ChannelLog log, IMediator mediator) : IRequestHandler<Request, bool>
    {
        public async Task<bool> Handle(Request request, CancellationToken ct)
        {
            if (await db.Notifications.AsNoTracking().FirstOrDefaultAsync(n => n.Id == request.Notification && n.Claim == request.Claim, ct) is not { } row)
                return false;
            var after = Sending.After(row, request.Result, clock.Now(), Random.Shared.NextDouble());
            // The alert's lock before the row's, as everybody takes them.
            var alert = after.State == NotificationState.Quarantined ? await db.LockAlert(row.AlertId, ct) : null;
            if (await Write(request, after, ct) == 0)
                return false;
            if (alert is null)
                return true;
            foreach (var news in await StepUnreached.After(row, alert, db, ct))
                await mediator.Publish(news, ct);
            await log.Append(ct);
            return true;
        }

        // What was cancelled while it went out did go out: the record says so. Nothing else wakes a cancelled row again.
        private Task<int> Write(Request request, Sending.Standing after, CancellationToken ct) =>
            db.Notifications.Where(n => n.Id == request.Notification && n.Claim == request.Claim
                    && (n.State == NotificationState.Queued || (after.State == NotificationState.Sent && n.State == NotificationState.Cancelled)))
                .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, after.State).SetProperty(n => n.Attempts, after.Attempts).SetProperty(n => n.DueAt, after.DueAt)
                    .SetProperty(n => n.SentAt, after.SentAt).SetProperty(n => n.Result, after.Result), ct);
    }
}
