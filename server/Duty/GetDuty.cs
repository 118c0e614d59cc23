using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>
/// Who is on duty for an agency now and next, whether a shift waits for the caller, where the next week has gaps and who stands in, and whether the
/// engine is alive.
/// </summary>
public static class GetDuty
{
    /// <summary>The caller's agency unless another is named.</summary>
    public sealed record Request(string? Agency) : IRequest<Response>;

    /// <summary>
    /// On duty. <paramref name="Phone"/> is the fixed text of the call list, <paramref name="TimeZone"/> the clock the roster is written on.
    /// <paramref name="Gaps"/> and <paramref name="Overrides"/> are for the agency's own people and the secretariat.
    /// </summary>
    public sealed record Response(
        string Agency, DateTimeOffset At, string TimeZone, IReadOnlyList<OnDutyPart> OnDuty, IReadOnlyList<NextPart> Next, IncomingPart? Incoming,
        IReadOnlyList<DutyGap>? Gaps, IReadOnlyList<OverridePart>? Overrides, string? Phone, EnginePart Engine);

    /// <summary>Somebody on duty; not <paramref name="Accepted"/> means that the one before is still notified too.</summary>
    public sealed record OnDutyPart(string Role, Person Member, DateTimeOffset Since, DateTimeOffset Until, bool Accepted, bool Outgoing, bool StandIn);

    /// <summary>Somebody stands in, now or later; the <paramref name="Reason"/> is for the own agency.</summary>
    public sealed record OverridePart(Guid Id, string Role, Person Member, DateTimeOffset From, DateTimeOffset To, string? Reason);

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
            if (!Permissions.MayReadRosters(member.AsReader()))
                throw new Rejection(Reasons.NotPermitted);
            var (agency, at) = (request.Agency ?? member.Agency, clock.Now());
            List<OnDutyPart> now = [];
            List<NextPart> next = [];
            foreach (var role in MemberRole.OnDuty)
            {
                now.AddRange((await rosters.Turns(agency, role, at, ct)).Select(x =>
                    new OnDutyPart(role, PersonOf(x.Member), x.Turn.Shift.Since, x.Turn.Shift.Until, x.Turn.IsAccepted, x.Turn.IsOutgoing, x.Turn.Shift.IsStandIn)));
                next.AddRange((await rosters.Next(agency, role, at, ct)).Select(x => new NextPart(role, PersonOf(x.Member), x.Turn.Since)));
            }

            var incoming = agency == member.Agency ? await rosters.IncomingFor(member, at, ct) : null;
            var mayReadGaps = Permissions.MayReadGaps(member.AsReader(), agency);
            var lastScan = await EngineHealth.LastScan(db, ct);
            return new Response(
                agency, at, organisation.TimeZoneOf(agency).Id, now, next, incoming is null ? null : new IncomingPart(incoming.Role, incoming.Since),
                mayReadGaps ? await rosters.Gaps(agency, at, at + WarnOfGaps.Horizon, ct) : null, mayReadGaps ? await Overrides(member, agency, at, ct) : null,
                organisation.FindAgency(agency)?.Phone, new EnginePart(lastScan, EngineHealth.IsHealthy(lastScan, at)));
        }

        private async Task<IReadOnlyList<OverridePart>> Overrides(Member reader, string agency, DateTimeOffset at, CancellationToken ct) =>
            [.. (await db.DutyOverrides.AsNoTracking().Where(o => o.Agency == agency && o.Until > at && o.CancelledAt == null)
                .Join(db.Users.Where(m => m.RemovedAt == null), o => o.Member, m => m.Id, (o, m) => new { Written = o, Member = m })
                .OrderBy(x => x.Written.Since).ToListAsync(ct))
                .Select(x => new OverridePart(
                    x.Written.Id, x.Written.Role, PersonOf(x.Member), x.Written.Since, x.Written.Until, reader.Agency == agency ? x.Written.Reason : null))];

        private static Person PersonOf(Member member) => new(member.Id, member.Name, member.Position);
    }
}
