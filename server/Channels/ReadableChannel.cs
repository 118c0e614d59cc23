using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>Finds a channel for somebody: one they may not read does not exist for them.</summary>
public static class ReadableChannel
{
    /// <summary>The channel as it stands now, or null.</summary>
    public static async Task<Channel?> FindChannel(this HubDb db, string slug, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT name, kind, admits, head, head_hash, head_at, epoch, acl_version FROM channels WHERE slug = @slug", ct);
        await using var row = await statement.With("@slug", slug).Read(ct);
        return !await row.ReadAsync(ct) ? null : new Channel
        {
            Slug = slug, Name = row.GetString(0), Kind = row.GetString(1), Admits = [.. row.Texts(2)], Head = row.GetInt64(3), HeadHash = row.GetFieldValue<byte[]>(4),
            HeadAt = row.GetString(5), Epoch = row.GetString(6), AclVersion = row.GetInt64(7),
        };
    }

    /// <summary>Whom a channel admits.</summary>
    public static async Task<IReadOnlyList<string>> Admitted(this HubDb db, string slug, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT admits FROM channels WHERE slug = @slug", ct);
        await using var row = await statement.With("@slug", slug).Read(ct);
        return await row.ReadAsync(ct) ? row.Texts(0) : throw new InvalidOperationException($"There is no channel {slug}.");
    }

    /// <summary>The channel, or a refusal that does not tell whether there is one.</summary>
    public static async Task<Channel> RequireReadable(this HubDb db, string slug, Reader reader, CancellationToken ct)
    {
        var channel = await db.FindChannel(slug, ct);
        return channel is not null && Permissions.MayRead(reader, channel) ? channel : throw new Rejection(Reasons.NotFound);
    }
}
