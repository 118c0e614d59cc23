using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>A liaison joins a channel: from now on it is live, counted as unread and notified.</summary>
public static class JoinChannel
{
    /// <summary>Joins; joining again succeeds and changes nothing.</summary>
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

            // One statement decides, so that two devices joining at once write one entry.
            var changed = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO channel_members (channel, member, joined, read, received) VALUES ({channel.Slug}, {member.Id}, {true}, 0, 0)
                ON CONFLICT (channel, member) DO UPDATE SET joined = excluded.joined WHERE channel_members.joined <> excluded.joined
                """, cancellationToken);
            if (changed > 0)
                await log.Append(cancellationToken, new EntryDraft(channel.Slug, "channel.joined", member.Id.ToString("D"))
                    .With("member", member.Id.ToString("D")).With("agency", member.Agency));
            return (await ChannelItem.Of(db, reader, cancellationToken, channel.Slug))[0];
        }
    }
}
