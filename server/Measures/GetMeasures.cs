using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Measures;

/// <summary>
/// How fast alerts were told, seen and answered, over the alerts that the caller may read in full. Counted from the log, which alone
/// proves it: later changes of an alert wipe out no earlier fact. Drills and real alerts are never counted together.
/// </summary>
public static class GetMeasures
{
    /// <summary>The time without <c>from</c>, and the longest that is counted at once.</summary>
    public const int DefaultDays = 30, MostDays = 400;

    private const int AtOnce = 500;

    /// <summary>Alerts posted from <c>from</c> on and before <c>to</c>; by agency, caseType or level; of status Actual or Exercise.</summary>
    public sealed record Request(DateTimeOffset? From, DateTimeOffset? To, string? By, string? Status) : IRequest<Response>;

    /// <summary>The figures of each group that has an alert.</summary>
    public sealed record Response(DateTimeOffset From, DateTimeOffset To, string Status, IReadOnlyList<Figures> Groups);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator(HubClock clock)
        {
            RuleFor(r => r.By).Must(by => by is null || Sums.Groupings.Contains(by)).WithMessage(_ => new Say("Isi agency, caseType atau level.", "Use agency, caseType or level.").ToString());
            RuleFor(r => r.Status).Must(s => s is null || Enum.GetNames<AlertStatus>().Contains(s)).WithMessage(_ => new Say("Isi Actual atau Exercise.", "Use Actual or Exercise.").ToString());
            RuleFor(r => r.From).Must((r, _) => Span(r, clock.Now()) is var (from, to) && from < to && to - from <= TimeSpan.FromDays(MostDays))
                .WithMessage(_ => new Say($"Awal harus sebelum akhir, dan paling banyak {MostDays} hari sebelumnya.", $"The start must be before the end, and at most {MostDays} days before it.").ToString());
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, ChannelLog log, Rosters rosters, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var reader = (await caller.Require(ct)).AsReader();
            if (!Permissions.MayReadMeasures(reader))
                throw new Rejection(Reasons.NotPermitted);
            var (from, to) = Span(request, clock.Now());
            // Until now, and that includes what was posted this very moment.
            var end = request.To is null ? to.AddMicroseconds(1) : to;
            var status = Enum.Parse<AlertStatus>(request.Status ?? nameof(AlertStatus.Actual));
            var admits = await db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.Admits, ct);
            var by = request.By ?? Sums.Groupings[0];
            var sums = new Sums(by);
            for (Guid? after = null; ;)
            {
                var alerts = await db.Alerts.AsNoTracking().Where(a => a.PostedAt >= from && a.PostedAt < end && a.Status == status && (after == null || a.Id.CompareTo(after.Value) > 0))
                    .OrderBy(a => a.Id).Take(AtOnce).ToListAsync(ct);
                var readable = alerts.FindAll(a => admits.TryGetValue(a.Channel, out var admitted) && Permissions.MayRead(reader, a.Access(), admitted));
                var courses = (await log.ReadCourses(readable.ConvertAll(a => a.Id), ct)).ToLookup(h => h.Alert);
                foreach (var alert in readable)
                    sums.Add(new Counted(alert.CaseType, alert.Level.ToString(), IsFalseAlarm(alert), new Course(courses[alert.Id])));
                if (alerts.Count < AtOnce)
                    break;
                after = alerts[^1].Id;
            }

            // Duty is real whatever is practised meanwhile.
            if (status == AlertStatus.Actual && by == "agency")
                await AddHandovers(sums, reader, from, to, ct);
            return new Response(from, to, status.ToString(), sums.ToFigures());
        }

        private async Task AddHandovers(Sums sums, Reader reader, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
        {
            var missed = (await rosters.HandoversNotAccepted(from, Earlier(to, clock.Now()), ct)).CountBy(turn => turn.Agency).ToDictionary();
            foreach (var agency in organisation.Agencies.Select(a => a.Code).Where(code => Permissions.MayReadGaps(reader, code)))
                sums.AddHandovers(agency, missed.GetValueOrDefault(agency));
        }

        private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

        private bool IsFalseAlarm(Alert alert) => alert.State == AlertState.Resolved && organisation.FindOutcome(alert.Outcome) is { IsFalseAlarm: true };
    }

    /// <summary><c>GET /api/measures</c>.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/measures", async (DateTimeOffset? from, DateTimeOffset? to, string? by, string? status, IMediator mediator, CancellationToken ct) => await mediator.Send(new Request(from, to, by, status), ct));

    private static (DateTimeOffset From, DateTimeOffset To) Span(Request request, DateTimeOffset now)
    {
        var to = (request.To ?? now).ToUniversalTime();
        // The beginning of time has no thirty days before it.
        return (request.From?.ToUniversalTime() ?? (to.UtcTicks > TimeSpan.TicksPerDay * DefaultDays ? to.AddDays(-DefaultDays) : DateTimeOffset.MinValue), to);
    }
}
