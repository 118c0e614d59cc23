using Microsoft.EntityFrameworkCore;
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
        var channel = await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Slug == request.Channel, ct);
        if (channel is null || !Permissions.MayPost(poster.AsReader(), channel))
            throw new Rejection(Reasons.NotFound, new Dictionary<string, string[]> { ["channel"] = [NoSuchChannel.ToString()] });
        await RequireKnownMembers(db, "recipients", request.Recipients, ct);
        await RequireKnownMembers(db, "exclude.members", request.Exclude?.Members, ct);
        var (alert, warnings, unserved) = PostAlert.Decide(request, poster, channel, organisation, now);
        var unanswerable = await UnanswerableOf(db, alert, channel, ct);
        warnings.AddRange(unanswerable.Select(agency => new Warning(
            alert.Tlp == TlpMark.Red ? "recipients" : "requiredAgencies", "nobody_can_answer",
            new Say($"Tidak seorang pun di {agency} dapat membaca dan menjawab peringatan ini.", $"Nobody at {agency} can read and answer this alert.").ToString())));
        return new AlertDraft(alert, channel, warnings, unserved, unanswerable, await SimilarAlerts.Find(db, poster.AsReader(), alert, organisation, ct));
    }

    // A mark or an exclusion can leave an agency owing what none of its people may read; the poster can still mend that.
    private static async Task<IReadOnlyList<string>> UnanswerableOf(HubDb db, Alert alert, Channel channel, CancellationToken ct)
    {
        var members = await db.Users.AsNoTracking().Where(m => alert.RequiredAgencies.Contains(m.Agency) && m.RemovedAt == null).ToListAsync(ct);
        var readers = members.ConvertAll(m => m.AsReader()).FindAll(r => Permissions.MayRead(r, alert.Access(), channel.Admits));
        return alert.RequiredAgencies.FindAll(agency => !readers.Exists(r => Permissions.MayAnswer(r, agency)));
    }

    private static async Task RequireKnownMembers(HubDb db, string field, IReadOnlyList<Guid>? members, CancellationToken ct)
    {
        if (members is not { Count: > 0 })
            return;
        var known = await db.Users.CountAsync(m => members.Contains(m.Id) && m.RemovedAt == null, ct);
        if (known != members.Distinct().Count())
            throw Rejection.Field(field, new("Ada anggota yang tidak dikenal.", "Some members are not known."));
    }

    private static readonly Say NoSuchChannel = new("Kanal ini tidak ada atau tidak terbuka untuk instansi Anda.", "There is no such channel, or it is not open to your agency.");
}
