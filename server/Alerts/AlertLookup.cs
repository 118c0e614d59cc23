using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// Finds an alert for the caller. What the caller may not read does not exist for them: same code, same sentence, same questions to the
/// database, and no lock taken that could be felt.
/// </summary>
public sealed class AlertLookup(Caller caller, HubDb db, ChannelLog log, CommandTurns turns)
{
    /// <summary>Locks the alert for a command, with its obligations.</summary>
    public async Task<Found> Lock(Guid id, CancellationToken ct)
    {
        var (member, _, channel) = await Readable(id, ct);
        // Asked again under the lock: whoever held it may have shut this member out.
        return await db.LockAlert(id, ct) is { } alert && Permissions.MayRead(member.AsReader(), alert.Access(), channel.Admits)
            ? new Found(member, alert, channel)
            : throw new Rejection(Reasons.NotFound);
    }

    /// <summary>
    /// As <see cref="Lock"/>, for an agency that answers an offer: was it told of the alert before and may not read it any more, the offer is over,
    /// and saying so tells it nothing new. Who is excluded finds nothing.
    /// </summary>
    public async Task<Found> LockOffered(Guid id, CancellationToken ct)
    {
        try
        {
            return await Lock(id, ct);
        }
        catch (Rejection refused) when (refused.Reason == Reasons.NotFound)
        {
            var reader = (await caller.Require(ct)).AsReader();
            var wasTold = (await log.ChannelsTold(id, ct)).Contains(Channel.DeskOf(reader.Agency));
            var alert = await db.Alerts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
            if (wasTold && alert is not null && alert.Tlp != TlpMark.Red && !Permissions.IsExcluded(reader, alert.Access()) && Permissions.MayAnswer(reader, reader.Agency))
                throw new Rejection(Reasons.OfferOver);
            throw;
        }
    }

    /// <summary>Reads the alert, with its obligations.</summary>
    public async Task<Found> Read(Guid id, CancellationToken ct)
    {
        var (member, alert, channel) = await Readable(id, ct);
        alert.Obligations.AddRange(await db.Obligations.AsNoTracking().Where(o => o.AlertId == id).ToListAsync(ct));
        return new Found(member, alert, channel);
    }

    /// <summary>Where an alert's thread is, for whoever may read the alert: all that writing into it needs to know.</summary>
    public async Task<ThreadAccess> Thread(Guid id, CancellationToken ct)
    {
        // Asked with the session it is good for who shares a transaction: there access is looked at once more under the channel's lock.
        if (turns.Part is not null && caller.Thread is { MayWrite: true } known && known.Alert.Id == id)
            return known;
        if (await db.Thread(id, caller.Id, ct) is { MayWrite: true } found)
            return found;
        await caller.Require(ct);
        throw new Rejection(Reasons.NotFound);
    }

    // One question, whether there is no such alert or one that is not for this member.
    private async Task<(Member Member, Alert Alert, Channel Channel)> Readable(Guid id, CancellationToken ct)
    {
        var member = await caller.Require(ct);
        var found = await db.Alerts.AsNoTracking().Where(a => a.Id == id)
            .Join(db.Channels, a => a.Channel, c => c.Slug, (a, c) => new { Alert = a, Channel = c }).FirstOrDefaultAsync(ct);
        return found is not null && Permissions.MayRead(member.AsReader(), found.Alert.Access(), found.Channel.Admits)
            ? (member, found.Alert, found.Channel)
            : throw new Rejection(Reasons.NotFound);
    }

    /// <summary>An alert the member may read, in its channel.</summary>
    public sealed record Found(Member Member, Alert Alert, Channel Channel)
    {
        /// <summary>The facts about the member that access is decided from.</summary>
        public Reader Reader { get; } = Member.AsReader();

        /// <summary>The obligation of the member's agency, if it has one.</summary>
        public Obligation? Own => Alert.Obligations.FirstOrDefault(o => o.Agency == Member.Agency);

        /// <summary>The obligation of the member's agency, if the member may answer it; refused otherwise.</summary>
        public Obligation RequireOwn(Func<Reader, string, bool> may) =>
            Own is { } own && may(Reader, own.Agency) ? own : throw new Rejection(Reasons.NotPermitted);

        /// <summary>Refuses an answer meant for another version of the content.</summary>
        public void RequireVersion(int version)
        {
            if (version != Alert.Version)
                throw new Rejection(Reasons.VersionChanged);
        }

        /// <summary>Refuses a command on an alert that has ended.</summary>
        public void RequireOpen()
        {
            if (!Alert.IsOpen)
                throw new Rejection(Reasons.AlreadyClosed);
        }
    }
}
