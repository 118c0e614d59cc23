using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>An override is taken back: one that runs ends now, one that has not begun never does. The pattern counts again.</summary>
public static class CancelOverride
{
    /// <summary>The override.</summary>
    public sealed record Request(Guid? ClientKey, Guid? Id) : ICommand<Response>;

    /// <summary>When it ended.</summary>
    public sealed record Response(Guid Id, DateTimeOffset CancelledAt);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).NotEmpty();
            RuleFor(r => r.Id).NotEmpty();
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var actor = await caller.Require(ct);
            // Another agency's does not exist for the caller.
            var found = await db.DutyOverrides.AsNoTracking().FirstOrDefaultAsync(o => o.Id == request.Id && o.Agency == actor.Agency, ct) ?? throw new Rejection(Reasons.NotFound);
            if (!Permissions.MayAssignDuty(actor.AsReader(), found.Agency))
                throw new Rejection(Reasons.NotPermitted);
            await db.LockName(Rosters.LockName(found.Agency, found.Role), ct);
            var written = await db.DutyOverrides.FirstAsync(o => o.Id == found.Id, ct);
            if (written.CancelledAt is { } before)
                return new Response(written.Id, before);
            var now = clock.Now();
            if (written.Until <= now)
                throw Rejection.Field("id", new("Penggantian ini sudah selesai.", "This stand-in is already over."));
            written.CancelledAt = now;
            await log.Append(ct, new EntryDraft(Channel.DeskOf(written.Agency), "duty.override-cancelled", actor.Id.ToString())
                .With("agency", written.Agency).With("role", written.Role).With("member", written.Member.ToString()).With("override", written.Id.ToString()));
            return new Response(written.Id, now);
        }
    }
}
