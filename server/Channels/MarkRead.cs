using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>A member has read a channel up to an entry. The mark never goes back, and never beyond the newest entry.</summary>
public static class MarkRead
{
    /// <summary>Moves the mark to <paramref name="Seq"/>.</summary>
    public sealed record Request(string Channel, Guid? ClientKey, long? Seq) : ICommand<ChannelItem>;

    /// <summary>Shape only.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(r => r.Seq).NotNull().WithMessage(_ => new Say("Isi nomor urut terakhir yang dibaca.", "Give the last sequence number read.").ToString());
            RuleFor(r => r.Seq).GreaterThanOrEqualTo(0).WithMessage(_ => new Say("Nomor urut tidak boleh negatif.", "The sequence number must not be negative.").ToString());
        }
    }

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, ChannelItem>
    {
        public async Task<ChannelItem> Handle(Request request, CancellationToken cancellationToken)
        {
            var reader = (await caller.Require(cancellationToken)).AsReader();
            var channel = await db.RequireReadable(request.Channel, reader, cancellationToken);
            var seq = Math.Min(request.Seq!.Value, channel.Head);
            // One statement: two devices that read at once never move the mark back.
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO channel_members (channel, member, joined, read, received) VALUES ({channel.Slug}, {reader.Id}, {false}, {seq}, 0)
                ON CONFLICT (channel, member) DO UPDATE SET read = excluded.read WHERE channel_members.read < excluded.read
                """, cancellationToken);
            return (await ChannelItem.Of(db, reader, cancellationToken, channel.Slug))[0];
        }
    }
}
