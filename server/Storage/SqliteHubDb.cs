using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Timpora.Comms.Storage;

/// <summary>The embedded default: one file, one writer at a time.</summary>
public sealed class SqliteHubDb(DbContextOptions<SqliteHubDb> options) : HubDb(options)
{
    /// <inheritdoc/>
    public override string ForUpdate => "";

    /// <inheritdoc/>
    public override string ForUpdateSkipLocked => "";

    /// <inheritdoc/>
    public override int RowsAtOnce => 1;

    /// <inheritdoc/>
    // The only level that the provider begins without the write lock; in WAL a reader sees one moment under any name.
    public override IsolationLevel Snapshot => IsolationLevel.ReadUncommitted;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Guid>> FindAlertsSaying(IReadOnlyList<string> words, Guid? before, int limit, CancellationToken ct) =>
        SqliteSearch.Find(this, words, before, limit, ct);

    /// <inheritdoc/>
    public override Task LockName(string name, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    // SQLite has no time type: text would not order, so times are whole microseconds since 1970.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Microseconds>();

    internal sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(
        at => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond,
        us => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond))
    {
        public static DateTimeOffset At(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond);

        public static long Of(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
    }
}
