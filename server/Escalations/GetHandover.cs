using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Duty;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>What waits for somebody who comes on duty: the turn, from whom, and what is open. They accept exactly this.</summary>
public static class GetHandover
{
    /// <summary>The role to take over.</summary>
    public sealed record Request(string? Role) : IRequest<Response>;

    /// <summary>The handover as it stands now.</summary>
    public sealed record Response(TurnPart Shift, IReadOnlyList<GetDuty.Person> Outgoing, IReadOnlyList<Handover.Part> Obligations);

    /// <summary>The turn to take over.</summary>
    public sealed record TurnPart(string Agency, string Role, DateTimeOffset From, DateTimeOffset To);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator() => RuleFor(r => r.Role).Must(role => role is not null && MemberRole.OnDuty.Contains(role))
            .WithMessage(_ => new Say("Peran jaga tidak dikenal.", "Unknown duty role.").ToString());
    }

    internal sealed class Handler(Caller caller, HubClock clock, Rosters rosters, Handover handover) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var now = clock.Now();
            if (await rosters.IncomingFor(member, now, ct, request.Role) is not { } turn)
                throw new Rejection(await rosters.IsTakenByAnother(member, request.Role!, now, ct) ? Reasons.AlreadyAccepted : Reasons.NothingToAccept);
            var outgoing = await rosters.OutgoingFor(turn, now, ct);
            return new Response(
                new TurnPart(turn.Agency, turn.Role, turn.Since, turn.Until), [.. outgoing.Select(m => new GetDuty.Person(m.Id, m.Name, m.Position))],
                await handover.Open(member, turn.Role, ct));
        }
    }
}
