using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>
/// A named member stands in between two instants, in place of whoever the pattern names then. It counts from now on: what was is not rewritten, so one
/// that would begin in the past begins now.
/// </summary>
public static class OverrideDuty
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31), Farthest = TimeSpan.FromDays(366);
    private const int LongestReason = 200;

    /// <summary>Who stands in, in which role, from when until when.</summary>
    public sealed record Request(Guid? ClientKey, string? Role, Guid? Member, DateTimeOffset? From, DateTimeOffset? To, string? Reason) : ICommand<Response>;

    /// <summary>As it is written; <paramref name="Id"/> cancels it.</summary>
    public sealed record Response(Guid Id, string Agency, string Role, Guid Member, DateTimeOffset From, DateTimeOffset To);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).NotEmpty();
            RuleFor(r => r.Role).Must(role => role is not null && MemberRole.OnDuty.Contains(role)).WithMessage(_ => new Say("Peran jaga tidak dikenal.", "Unknown duty role.").ToString());
            RuleFor(r => r.Member).NotEmpty();
            RuleFor(r => r.From).NotNull();
            RuleFor(r => r.To).NotNull();
            RuleFor(r => r.To).Must((r, to) => r.From is not { } from || to is not { } end || (from < end && end - from <= Longest))
                .WithMessage(_ => new Say("Selesai harus setelah mulai, paling lama 31 hari.", "The end must be after the start, 31 days at most.").ToString());
            RuleFor(r => r.Reason).MaximumLength(LongestReason).Must(text => text is null || !text.Any(char.IsControl))
                .WithMessage(_ => new Say($"Paling banyak {LongestReason} karakter, satu baris.", $"At most {LongestReason} characters, one line.").ToString());
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var actor = await caller.Require(ct);
            var (agency, role, from, to) = (actor.Agency, request.Role!, request.From!.Value, request.To!.Value);
            if (!Permissions.MayAssignDuty(actor.AsReader(), agency))
                throw new Rejection(Reasons.NotPermitted);
            await db.LockName(Rosters.LockName(agency, role), ct);
            var now = clock.Now();
            if (to <= now || from > now + Farthest)
                throw Rejection.Field("to", new("Waktunya sudah lewat atau lebih dari setahun lagi.", "That time is over, or more than a year away."));
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == request.Member && m.Agency == agency && m.RemovedAt == null, ct);
            if (member is null || !member.AsReader().Is(Enum.Parse<Roles>(role, ignoreCase: true)))
                throw Rejection.Field("member", new("Hanya anggota instansi ini dengan peran itu yang dapat berjaga.", "Only members of this agency with that role can be on duty."));

            var written = new DutyOverride
            {
                Id = Guid.CreateVersion7(), Agency = agency, Role = role, Member = member.Id, Since = from < now ? now : from, Until = to,
                Reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(), WrittenBy = actor.Id,
            };
            db.DutyOverrides.Add(written);
            await log.Append(ct, new EntryDraft(Channel.DeskOf(agency), "duty.overridden", actor.Id.ToString())
                .With("agency", agency).With("role", role).With("member", member.Id.ToString()).With("override", written.Id.ToString())
                .With("from", Canonical.Time(written.Since)).With("to", Canonical.Time(written.Until)).Commit("reason", written.Reason));
            return new Response(written.Id, agency, role, member.Id, written.Since, written.Until);
        }
    }
}
