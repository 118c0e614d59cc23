using Timpora.Comms.Channels;

namespace Timpora.Comms.Alerts;

/// <summary>The rule that moves an alert from open to acknowledged, and back (domain.md E3).</summary>
public static class AllAnswered
{
    /// <summary>Once the last required agency has answered, the alert is acknowledged; an alert that all have declined is nobody's, and stays open.</summary>
    public static void Apply(Alert alert, ChannelLog log)
    {
        alert.Revision++;
        if (alert.Obligations.Exists(o => o.IsOwed) || !alert.Obligations.Exists(o => o.State == ObligationState.Acknowledged))
            return;
        // Work that has begun before the last answer stays begun; that all have answered is told all the same.
        if (alert.State == AlertState.Open)
            alert.State = AlertState.Acknowledged;
        log.Stage(new EntryDraft(alert.Channel, "alert.acknowledged", EntryDraft.System, alert.Id).With("version", alert.Version));
    }

    /// <summary>An answer was lost again: the alert is open again.</summary>
    public static void Revoke(Alert alert)
    {
        alert.Revision++;
        if (alert.IsOpen)
            alert.State = AlertState.Open;
    }
}
