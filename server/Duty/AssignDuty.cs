using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>An agency writes its own roster for one role. It counts from the next firing on; what has fired stays as it was (R7).</summary>
public static class AssignDuty
{
    private const int MostShifts = 60;

    /// <summary>The whole roster of the role, replacing the one before.</summary>
    public sealed record Request(Guid? ClientKey, string? Role, IReadOnlyList<Shift>? Shifts) : ICommand<Response>;

    /// <summary>Hours in the agency's time zone; an end not after the start is on the next day. <paramref name="Days"/>: 1 Monday to 7 Sunday, none means every day.</summary>
    public sealed record Shift(Guid? Member, string? From, string? To, IReadOnlyList<int>? Days);

    /// <summary>What is written now.</summary>
    public sealed record Response(string Agency, string Role, int Shifts);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).NotEmpty();
            RuleFor(r => r.Role).Must(role => role is not null && MemberRole.OnDuty.Contains(role)).WithMessage(_ => new Say("Peran jaga tidak dikenal.", "Unknown duty role.").ToString());
            RuleFor(r => r.Shifts).Must(s => s is { Count: > 0 and <= MostShifts }).WithMessage(_ => new Say("Isi 1 sampai 60 giliran.", "Give 1 to 60 shifts.").ToString());
            RuleFor(r => r.Shifts).Must(s => s is null || s.All(IsWritten)).WithMessage(_ => new Say(
                "Setiap giliran memerlukan anggota, jam mulai dan selesai (HH:mm), dan hari 1 sampai 7.", "Every shift needs a member, a start and end (HH:mm), and days 1 to 7.").ToString());
        }

        private static bool IsWritten(Shift? shift) =>
            shift is not null && shift.Member is { } member && member != Guid.Empty && IsTime(shift.From) && IsTime(shift.To) && (shift.Days ?? []).All(day => day is >= 1 and <= 7);

        private static bool IsTime(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var actor = await caller.Require(ct);
            var (agency, role) = (actor.Agency, request.Role!);
            if (!Permissions.MayAssignDuty(actor.AsReader(), agency))
                throw new Rejection(Reasons.NotPermitted);
            // Two who write at once replace one after the other: the later roster stands whole.
            await db.LockName(Rosters.LockName(agency, role), ct);
            var ids = request.Shifts!.Select(s => s.Member!.Value).Distinct().ToList();
            var wanted = Enum.Parse<Roles>(role, ignoreCase: true);
            var members = await db.Users.AsNoTracking().Where(m => ids.Contains(m.Id) && m.Agency == agency && m.RemovedAt == null).ToListAsync(ct);
            if (members.Count != ids.Count || members.Exists(m => !m.AsReader().Is(wanted)))
                throw Rejection.Field("shifts", new("Hanya anggota instansi ini dengan peran itu yang dapat berjaga.", "Only members of this agency with that role can be on duty."));
            await db.DutyShifts.Where(s => s.Agency == agency && s.Role == role).ExecuteDeleteAsync(ct);
            foreach (var (id, shift) in Ids.Rising(request.Shifts!.Count, clock.Now()).Zip(request.Shifts!))
                db.DutyShifts.Add(new DutyShift
                {
                    Id = id, Agency = agency, Role = role, Member = shift.Member!.Value, From = shift.From!, To = shift.To!, Days = [.. shift.Days ?? []],
                });
            await log.Append(ct, new EntryDraft(Channel.DeskOf(agency), "duty.assigned", actor.Id.ToString())
                .With("agency", agency).With("role", role).With("members", ids.ConvertAll(id => id.ToString())));
            return new Response(agency, role, request.Shifts.Count);
        }
    }
}
