using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>Who is on duty for an agency now and next, whether a shift waits for the caller, and whether the engine is alive.</summary>
public static class GetDuty
{
    /// <summary>The caller's agency unless another is named.</summary>
    public sealed record Request(string? Agency) : IRequest<Response>;

    /// <summary>On duty. <paramref name="Phone"/> is the fixed text of the call list.</summary>
    public sealed record Response(
        string Agency, DateTimeOffset At, IReadOnlyList<OnDutyPart> OnDuty, IReadOnlyList<NextPart> Next, IncomingPart? Incoming, string? Phone, EnginePart Engine);

    /// <summary>Somebody on duty; not <paramref name="Accepted"/> means that the one before is still notified too.</summary>
    public sealed record OnDutyPart(string Role, Person Member, DateTimeOffset Since, DateTimeOffset Until, bool Accepted, bool Outgoing);

    /// <summary>Who begins next.</summary>
    public sealed record NextPart(string Role, Person Member, DateTimeOffset From);

    /// <summary>A shift the caller should accept.</summary>
    public sealed record IncomingPart(string Role, DateTimeOffset From);

    /// <summary>The escalation engine's last finished scan.</summary>
    public sealed record EnginePart(DateTimeOffset? LastScanAt, bool Healthy);

    /// <summary>A member as colleagues see them.</summary>
    public sealed record Person(Guid Id, string Name, string Position);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Against the organisation's codes.</summary>
        public Validator(Organisation organisation) =>
            RuleFor(r => r.Agency).Must(a => a is null || organisation.FindAgency(a) is not null)
                .WithMessage(_ => new Say("Instansi tidak dikenal.", "Unknown agency.").ToString());
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Rosters rosters, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            if (!Permissions.MayReadDirectory(member.AsReader()))
                throw new Rejection(Reasons.NotPermitted);
            var (agency, at) = (request.Agency ?? member.Agency, clock.Now());
            List<OnDutyPart> now = [];
            List<NextPart> next = [];
            foreach (var role in MemberRole.OnDuty)
            {
                now.AddRange((await rosters.Turns(agency, role, at, ct)).Select(x =>
                    new OnDutyPart(role, PersonOf(x.Member), x.Turn.Shift.Since, x.Turn.Shift.Until, x.Turn.IsAccepted, x.Turn.IsOutgoing)));
                next.AddRange((await rosters.Next(agency, role, at, ct)).Select(x => new NextPart(role, PersonOf(x.Member), x.Turn.Since)));
            }

            var incoming = agency == member.Agency ? await rosters.IncomingFor(member.Id, at, ct) : null;
            var lastScan = await EngineHealth.LastScan(db, ct);
            return new Response(
                agency, at, now, next, incoming is null ? null : new IncomingPart(incoming.Role, incoming.Since), organisation.FindAgency(agency)?.Phone,
                new EnginePart(lastScan, EngineHealth.IsHealthy(lastScan, at)));
        }

        private static Person PersonOf(Member member) => new(member.Id, member.Name, member.Position);
    }
}
