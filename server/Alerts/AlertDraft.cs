using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// An alert decided and not stored: posting and previewing decide by the same. <paramref name="Unanswerable"/> are the agencies that owe
/// an answer which none of their people may read and give.
/// </summary>
internal sealed record AlertDraft(
    Alert Alert, Channel Channel, IReadOnlyList<Warning> Warnings, IReadOnlyList<string> UnservedKinds, IReadOnlyList<string> Unanswerable, IReadOnlyList<SimilarAlert> Similar)
{
    /// <summary>The draft, or a refusal; only reads.</summary>
    public static async Task<AlertDraft> Of(PostAlert.Request request, Member poster, HubDb db, Organisation organisation, DateTimeOffset now, CancellationToken ct)
    {
        var channel = await db.FindChannel(request.Channel!, ct);
        if (channel is null || !Permissions.MayPost(poster.AsReader(), channel))
            throw new Rejection(Reasons.NotFound, new Dictionary<string, string[]> { ["channel"] = [NoSuchChannel.ToString()] });
        await db.RequireKnownMembers("recipients", request.Recipients, ct);
        await db.RequireKnownMembers("exclude.members", request.Exclude?.Members, ct);
        var (alert, warnings, unserved) = PostAlert.Decide(request, poster, channel, organisation, now);
        var unanswerable = await db.WhereNobodyCanAnswer(alert, alert.RequiredAgencies, channel.Admits, ct);
        warnings.AddRange(AlertPeople.WarningsOf(unanswerable, alert.Tlp));
        return new AlertDraft(alert, channel, warnings, unserved, unanswerable, await SimilarAlerts.Find(db, poster.AsReader(), alert, organisation, ct));
    }

    private static readonly Say NoSuchChannel = new("Kanal ini tidak ada atau tidak terbuka untuk instansi Anda.", "There is no such channel, or it is not open to your agency.");
}
