using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// Agencies that come to an alert, or leave it, after it was posted: by an offer, by an update. Whoever loses sight of it by that is
/// told so once, at their desk, without any of its content.
/// </summary>
public sealed class Involvement(HubDb db, ChannelLog log)
{
    /// <summary>Offers an obligation; its agency keeps owing (R15).</summary>
    public async Task Offer(Alert alert, Obligation obligation, string to, CancellationToken ct)
    {
        obligation.OfferedTo = to;
        obligation.Revision++;
        alert.OfferedAgencies = [.. alert.OfferedAgencies.Append(to).Distinct()];
        await AccessChanged(alert, ct);
    }

    /// <summary>Ends the pending offer of an obligation, if there is one.</summary>
    public async Task Withdraw(Alert alert, Obligation obligation, string actor, string reason, CancellationToken ct)
    {
        if (obligation.OfferedTo is not { } to || obligation.State == ObligationState.Delegated)
            return;
        await Ended(alert, obligation, ct);
        log.StageFor(alert, obligation, "obligation.withdrawn", actor, draft => draft.With("to", to).With("reason", reason));
        await StageLeaving(alert, to, "obligation.withdrawn", actor, draft => draft
            .With("agency", obligation.Agency).With("to", to).With("reason", reason).With("version", obligation.Version), ct);
    }

    /// <summary>Ends all pending offers of an alert.</summary>
    public async Task WithdrawAll(Alert alert, string actor, string reason, CancellationToken ct)
    {
        foreach (var obligation in alert.Obligations)
            await Withdraw(alert, obligation, actor, reason, ct);
    }

    /// <summary>The offer stands no more; nobody is told of it here.</summary>
    public async Task Ended(Alert alert, Obligation obligation, CancellationToken ct)
    {
        alert.OfferedAgencies = [.. alert.OfferedAgencies.Where(a => a != obligation.OfferedTo)];
        alert.Revision++;
        obligation.OfferedTo = null;
        obligation.Revision++;
        await AccessChanged(alert, ct);
    }

    /// <summary>An agency owes no answer any more because it is not asked any more.</summary>
    public async Task Release(Alert alert, Obligation obligation, string actor, string reason, CancellationToken ct)
    {
        obligation.State = ObligationState.Closed;
        obligation.Revision++;
        EntryDraft Fill(EntryDraft draft) => draft.With("agency", obligation.Agency).With("version", alert.Version).With("reason", reason);
        log.Stage(Fill(new EntryDraft(alert.Channel, "obligation.closed", actor, alert.Id)));
        await StageLeaving(alert, obligation.Agency, "obligation.closed", actor, Fill, ct);
    }

    /// <summary>Who may read the alert has changed: no node delivers what is written from now on by what it knew before.</summary>
    public async Task AccessChanged(Alert alert, CancellationToken ct) => log.StageAccessChange([alert.Channel, .. await log.ChannelsTold(alert.Id, ct)]);

    // An entry of the alert where its agency still reads it. Where it does not, one that says only that this is over; and that only where
    // it cannot reach anybody the alert is hidden from by name.
    private async Task StageLeaving(Alert alert, string agency, string kind, string actor, Func<EntryDraft, EntryDraft> fill, CancellationToken ct)
    {
        if (alert.ExcludedAgencies.Contains(agency))
            return;
        var admits = await db.Admitted(alert.Channel, ct);
        var isHidden = alert.Tlp == Agencies.TlpMark.Red || await db.Users.AnyAsync(m => m.Agency == agency && alert.ExcludedMembers.Contains(m.Id), ct);
        var reads = Permissions.MayRead(new Reader(Guid.Empty, agency, Agencies.Roles.Liaison), alert.Access(), admits);
        log.Stage(fill(reads || isHidden
            ? new EntryDraft(Channel.DeskOf(agency), kind, actor, alert.Id)
            : new EntryDraft(Channel.DeskOf(agency), kind, EntryDraft.System).With("alert", alert.Id.ToString())));
    }
}
