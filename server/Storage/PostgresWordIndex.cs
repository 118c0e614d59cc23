namespace Timpora.Comms.Storage;

/// <summary>PostgreSQL: each channel has a number up to which its texts are in the index, and whatever lies behind it waits. One node at a time takes them (the migration Indexing).</summary>
public sealed class PostgresWordIndex(IServiceScopeFactory scopes, TimeProvider time, ILogger<WordIndex> logger) : WordIndex(time, logger)
{
    // Numbers of one channel, and channels, in one transaction: some hundredths of a second, while only another search waits for it.
    private const int Numbers = 64, Channels = 64;

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task CatchUp(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await TakeAll(scope.ServiceProvider.GetRequiredService<HubDb>(), ct);
    }

    /// <summary>Takes everything in, in the transaction that is open.</summary>
    internal static async Task TakeAll(HubDb db, CancellationToken ct, bool waits = true)
    {
        while (await Take(db, waits, ct) > 0)
        {
        }
    }

    /// <inheritdoc/>
    // Is another node at it, that is as good.
    protected override async Task Tick(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await TakeAll(scope.ServiceProvider.GetRequiredService<HubDb>(), ct, waits: false);
    }

    private static async Task<int> Take(HubDb db, bool waits, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT search_take(@waits, @numbers, @channels)", ct);
        await using var row = await statement.With("@waits", waits).With("@numbers", Numbers).With("@channels", Channels).Read(ct);
        return await row.ReadAsync(ct) ? row.GetInt32(0) : 0;
    }
}
