using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>A device of the caller has everything of a channel up to a sequence: the alerts among it are delivered.</summary>
public static class MarkDelivered
{
    /// <summary>Cumulative: doing it again changes nothing.</summary>
    public sealed record Request(string Channel, long Seq) : ICommand<Unit>
    {
        /// <inheritdoc/>
        public Guid? ClientKey => null;
    }

    internal sealed class Handler(Caller caller, HubDb db, Receipts receipts, ChannelLog log) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var channel = await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Slug == request.Channel, ct);
            if (channel is null || !Permissions.MayRead(member.AsReader(), channel))
                throw new Rejection(Reasons.NotFound);
            var upTo = Math.Min(request.Seq, channel.Head);
            var mark = await db.ChannelMembers.FirstOrDefaultAsync(m => m.Channel == channel.Slug && m.Member == member.Id, ct);
            if (mark is null)
                db.ChannelMembers.Add(mark = new ChannelMember { Channel = channel.Slug, Member = member.Id });
            if (upTo <= mark.Received)
                return Unit.Value;
            foreach (var id in await log.AlertsBetween(channel.Slug, mark.Received, upTo, ct))
            {
                if (await db.LockAlert(id, ct) is { } alert && await IsNews(alert, member.Id, ct) && Permissions.MayRead(member.AsReader(), alert.Access(), channel.Admits))
                    await receipts.Delivered(alert, member, ct);
            }

            mark.Received = upTo;
            await log.Append(ct);
            return Unit.Value;
        }

        private async Task<bool> IsNews(Alert alert, Guid member, CancellationToken ct) =>
            !await db.Receipts.AnyAsync(r => r.AlertId == alert.Id && r.Member == member && r.Version == alert.Version && r.DeliveredAt != null, ct);
    }
}
