using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>Keeps who got and saw an alert, and moves the obligation of the member's agency when they answer for it.</summary>
public sealed class Receipts(HubDb db, HubClock clock, ChannelLog log)
{
    /// <summary>A device of the member has the alert.</summary>
    public async Task Delivered(Alert alert, Member member, CancellationToken ct)
    {
        var receipt = await For(alert, member, ct);
        receipt.DeliveredAt ??= clock.Now();
        if (Owing(alert, member) is { DeliveredAt: null } own)
            MarkDelivered(alert, own, member);
    }

    /// <summary>The member has opened the alert. Seen is never acknowledged: the ladder goes on.</summary>
    public async Task Seen(Alert alert, Member member, CancellationToken ct)
    {
        var receipt = await For(alert, member, ct);
        receipt.DeliveredAt ??= clock.Now();
        receipt.SeenAt ??= clock.Now();
        if (Owing(alert, member) is not { SeenAt: null } own)
            return;
        if (own.DeliveredAt is null)
            MarkDelivered(alert, own, member);
        own.SeenAt = clock.Now();
        if (own.State is ObligationState.Pending or ObligationState.Notified or ObligationState.Delivered)
            own.State = ObligationState.Seen;
        own.Revision++;
        Stage(alert, own, member, "obligation.seen");
    }

    private void MarkDelivered(Alert alert, Obligation own, Member member)
    {
        own.DeliveredAt = clock.Now();
        if (own.State is ObligationState.Pending or ObligationState.Notified)
            own.State = ObligationState.Delivered;
        own.Revision++;
        Stage(alert, own, member, "obligation.delivered");
    }

    private void Stage(Alert alert, Obligation own, Member member, string kind) =>
        log.StageFor(alert, own, kind, member.Id.ToString(), draft => draft.With("member", member.Id.ToString()));

    // Only who can answer counts: that an officer read it does not mean that the agency's liaison knows.
    private static Obligation? Owing(Alert alert, Member member) =>
        alert.IsOpen ? alert.Obligations.Find(o => o.Agency == member.Agency && Permissions.MayAnswer(member.AsReader(), o.Agency)) : null;

    private async Task<Receipt> For(Alert alert, Member member, CancellationToken ct)
    {
        var receipt = await db.Receipts.FindAsync([alert.Id, member.Id, alert.Version], ct);
        if (receipt is null)
            db.Receipts.Add(receipt = new Receipt { AlertId = alert.Id, Member = member.Id, Version = alert.Version });
        return receipt;
    }
}
