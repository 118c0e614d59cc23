using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>A member reads a channel's log after a cursor.</summary>
public static class ReadEntries
{
    /// <summary>Most entries in one answer.</summary>
    public const int Most = 500;

    /// <summary>Entries after <paramref name="After"/>, at most <paramref name="Limit"/> (held to 1..500).</summary>
    public sealed record Request(string Channel, long After, int Limit) : IRequest<Response>;

    /// <summary>A stretch of the log, and where it ends at this moment.</summary>
    public sealed record Response(string Epoch, long Head, IReadOnlyList<WireEntry> Entries);

    /// <summary>Shape only.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Rules.</summary>
        public Validator() =>
            RuleFor(r => r.After).GreaterThanOrEqualTo(0).WithMessage(_ => new Say("Nomor urut tidak boleh negatif.", "The sequence number must not be negative.").ToString());
    }

    internal sealed class Handler(Caller caller, HubDb db, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var reader = (await caller.Require(ct)).AsReader();
            // Position first, then content: what lies beyond the position belongs to the next answer (F26).
            var channel = await db.RequireReadable(request.Channel, reader, ct);
            var stored = await log.ReadAfter(channel.Slug, request.After, Math.Clamp(request.Limit, 1, Most), ct);
            var alerts = await db.AlertAccess(stored.Select(e => e.AlertId), ct);
            // Asked again after reading: who was removed in between gets nothing written since.
            var still = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == reader.Id && m.RemovedAt == null, ct);
            if (still is null || !Permissions.MayRead(reader = still.AsReader(), channel))
                throw new Rejection(Reasons.NotFound);
            return new Response(channel.Epoch, channel.Head,
                [.. stored.Where(e => e.Seq <= channel.Head).Select(e => EntryView.For(e, alerts.Of(e), reader, channel))]);
        }
    }
}
