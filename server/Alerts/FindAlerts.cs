using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>The alerts a member may read, newest first, by the words of the list's filters.</summary>
public static class FindAlerts
{
    /// <summary>Page size without and at most with <c>limit</c>.</summary>
    public const int DefaultLimit = 50, MaxLimit = 500;

    /// <summary>
    /// <c>q</c>: all its words, or their beginnings, stand in the headline, the narrative, the names of the region, the case type's code,
    /// the id or the thread; never in the precise place or the details. <c>owed=mine</c>: my agency still owes an answer. <c>state=open</c>: neither resolved nor
    /// cancelled. The cursor is opaque.
    /// </summary>
    public sealed record Request(
        string? Q, string? CaseType, string? Level, string? State, string? Region, string? Agency, DateTimeOffset? From, DateTimeOffset? To, string? Owed, string? Cursor, int? Limit)
        : IRequest<Response>;

    /// <summary>One page.</summary>
    public sealed record Response(IReadOnlyList<AlertLine> Items, string? Next);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Against the organisation's codes.</summary>
        public Validator(Organisation organisation)
        {
            RuleFor(r => r.Q).Must(q => q is null || q.Length <= SearchWords.MostCharacters)
                .WithSentence(new($"Paling banyak {SearchWords.MostCharacters} karakter.", $"At most {SearchWords.MostCharacters} characters."));
            RuleFor(r => r.CaseType).Must(c => c is null || organisation.FindCaseType(c) is not null).WithSentence(new("Jenis perkara tidak dikenal.", "Unknown case type."));
            RuleFor(r => r.Level).Must(l => l is null || AlertLevelCode.All.Contains(l)).WithSentence(new("Tingkat tidak dikenal.", "Unknown level."));
            RuleFor(r => r.State).Must(s => s is null or "open" || Enum.GetNames<AlertState>().Contains(s)).WithSentence(new("Keadaan tidak dikenal.", "Unknown state."));
            RuleFor(r => r.Region).Must(c => c is null || Regions.Find(c) is not null).WithSentence(new("Kode wilayah tidak dikenal.", "Unknown region code."));
            RuleFor(r => r.Agency).Must(a => a is null || organisation.FindAgency(a) is not null).WithSentence(new("Instansi tidak dikenal.", "Unknown agency."));
            RuleFor(r => r.Owed).Must(o => o is null or "mine").WithSentence(new("Isi mine.", "Use mine."));
            RuleFor(r => r.Cursor).Must(c => c is null || Guid.TryParse(c, out _)).WithSentence(new("Penanda halaman tidak berlaku.", "The cursor is not valid."));
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, WordIndex index) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var member = await caller.Require(ct);
            var reader = member.AsReader();
            var limit = Math.Clamp(request.Limit ?? DefaultLimit, 1, MaxLimit);
            var admits = await db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.Admits, ct);
            var words = string.IsNullOrWhiteSpace(request.Q) ? null : SearchWords.Of(request.Q);
            if (words is { Count: 0 })
                return new Response([], null);
            if (words is not null)
            {
                // Many may wait, and whoever takes texts in for them needs a connection, too.
                await db.Database.CloseConnectionAsync();
                await index.CatchUp(ct);
            }

            // The database finds by the words asked for; who may read is decided by the one function, part by part, so that a page is
            // full although some rows on the way were not for this reader. Each part is larger than the one before, up to a bound.
            List<AlertLine> items = [];
            var cursor = request.Cursor is null ? (Guid?)null : Guid.Parse(request.Cursor);
            for (var take = limit + 1; ; take = Math.Min(take * 2, MaxLimit))
            {
                var ids = words is null ? null : await db.FindAlertsSaying(words, cursor, take, ct);
                var rows = await Load(request, member.Agency, ids, cursor, take, ct);
                foreach (var alert in rows.Where(a => admits.TryGetValue(a.Channel, out var admitted) && Permissions.MayRead(reader, a.Access(), admitted)))
                {
                    if (items.Count == limit)
                        return new Response(items, items[^1].Id.ToString());
                    items.Add(Line(alert));
                }

                if ((ids?.Count ?? rows.Count) < take)
                    return new Response(items, null);
                cursor = ids?[^1] ?? rows[^1].Id;
            }
        }

        // Ids are UUIDv7, so the newest stands first and the id is the cursor. What was found by words keeps the order it was found in.
        private async Task<List<Alert>> Load(Request request, string agency, IReadOnlyList<Guid>? ids, Guid? before, int take, CancellationToken ct)
        {
            var alerts = db.Alerts.AsNoTracking().Include(a => a.Obligations).Matching(request, db.Obligations, agency);
            if (ids is null)
                return await (before is { } id ? alerts.Where(a => a.Id.CompareTo(id) < 0) : alerts).OrderByDescending(a => a.Id).Take(take).ToListAsync(ct);
            var found = await alerts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
            return [.. ids.Select(found.GetValueOrDefault).OfType<Alert>()];
        }

        private static AlertLine Line(Alert a) => new(
            a.Id, a.Version, a.Channel, a.CaseType, a.Level.ToString(), a.Headline, a.RegionCode, Regions.NameOf(a.RegionCode), a.PostedAt, a.PosterAgency,
            a.Status.ToString(), a.State.ToString(), a.Tlp, ObligationView.Of(a));
    }
}
