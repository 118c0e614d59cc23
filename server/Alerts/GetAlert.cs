using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>One alert as the caller may see it, with its obligations and its timeline from the log.</summary>
public static class GetAlert
{
    /// <summary>By id.</summary>
    public sealed record Request(Guid Alert) : IRequest<AlertView>;

    internal sealed class Handler(AlertLookup lookup, HubDb db, HubClock clock, ChannelLog log, IMediator mediator) : IRequestHandler<Request, AlertView>
    {
        public async Task<AlertView> Handle(Request request, CancellationToken ct)
        {
            // One moment: who is excluded between the look at the alert and the look at its log gets nothing written since.
            await using var moment = await db.Database.BeginTransactionAsync(db.Snapshot, ct);
            var found = await lookup.Read(request.Alert, ct);
            var (alert, reader, access, own) = (found.Alert, found.Reader, found.Alert.Access(), found.Own);
            var now = clock.Now();
            var reached = await mediator.Send(new WhoWasReached.Request(alert, reader), ct);
            var timeline = await log.ReadAlert(alert.Channel, alert.Id, ct);
            return new AlertView(
                alert.Id, alert.Version, alert.Channel, alert.Seq, found.Channel.Epoch, alert.CaseType, alert.Level.ToString(), alert.Headline, alert.Narrative,
                alert.RegionCode, Regions.NameOf(alert.RegionCode),
                alert.Location is { } place && Permissions.MaySeePlace(reader, access) ? JsonSerializer.Deserialize<Place>(place, Json.Options) : null,
                alert.OccurredAt, alert.PostedAt, alert.Poster, alert.PosterAgency, alert.PossibleVictims.Word(), alert.Tlp,
                alert.Recipients.Count > 0 ? alert.Recipients : null, alert.Status.ToString(), alert.State.ToString(),
                alert.Details is { } details && Permissions.MaySeePlace(reader, access) ? JsonElement.Parse(details) : null, alert.Outcome,
                alert is { Outcome: not null, Screening: { } screening } && Permissions.MaySeePlace(reader, access) ? JsonSerializer.Deserialize<ResolveAlert.Screening>(screening, Json.Options) : null,
                alert.ClosedAt,
                alert.ExcludeReason is { } reason && Permissions.MaySeeExclusions(reader, access) ? new Exclusion(alert.ExcludedAgencies, alert.ExcludedMembers, reason) : null,
                alert.RequiredAgencies,
                MayAnswer: own is not null && Permissions.MayAnswer(reader, own.Agency),
                MayDecline: own is { IsOwed: true } && alert.IsOpen && Permissions.MayDecline(reader, own.Agency),
                MayMessage: !alert.IsFinal(now),
                MayProgress: alert.IsOpen && Permissions.MayNoteProgress(reader, access),
                MayResolve: alert.IsOpen && Permissions.MayResolve(reader, alert.Obligations.Find(o => o.Lead)?.Agency),
                MayCancel: alert.IsOpen && Permissions.MayCancel(reader, access),
                MayEscalate: alert.IsOpen && Permissions.MayEscalate(reader, access),
                MayDelegate: own is { IsOwed: true } && alert.IsOpen && Permissions.MayAnswer(reader, own.Agency),
                MayAccept: alert.IsOpen && Permissions.MayAnswer(reader, reader.Agency) && alert.Obligations.Exists(o => o.IsOwed && o.OfferedTo == reader.Agency),
                MayUpdate: alert.IsOpen && Permissions.MayUpdate(reader, access),
                MayReopen: ReopenAlert.IsReopenable(alert, now) && Permissions.MayResolve(reader, alert.Obligations.Find(o => o.Lead)?.Agency),
                MayWaive: alert.IsOpen && Permissions.MayWaive(reader) && alert.Obligations.Exists(o => o.IsOwed),
                ObligationView.Of(alert), reached.Count > 0 ? reached : null, [.. timeline.Select(EntryView.Full)]);
        }
    }
}
