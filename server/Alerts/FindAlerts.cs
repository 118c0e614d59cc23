using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>The alerts a member may read, newest first, by the words of the list's filters.</summary>
public static class FindAlerts
{
    /// <summary>Page size without and at most with <c>limit</c>.</summary>
    public const int DefaultLimit = 50, MaxLimit = 500;

    /// <summary><c>owed=mine</c>: my agency still owes an answer. <c>state=open</c>: neither resolved nor cancelled. The cursor is opaque.</summary>
    public sealed record Request(
        string? CaseType, string? Level, string? State, string? Region, string? Agency, DateTimeOffset? From, DateTimeOffset? To, string? Owed, string? Cursor, int? Limit)
        : IRequest<Response>;

    /// <summary>One page.</summary>
    public sealed record Response(IReadOnlyList<AlertLine> Items, string? Next);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Against the organisation's codes.</summary>
        public Validator(Organisation organisation)
        {
            RuleFor(r => r.CaseType).Must(c => c is null || organisation.FindCaseType(c) is not null).WithSentence(new("Jenis perkara tidak dikenal.", "Unknown case type."));
            RuleFor(r => r.Level).Must(l => l is null || AlertLevelCode.All.Contains(l)).WithSentence(new("Tingkat tidak dikenal.", "Unknown level."));
            RuleFor(r => r.State).Must(s => s is null or "open" || Enum.GetNames<AlertState>().Contains(s)).WithSentence(new("Keadaan tidak dikenal.", "Unknown state."));
            RuleFor(r => r.Region).Must(c => c is null || Regions.Find(c) is not null).WithSentence(new("Kode wilayah tidak dikenal.", "Unknown region code."));
            RuleFor(r => r.Agency).Must(a => a is null || organisation.FindAgency(a) is not null).WithSentence(new("Instansi tidak dikenal.", "Unknown agency."));
            RuleFor(r => r.Owed).Must(o => o is null or "mine").WithSentence(new("Isi mine.", "Use mine."));
            RuleFor(r => r.Cursor).Must(c => c is null || Guid.TryParse(c, out _)).WithSentence(new("Penanda halaman tidak berlaku.", "The cursor is not valid."));
        }
    }

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var reader = member.AsReader();
            var limit = Math.Clamp(request.Limit ?? DefaultLimit, 1, MaxLimit);
            var admits = await db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.Admits, ct);
            var cursor = request.Cursor is null ? (Guid?)null : Guid.Parse(request.Cursor);

            // The database filters by the words asked for; who may read is decided by the one function, page by page, so that a
            // page is full although some rows on the way were not for this reader.
            List<AlertLine> items = [];
            while (true)
            {
                var rows = await Filtered(request, member.Agency, cursor).Take(limit + 1).ToListAsync(ct);
                foreach (var alert in rows.Where(a => admits.TryGetValue(a.Channel, out var admitted) && Permissions.MayRead(reader, a.Access(), admitted)))
                {
                    if (items.Count == limit)
                        return new Response(items, items[^1].Id.ToString());
                    items.Add(Line(alert));
                }

                if (rows.Count <= limit)
                    return new Response(items, null);
                cursor = rows[^1].Id;
            }
        }

        private IQueryable<Alert> Filtered(Request r, string agency, Guid? before)
        {
            // Ids are UUIDv7, so the newest stands first and the id is the cursor.
            var alerts = db.Alerts.AsNoTracking().Include(a => a.Obligations).AsQueryable();
            if (before is { } id)
                alerts = alerts.Where(a => a.Id.CompareTo(id) < 0);
            if (r.CaseType is not null)
                alerts = alerts.Where(a => a.CaseType == r.CaseType);
            if (r.Level is not null)
            {
                var level = Enum.Parse<AlertLevel>(r.Level);
                alerts = alerts.Where(a => a.Level == level);
            }

            if (r.State == "open")
                alerts = alerts.Where(a => a.State != AlertState.Resolved && a.State != AlertState.Cancelled);
            else if (r.State is not null)
            {
                var state = Enum.Parse<AlertState>(r.State);
                alerts = alerts.Where(a => a.State == state);
            }

            if (r.Region is not null)
                alerts = alerts.Where(a => a.RegionCode == r.Region || a.RegionCode.StartsWith(r.Region + "."));
            if (r.Agency is not null)
                alerts = alerts.Where(a => a.Obligations.Any(o => o.Agency == r.Agency));
            // PostgreSQL takes UTC only; people may write their own offset.
            if (r.From?.ToUniversalTime() is { } from)
                alerts = alerts.Where(a => a.PostedAt >= from);
            if (r.To?.ToUniversalTime() is { } to)
                alerts = alerts.Where(a => a.PostedAt < to);
            if (r.Owed is not null)
                alerts = alerts.Where(a => a.Obligations.Any(o => o.Agency == agency && (o.State == ObligationState.Pending || o.State == ObligationState.Notified
                    || o.State == ObligationState.Delivered || o.State == ObligationState.Seen || o.State == ObligationState.Exhausted)));
            return alerts.OrderByDescending(a => a.Id);
        }

        private static AlertLine Line(Alert a) => new(
            a.Id, a.Version, a.Channel, a.CaseType, a.Level.ToString(), a.Headline, a.RegionCode, Regions.NameOf(a.RegionCode), a.PostedAt, a.PosterAgency,
            a.Status.ToString(), a.State.ToString(), a.Tlp, ObligationView.Of(a));
    }
}
