using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// A real alert always wins (R16): while an agency owes an answer to one, its ladder in a drill stands still, and its deadline moves by as
/// long. Looked at when a move of the drill is due, and then every <see cref="Escalation.PauseLook"/>.
/// </summary>
public sealed class DrillPause(HubDb db, ChannelLog log)
{
    /// <summary>Whether the due move has to wait. Keeps beginning and end of the pause in the log, once each; not why: the real alert may be kept from its readers.</summary>
    public async Task<bool> Holds(Alert alert, Obligation obligation, DateTimeOffset now, CancellationToken ct)
    {
        if (await OwesReal(alert, obligation.Agency, ct))
        {
            var isNew = obligation.PausedAt is null;
            Escalation.Pause(obligation, now);
            if (isNew)
                log.StageFor(alert, obligation, "escalation.paused", EntryDraft.System, draft => draft);
            return true;
        }

        if (obligation.PausedAt is not null)
        {
            Escalation.Resume(obligation, now);
            log.StageFor(alert, obligation, "escalation.resumed", EntryDraft.System, draft => draft.With("dueAt", Canonical.Time(obligation.DueAt)));
        }

        return false;
    }

    /// <summary>Whether the alert is a drill and the agency owes an answer to a real one.</summary>
    public async Task<bool> OwesReal(Alert drill, string agency, CancellationToken ct) =>
        drill.Status == AlertStatus.Exercise && await db.Obligations.AsNoTracking()
            .Where(o => o.Agency == agency && (o.State == ObligationState.Pending || o.State == ObligationState.Notified || o.State == ObligationState.Delivered
                || o.State == ObligationState.Seen || o.State == ObligationState.Exhausted))
            .Join(db.Alerts, o => o.AlertId, a => a.Id, (o, a) => a.Status).AnyAsync(status => status == AlertStatus.Actual, ct);
}
