using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>The weekly patterns of an agency as they are written, for those who keep them and for the overseers.</summary>
public static class GetRoster
{
    /// <summary>The caller's agency unless another is named.</summary>
    public sealed record Request(string? Agency) : IRequest<Response>;

    /// <summary>The patterns; their hours stand on the clock of <paramref name="TimeZone"/>.</summary>
    public sealed record Response(string Agency, string TimeZone, IReadOnlyList<RolePart> Rosters);

    /// <summary>The pattern of one role.</summary>
    public sealed record RolePart(string Role, IReadOnlyList<ShiftPart> Shifts);

    /// <summary>One line, as <see cref="AssignDuty"/> takes it.</summary>
    public sealed record ShiftPart(Guid Member, string From, string To, IReadOnlyList<int> Days);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Against the organisation's codes.</summary>
        public Validator(Organisation organisation) =>
            RuleFor(r => r.Agency).Must(a => a is null || organisation.FindAgency(a) is not null)
                .WithMessage(_ => new Say("Instansi tidak dikenal.", "Unknown agency.").ToString());
    }

    internal sealed class Handler(Caller caller, HubDb db, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var agency = request.Agency ?? member.Agency;
            if (!Permissions.MayReadGaps(member.AsReader(), agency))
                throw new Rejection(Reasons.NotPermitted);
            // In the order they were written: ids are UUIDv7.
            var lines = await db.DutyShifts.AsNoTracking().Where(s => s.Agency == agency).OrderBy(s => s.Id).ToListAsync(ct);
            return new Response(agency, organisation.TimeZoneOf(agency).Id,
                [.. MemberRole.OnDuty.Where(role => lines.Exists(line => line.Role == role))
                    .Select(role => new RolePart(role, [.. lines.Where(line => line.Role == role).Select(line => new ShiftPart(line.Member, line.From, line.To, line.Days))]))]);
        }
    }
}
