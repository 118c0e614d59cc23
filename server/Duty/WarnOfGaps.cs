using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Duty;

/// <summary>
/// Tells an agency in its desk that nobody will be on duty within the next day. Once for each gap: again only when it grows, or comes back after it was
/// mended. Any node may look; the lock and the notices make it one telling.
/// </summary>
public static class WarnOfGaps
{
    /// <summary>How far ahead a gap is worth a warning.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>How far ahead gaps are looked for; one that reaches beyond has no end yet.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(7);

    // What an endless gap is kept under; neither database has a value for it.
    private static readonly DateTimeOffset Endless = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All agencies.</summary>
    public sealed record Request : ICommand<Unit>
    {
        /// <inheritdoc/>
        public Guid? ClientKey => null;
    }

    /// <summary>Which gaps to tell of, and which notices stand for gaps that are no more.</summary>
    public static (IReadOnlyList<DutyGapNotice> Tell, IReadOnlyList<DutyGapNotice> Forget) Decide(
        IReadOnlyList<DutyGap> gaps, IReadOnlyList<DutyGapNotice> told, DateTimeOffset now)
    {
        var near = gaps.Where(gap => gap.From < now + Ahead)
            .Select(gap => new DutyGapNotice { Agency = gap.Agency, Role = gap.Role, Since = gap.From, Until = gap.To < now + Horizon ? gap.To : Endless }).ToList();
        var tell = near.FindAll(gap => !told.Any(notice => IsSame(notice, gap) && notice.Since <= gap.Since && gap.Until <= notice.Until));
        // A gap that grew replaces what was told of it; one that shrank is still the same news.
        return (tell, [.. told.Where(notice => !near.Exists(gap => Meet(notice, gap)) || tell.Exists(gap => Meet(notice, gap)))]);
    }

    private static bool IsSame(DutyGapNotice one, DutyGapNotice other) => (one.Agency, one.Role) == (other.Agency, other.Role);

    private static bool Meet(DutyGapNotice one, DutyGapNotice other) => IsSame(one, other) && one.Since < other.Until && other.Since < one.Until;

    internal sealed class Handler(HubDb db, HubClock clock, Rosters rosters, Organisation organisation, ChannelLog log) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken ct)
        {
            await db.LockName("duty gaps", ct);
            var now = clock.Now();
            List<DutyGap> gaps = [];
            foreach (var agency in organisation.Agencies)
                // One that keeps no roster at all is known to the secretariat from the start of the hub; its desk has nobody to read it.
                if (await rosters.HasAny(agency.Code, now, ct))
                    gaps.AddRange(await rosters.Gaps(agency.Code, now, now + Horizon, ct));
            var (tell, forget) = Decide(gaps, await db.DutyGapNotices.ToListAsync(ct), now);
            db.DutyGapNotices.RemoveRange(forget);
            await db.SaveChangesAsync(ct);
            db.DutyGapNotices.AddRange(tell);
            foreach (var gap in tell)
                log.Stage(new EntryDraft(Channel.DeskOf(gap.Agency), "duty.gap", EntryDraft.System)
                    .With("agency", gap.Agency).With("role", gap.Role).With("from", Canonical.Time(gap.Since)).With("to", gap.Until == Endless ? null : Canonical.Time(gap.Until)));
            await log.Append(ct);
            return Unit.Value;
        }
    }
}
