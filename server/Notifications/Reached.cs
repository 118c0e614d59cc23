using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>How people were reached: those who were not come first, because somebody has to telephone them.</summary>
public static class Reached
{
    /// <summary>The person has nowhere to be reached outside the hub.</summary>
    public const string NoContact = "no-contact";

    private static readonly string[] order = ["notReached", "waiting", "desk", "sent", "delivered", "seen"];

    internal sealed class Handler(HubDb db, NotificationOptions options) : IRequestHandler<WhoWasReached.Request, IReadOnlyList<ReachedView>>
    {
        public async Task<IReadOnlyList<ReachedView>> Handle(WhoWasReached.Request request, CancellationToken ct)
        {
            var (alert, access) = (request.Alert, request.Alert.Access());
            var agencies = alert.InOrder().Where(o => Permissions.MaySeeReached(request.Reader, access, o.Agency)).ToDictionary(o => o.Id, o => o.Agency);
            if (agencies.Count == 0)
                return [];
            var rows = await db.Notifications.AsNoTracking().Where(n => n.AlertId == alert.Id && n.Version == alert.Version).ToListAsync(ct);
            // As the obligations stand beside it: the lead first.
            List<string> places = [.. agencies.Values];
            var receipts = await db.Receipts.AsNoTracking().Where(r => r.AlertId == alert.Id && r.Version == alert.Version).ToDictionaryAsync(r => r.Member, ct);
            return [.. rows.Where(n => agencies.ContainsKey(n.Obligation)).GroupBy(n => (n.Obligation, n.Recipient))
                .Select(person => Of(agencies[person.Key.Obligation], [.. person], receipts.GetValueOrDefault(person.Key.Recipient), isAsked: step => WakeUp.For(alert.Level, step, TimeSpan.Zero).Any(w => options.Has(w.Transport))))
                .OrderBy(view => Array.IndexOf(order, view.State)).ThenBy(view => places.IndexOf(view.Agency)).ThenBy(view => view.Level).ThenBy(view => view.Member)];
        }
    }

    /// <summary>How one person was reached, from their notifications of one version and what their devices said. Pure; <paramref name="isAsked"/> tells whether a step sends anything out of the hub.</summary>
    internal static ReachedView Of(string agency, IReadOnlyList<Notification> rows, Receipt? receipt, Func<int, bool> isAsked)
    {
        var newest = rows.OrderBy(n => n.Round).ThenBy(n => n.Level).Last();
        var outside = rows.Where(n => n.Transport != Transports.Desk).OrderBy(n => n.SentAt ?? n.CreatedAt).ToList();
        ReachedView View(string state, DateTimeOffset? at, string? via = null, string? reason = null) => new(agency, newest.Recipient, newest.Level, newest.Round, state, at, via, reason);
        if (receipt?.SeenAt is { } seen)
            return View("seen", seen);
        if (receipt?.DeliveredAt is { } delivered)
            return View("delivered", delivered);
        if (outside.FindLast(n => n.State == NotificationState.Sent) is { } sent)
            return View("sent", sent.SentAt, sent.Transport);
        if (outside.Find(n => n.State == NotificationState.Queued) is { } waiting)
            return View("waiting", null, waiting.Transport, waiting.Result);
        if (outside.FindLast(n => n.State == NotificationState.Quarantined) is { } failed)
            return View("notReached", null, failed.Transport, failed.Result);
        return outside.Count == 0 && isAsked(newest.Level) ? View("notReached", null, null, NoContact) : View("desk", newest.CreatedAt, Transports.Desk);
    }
}
