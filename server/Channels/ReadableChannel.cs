using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>Finds a channel for somebody: one they may not read does not exist for them.</summary>
public static class ReadableChannel
{
    /// <summary>The channel, or a refusal that does not tell whether there is one.</summary>
    public static async Task<Channel> RequireReadable(this HubDb db, string slug, Reader reader, CancellationToken ct)
    {
        var channel = await db.Channels.AsNoTracking().FirstOrDefaultAsync(c => c.Slug == slug, ct);
        return channel is not null && Permissions.MayRead(reader, channel) ? channel : throw new Rejection(Reasons.NotFound);
    }
}
