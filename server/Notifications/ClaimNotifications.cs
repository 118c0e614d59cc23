using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>
/// A node takes notifications that are due, so that no other sends them too. What it takes is its own until the claim runs out; then any node takes it over, with a
/// higher claim, and the result of the first is not written any more.
/// </summary>
public static class ClaimNotifications
{
    /// <summary>At most so many of one transport.</summary>
    public sealed record Request(string Transport, int Limit) : ICommand<IReadOnlyList<Claimed>>
    {
        /// <inheritdoc/>
        public Guid? ClientKey => null;
    }

    /// <summary>One that is ours until then, with the secret of the link that goes out with it.</summary>
    public sealed record Claimed(Guid Id, int Claim, int Attempts, DateTimeOffset Until, string Secret);

    /// <summary>Those that are due, of real alerts before those of drills (R16), the longest due first.</summary>
    public static async Task<IReadOnlyList<Guid>> FindDue(HubDb db, string transport, DateTimeOffset now, int limit, CancellationToken ct) =>
        await db.Notifications.AsNoTracking().Where(n => n.Transport == transport && n.DueAt <= now)
            .Join(db.Alerts, n => n.AlertId, a => a.Id, (n, a) => new { n.Id, a.Status, n.DueAt })
            .OrderBy(x => x.Status).ThenBy(x => x.DueAt).Take(limit).Select(x => x.Id).ToListAsync(ct);

    internal sealed class Handler(HubDb db, HubClock clock) : IRequestHandler<Request, IReadOnlyList<Claimed>>
    {
        public async Task<IReadOnlyList<Claimed>> Handle(Request request, CancellationToken ct)
        {
            var now = clock.Now();
            var due = await FindDue(db, request.Transport, now, request.Limit, ct);
            if (due.Count == 0)
                return [];
            var places = string.Join(',', due.Select((_, i) => "{" + i.ToString(CultureInfo.InvariantCulture) + "}"));
            // What another node is at is passed over; what it had taken already is not due any more.
            var sql = $"SELECT * FROM notifications WHERE id IN ({places}){db.ForUpdateSkipLocked}";
            var rows = await db.Notifications.FromSqlRaw(sql, [.. due.Cast<object>()]).ToListAsync(ct);
            await db.AlertLinks.Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(ct);
            return [.. due.Join(rows.Where(n => n.DueAt <= now), id => id, n => n.Id, (_, n) => Take(n, now))];
        }

        private Claimed Take(Notification row, DateTimeOffset now)
        {
            (row.Claim, row.Attempts, row.DueAt) = (row.Claim + 1, row.Attempts + 1, now + Sending.ClaimLife);
            var secret = AlertLink.NewSecret();
            // Before anything is sent: whoever opens the link finds it.
            db.AlertLinks.Add(new AlertLink { SecretHash = AlertLink.Hash(secret), AlertId = row.AlertId, Recipient = row.Recipient, ExpiresAt = now + AlertLink.Life });
            return new Claimed(row.Id, row.Claim, row.Attempts, now + Sending.ClaimLife, secret);
        }
    }
}
