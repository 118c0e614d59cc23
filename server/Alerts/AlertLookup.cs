using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>Finds an alert for the caller. What the caller may not read does not exist for them: same code, same sentence.</summary>
public sealed class AlertLookup(Caller caller, HubDb db)
{
    /// <summary>Locks the alert for a command, with its obligations.</summary>
    public async Task<Found> Lock(Guid id, CancellationToken ct)
    {
        var member = await caller.Require(ct);
        return await Check(member, await db.LockAlert(id, ct), ct);
    }

    /// <summary>Reads the alert, with its obligations.</summary>
    public async Task<Found> Read(Guid id, CancellationToken ct)
    {
        var member = await caller.Require(ct);
        return await Check(member, await db.Alerts.AsNoTracking().Include(a => a.Obligations).FirstOrDefaultAsync(a => a.Id == id, ct), ct);
    }

    private async Task<Found> Check(Member member, Alert? alert, CancellationToken ct)
    {
        var channel = alert is null ? null : await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Slug == alert.Channel, ct);
        if (alert is null || channel is null || !Permissions.MayRead(member.AsReader(), alert.Access(), channel.Admits))
            throw new Rejection(Reasons.NotFound);
        return new Found(member, alert, channel);
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
