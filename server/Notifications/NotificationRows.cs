using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>Writes and cancels notification rows in the transaction of what causes them.</summary>
public sealed class NotificationRows(HubDb db)
{
    /// <summary>The transport that works now: the live entry in the recipient's desk, committed together with the row.</summary>
    public const string Desk = "desk";

    /// <summary>Level of a warning that belongs to no step.</summary>
    public const int WarningLevel = 0;

    // By this command, besides whom the database knows of.
    private readonly HashSet<(Guid Alert, Guid Recipient, int Version, int Round, int Level)> woken = [];

    /// <summary>One row per recipient, unless the same alert, level and round has woken them already for another obligation.</summary>
    public async Task Add(Alert alert, Obligation obligation, int round, int level, IEnumerable<Member> recipients, DateTimeOffset now, CancellationToken ct)
    {
        // An alert that has no number yet is only now being posted: it has woken nobody before.
        if (alert.Seq > 0)
            foreach (var recipient in await db.Notifications.AsNoTracking()
                .Where(n => n.AlertId == alert.Id && n.Version == obligation.Version && n.Round == round && n.Level == level && n.Transport == Desk).Select(n => n.Recipient).ToListAsync(ct))
                woken.Add((alert.Id, recipient, obligation.Version, round, level));
        foreach (var member in recipients.Where(m => woken.Add((alert.Id, m.Id, obligation.Version, round, level))))
            db.AddRow(new Notification
            {
                Id = Guid.CreateVersion7(now), AlertId = alert.Id, Obligation = obligation.Id, Recipient = member.Id, Version = obligation.Version, Round = round,
                Level = level, Transport = Desk, State = NotificationState.Sent, CreatedAt = now, SentAt = now, Attempts = 1, Result = "committed with the desk entry",
            });
    }

    /// <summary>
    /// Alerts in which the member is whom the agency's ladder asked last, so that it waits for an answer only they would give; in the
    /// order of their ids, which is the order of locks.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> AlertsWaitingFor(Member member, CancellationToken ct) =>
        await db.Obligations.AsNoTracking()
            .Where(o => o.Agency == member.Agency && o.Escalation == EscalationState.Running
                && db.Notifications.Any(n => n.AlertId == o.AlertId && n.Recipient == member.Id && n.Version == o.Version && n.Round == o.Round && n.Level == o.Level))
            .Select(o => o.AlertId).Order().ToListAsync(ct);

    /// <summary>Alerts that have woken anybody of the agency who holds the role.</summary>
    public IQueryable<Guid> AlertsThatWoke(string agency, Roles role) =>
        db.Notifications.AsNoTracking().Where(n => db.Users.Any(m => m.Id == n.Recipient && m.Agency == agency && (m.Roles & role) != 0)).Select(n => n.AlertId);

    /// <summary>Nothing unsent of this alert leaves the hub any more.</summary>
    public async Task Cancel(Guid alert, CancellationToken ct) =>
        await db.Notifications.Where(n => n.AlertId == alert && n.State == NotificationState.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, NotificationState.Cancelled), ct);

    /// <summary>Nothing unsent to the agency's own people for this obligation leaves any more; who oversees other open obligations keeps theirs.</summary>
    public async Task Cancel(Obligation obligation, CancellationToken ct) =>
        await db.Notifications.Where(n => n.AlertId == obligation.AlertId && n.Obligation == obligation.Id && n.State == NotificationState.Queued
                && db.Users.Any(m => m.Id == n.Recipient && m.Agency == obligation.Agency))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, NotificationState.Cancelled), ct);
}
