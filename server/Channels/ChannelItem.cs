using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>A channel as a member finds it in the list. <paramref name="Guests"/> are the names of organisations outside the team that read along.</summary>
public sealed record ChannelItem(
    string Slug, string Name, string Kind, bool Joined, long Head, string Epoch, long Read, long Unread, IReadOnlyList<string> Admits, IReadOnlyList<string> Guests)
{
    /// <summary>The channels this member may read, or the one asked for, in the order of their names.</summary>
    public static async Task<IReadOnlyList<ChannelItem>> Of(HubDb db, Reader reader, CancellationToken ct, string? slug = null)
    {
        var channels = (await db.Channels.AsNoTracking().Where(c => slug == null || c.Slug == slug).ToListAsync(ct))
            .Where(c => Permissions.MayRead(reader, c)).ToDictionary(c => c.Slug);
        var ties = await db.ChannelMembers.AsNoTracking()
            .Where(m => m.Member == reader.Id && (slug == null || m.Channel == slug)).ToDictionaryAsync(m => m.Channel, ct);
        var unread = await UnreadCount.Of(db, reader, channels, ct);
        return
        [
            .. channels.Values.OrderBy(c => c.Kind).ThenBy(c => c.Slug, StringComparer.Ordinal).Select(c =>
            {
                var tie = ties.GetValueOrDefault(c.Slug);
                // A desk is its agency's own without joining.
                var joined = c.Kind == ChannelKind.Desk || tie is { Joined: true };
                return new ChannelItem(
                    c.Slug, c.Name, c.Kind, joined, c.Head, c.Epoch, tie?.Read ?? 0, unread.GetValueOrDefault(c.Slug),
                    [.. c.Admits.Where(a => !GuestOrganisations.Is(a))], [.. c.Admits.Select(GuestOrganisations.NameOf).OfType<string>()]);
            }),
        ];
    }
}
