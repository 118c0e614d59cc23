using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>Writes and cancels notification rows in the transaction of what causes them.</summary>
public sealed class NotificationRows(HubDb db, NotificationOptions options)
{
    /// <summary>Level of a warning that belongs to no step.</summary>
    public const int WarningLevel = 0;

    // By this command, besides whom the database knows of.
    private readonly HashSet<(Guid Alert, Guid Recipient, int Version, int Round, int Level)> woken = [];

    /// <summary>
    /// One row per recipient, unless the same alert, level and round has woken them already for another obligation; and one for each transport that is to
    /// leave the hub for them (<see cref="WakeUp"/>). <paramref name="minute"/> is the ladder's.
    /// </summary>
    public async Task Add(Alert alert, Obligation obligation, int round, int level, IEnumerable<Member> recipients, TimeSpan minute, DateTimeOffset now, CancellationToken ct)
    {
        // An alert that has no number yet is only now being posted: it has woken nobody before.
        if (alert.Seq > 0)
            foreach (var recipient in await db.Notifications.AsNoTracking()
                .Where(n => n.AlertId == alert.Id && n.Version == obligation.Version && n.Round == round && n.Level == level && n.Transport == Transports.Desk).Select(n => n.Recipient).ToListAsync(ct))
                woken.Add((alert.Id, recipient, obligation.Version, round, level));
        List<Guid> people = [.. recipients.Where(m => woken.Add((alert.Id, m.Id, obligation.Version, round, level))).Select(m => m.Id)];
        foreach (var member in people)
            db.AddRow(Row(member, Transports.Desk, NotificationState.Sent, sentAt: now, result: "committed with the desk entry"));
        List<WakeUp> leaving = [.. WakeUp.For(alert.Level, level, minute).Where(wakeUp => options.Has(wakeUp.Transport))];
        if (leaving.Count == 0 || people.Count == 0)
            return;
        foreach (var (member, transport) in await Contacts(people, ct))
            foreach (var wakeUp in leaving.Where(wakeUp => wakeUp.Transport == transport))
                db.AddRow(Row(member, transport, NotificationState.Queued, dueAt: now + wakeUp.After));

        Notification Row(Guid member, string transport, NotificationState state, DateTimeOffset? sentAt = null, DateTimeOffset? dueAt = null, string? result = null) => new()
        {
            Id = Guid.CreateVersion7(now), AlertId = alert.Id, Obligation = obligation.Id, Recipient = member, Version = obligation.Version, Round = round,
            Level = level, Transport = transport, State = state, CreatedAt = now, SentAt = sentAt, DueAt = dueAt, Attempts = sentAt is null ? 0 : 1, Result = result,
        };
    }

    /// <summary>As <see cref="Add"/>, a warning that belongs to no step.</summary>
    public Task Warn(Alert alert, Obligation obligation, int round, IEnumerable<Member> recipients, DateTimeOffset now, CancellationToken ct) =>
        Add(alert, obligation, round, WarningLevel, recipients, TimeSpan.Zero, now, ct);

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
    public async Task Cancel(Guid alert, string reason, CancellationToken ct) =>
        await Cancel(db.Notifications.Where(n => n.AlertId == alert && n.State == NotificationState.Queued), reason, ct);

    /// <summary>Nothing unsent to the agency's own people for this obligation leaves any more; who oversees other open obligations keeps theirs.</summary>
    public async Task Cancel(Obligation obligation, string reason, CancellationToken ct) =>
        await Cancel(db.Notifications.Where(n => n.AlertId == obligation.AlertId && n.Obligation == obligation.Id && n.State == NotificationState.Queued
            && db.Users.Any(m => m.Id == n.Recipient && m.Agency == obligation.Agency)), reason, ct);

    private static async Task Cancel(IQueryable<Notification> rows, string reason, CancellationToken ct) =>
        await rows.ExecuteUpdateAsync(
            set => set.SetProperty(n => n.State, NotificationState.Cancelled).SetProperty(n => n.Result, reason).SetProperty(n => n.DueAt, (DateTimeOffset?)null), ct);

    // Only whether there is one: where to is read when it leaves.
    private async Task<List<(Guid Member, string Transport)>> Contacts(List<Guid> people, CancellationToken ct)
    {
        List<(Guid, string)> contacts = [];
        await using var statement = await db.Statement($"SELECT id, email, phone_number FROM members WHERE id IN ({Statements.Places(people.Count)})", ct);
        await using var row = await statement.WithEach(people).Read(ct);
        while (await row.ReadAsync(ct))
        {
            if (!row.IsDBNull(1))
                contacts.Add((row.GetGuid(0), Transports.Email));
            if (!row.IsDBNull(2))
                contacts.Add((row.GetGuid(0), Transports.Sms));
        }

        return contacts;
    }
}
