namespace Timpora.Comms.Storage;

/// <summary>PostgreSQL: each channel has a number up to which its texts are in the index, and whatever lies behind it waits. One node at a time takes them (the migration Indexing).</summary>
public sealed class PostgresWordIndex(AskedTogether<PostgresWordIndex.Everything, bool> searches, IServiceScopeFactory scopes, TimeProvider time, ILogger<WordIndex> logger) : WordIndex(time, logger)
{
    // Numbers of one channel, and channels, in one transaction: some hundredths of a second, while only another search waits for it.
    private const int Numbers = 64, Channels = 64;

    /// <summary>What a search asks for: that everything committed before is taken in. Searches that come at the same moment wait for one and the same taking, on one connection.</summary>
    public readonly record struct Everything;

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task CatchUp(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await searches.Ask(scope.ServiceProvider, default, ct);
    }

    /// <summary>Takes in everything that was committed before, in the transaction that is open. What is written meanwhile does not prolong it.</summary>
    internal static async Task TakeAll(HubDb db, CancellationToken ct, bool waits = true)
    {
        for (var after = ""; after is not null;)
            after = await Take(db, waits, after, ct);
    }

    internal static async Task<IReadOnlyDictionary<Everything, bool>> TakeAll(IServiceProvider scope, IReadOnlyList<Everything> asked, CancellationToken ct)
    {
        await TakeAll(scope.GetRequiredService<HubDb>(), ct);
        return asked.ToDictionary(one => one, _ => true);
    }

    /// <inheritdoc/>
    // Is another node at it, that is as good.
    protected override async Task Tick(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await TakeAll(scope.ServiceProvider.GetRequiredService<HubDb>(), ct, waits: false);
    }

    private static async Task<string?> Take(HubDb db, bool waits, string after, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT search_take(@waits, @numbers, @channels, @after)", ct);
        await using var row = await statement.With("@waits", waits).With("@numbers", Numbers).With("@channels", Channels).With("@after", after).Read(ct);
        return await row.ReadAsync(ct) && !row.IsDBNull(0) ? row.GetString(0) : null;
    }
}
