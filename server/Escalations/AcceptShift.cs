using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>The incoming person takes the turn over with what is open; until then the outgoing one is notified too (R8).</summary>
public static class AcceptShift
{
    /// <summary>The role to take over, and the alerts that the person has seen listed (<see cref="GetHandover"/>).</summary>
    public sealed record Request(Guid? ClientKey, string? Role, IReadOnlyList<Guid>? Obligations) : ICommand<Response>;

    /// <summary>The turn taken over.</summary>
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

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Rosters rosters, Handover handover, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var role = request.Role!;
            await db.LockName(Rosters.LockName(member.Agency, role), ct);
            var now = clock.Now();
            if (await rosters.IncomingFor(member, now, ct, role) is not { } turn)
                throw new Rejection(await rosters.IsTakenByAnother(member, role, now, ct) ? Reasons.AlreadyAccepted : Reasons.NothingToAccept);
            var outgoing = await rosters.OutgoingFor(turn, now, ct);
            var open = (await handover.Open(member, role, ct)).Select(part => part.Alert).Distinct().ToList();
            if (open.Except(request.Obligations ?? []).Any())
                throw new Rejection(Reasons.HandoverChanged);

            // Somebody may have accepted this hour before the roster put another person in their place: that acceptance counts for nothing now.
            await db.DutyHandovers.Where(h => h.Agency == turn.Agency && h.Role == role && h.ShiftStart == turn.Since).ExecuteDeleteAsync(ct);
            db.DutyHandovers.Add(new DutyHandover { Agency = turn.Agency, Role = role, ShiftStart = turn.Since, Member = member.Id, AcceptedAt = now });
            // The desk is read by colleagues too, some of whom may know nothing of some of these alerts: the ids are proved by the log and sent to nobody.
            await log.Append(ct, new EntryDraft(Channel.DeskOf(turn.Agency), "duty.accepted", member.Id.ToString())
                .With("agency", turn.Agency).With("role", role).With("member", member.Id.ToString()).With("from", Canonical.Time(turn.Since))
                .With("outgoing", outgoing.Select(m => m.Id.ToString()).ToList()).Commit("alerts", string.Join(' ', open), inFeed: false));
            return new Response(turn.Agency, role, turn.Since, now);
        }
    }
}
