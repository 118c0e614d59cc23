using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>A member leaves a channel: it may still be read, but is no longer theirs.</summary>
public static class LeaveChannel
{
    /// <summary>Leaves; leaving again succeeds and changes nothing.</summary>
    public sealed record Request(string Channel, Guid? ClientKey) : ICommand<ChannelItem>;

    internal sealed class Handler(Caller caller, HubDb db, ChannelLog log) : IRequestHandler<Request, ChannelItem>
    {
        public async Task<ChannelItem> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await caller.Require(cancellationToken);
            var reader = member.AsReader();
            var channel = await db.RequireReadable(request.Channel, reader, cancellationToken);
            if (!Permissions.MayJoin(reader, channel))
                throw new Rejection(Reasons.NotPermitted);

            var changed = await db.ChannelMembers
                .Where(m => m.Channel == channel.Slug && m.Member == member.Id && m.Joined)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Joined, false), cancellationToken);
            if (changed > 0)
                await log.Append(cancellationToken, new EntryDraft(channel.Slug, "channel.left", member.Id.ToString("D"))
                    .With("member", member.Id.ToString("D")).With("agency", member.Agency));
            return (await ChannelItem.Of(db, reader, cancellationToken, channel.Slug))[0];
        }
    }
}
