using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>The incoming person takes the shift over; until then the outgoing one is notified too (R8).</summary>
public static class AcceptShift
{
    /// <summary>The role to take over.</summary>
    public sealed record Request(Guid? ClientKey, string? Role) : ICommand<Response>;

    /// <summary>The shift taken over.</summary>
    public sealed record Response(string Agency, string Role, DateTimeOffset From, DateTimeOffset AcceptedAt);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).NotEmpty();
            RuleFor(r => r.Role).Must(role => role is not null && MemberRole.OnDuty.Contains(role))
                .WithMessage(_ => new Say("Peran jaga tidak dikenal.", "Unknown duty role.").ToString());
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Rosters rosters, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var now = clock.Now();
            if (await rosters.IncomingFor(member.Id, now, ct) is not { } shift || shift.Role != request.Role || shift.Agency != member.Agency)
                throw new Rejection(Reasons.NothingToAccept);
            db.DutyHandovers.Add(new DutyHandover { Agency = shift.Agency, Role = shift.Role, ShiftStart = shift.Since, Member = member.Id, AcceptedAt = now });
            await log.Append(ct, new EntryDraft(Channel.DeskOf(shift.Agency), "duty.accepted", member.Id.ToString())
                .With("agency", shift.Agency).With("role", shift.Role).With("member", member.Id.ToString()).With("from", Canonical.Time(shift.Since)));
            return new Response(shift.Agency, shift.Role, shift.Since, now);
        }
    }
}
