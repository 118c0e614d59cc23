using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry.Trace;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Storage;

/// <summary>Chooses the database from <c>ConnectionStrings:Hub</c> and makes it ready.</summary>
public static class StorageSetup
{
    /// <summary>Oldest SQLite without the WAL-reset corruption (sqlite.org/wal.html).</summary>
    public static readonly Version OldestSqlite = new(3, 51, 3);

    /// <summary>Oldest runtime with the fixes of CVE-2026-40372 and of the native SQLite.</summary>
    public static readonly Version OldestRuntime = new(10, 0, 11);

    /// <summary>Adds the database, its clock and its write gate. <c>Host=…</c> is PostgreSQL, <c>Data Source=…</c> SQLite.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = ConnectionOf(configuration);
        var isPostgres = IsPostgres(connection);
        services.AddSingleton<HubClock>();
        services.AddSingleton<ClockSkew>();
        services.AddHealthChecks().AddCheck<ClockSkew>("clock", tags: [Probes.Ready]);
        services.AddSingleton(new WriteGate(isNeeded: !isPostgres));
        services.AddSingleton(new DatabasePlace(IsRemote: isPostgres));
        if (isPostgres)
        {
            services.AddDbContextPool<PostgresHubDb>(o => o.UseNpgsql(PostgresConnection.Complete(connection)));
            services.AddScoped<HubDb>(p => p.GetRequiredService<PostgresHubDb>());
            services.AddScoped<CommandTurns, OwnTransactions>();
            services.AddSingleton<WordIndex, PostgresWordIndex>();
            services.AddAskedTogether<PostgresWordIndex.Everything, bool>(PostgresWordIndex.TakeAll);
        }
        else
        {
            // By a factory, so that it is closed with the hub: the last one to close leaves the file whole, without a WAL beside it.
            services.AddSingleton(_ => new SqliteConnections(connection));
            services.AddSingleton<SharedTransactions>();
            services.AddSingleton(p => ActivatorUtilities.CreateInstance<DiskSpace>(p, connection));
            services.AddHostedService(p => p.GetRequiredService<DiskSpace>());
            services.AddHealthChecks().Add(new HealthCheckRegistration("disk", p => p.GetRequiredService<DiskSpace>(), null, [Probes.Ready]));
            services.AddDbContextPool<SqliteHubDb>(o => o.UseSqlite(connection).AddInterceptors(SqlitePragmas.Instance, KeptStatements.Instance));
            services.AddScoped<SqliteLease>();
            services.AddScoped<HubDb>(p => p.GetRequiredService<SqliteLease>().Read());
            services.AddScoped<CommandTurns, SharedTurns>();
            services.AddSingleton<WordIndex, SqliteWordIndex>();
        }

        services.AddHostedService(p => p.GetRequiredService<WordIndex>());
        return services;
    }

    /// <summary>The database that is set.</summary>
    public static string ConnectionOf(IConfiguration configuration) => configuration.GetConnectionString("Hub") is { Length: > 0 } set ? set : "Data Source=data/hub.db";

    internal static bool IsPostgres(string connection) => connection.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    /// <summary>A database without a hub around it, for commands that make or take a copy of it; on connections of its own, which end with it.</summary>
    internal static ServiceProvider Alone(string connection) => new ServiceCollection()
        .AddLogging().AddSingleton(TimeProvider.System)
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Hub", connection + ";Pooling=False")]).Build())
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();

    /// <summary>Refuses an unsafe runtime or SQLite, creates and migrates the database.</summary>
    public static async Task PrepareStorage(this IServiceProvider services, CancellationToken ct)
    {
        if (Environment.Version < OldestRuntime)
            throw new InvalidOperationException($"The .NET runtime is {Environment.Version}; {OldestRuntime} or newer is needed (security fixes).");
        services.GetService<SqliteConnections>()?.MakeFolder();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            // A large table takes its time.
            db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await db.Database.MigrateAsync(ct);
            await db.FillSearchWords(ct);
        }

        await db.FollowDatabaseClock(scope.ServiceProvider.GetRequiredService<HubClock>(), ct);
        if (db.Database.IsSqlite())
        {
            var version = (await db.Database.SqlQuery<string>($"SELECT sqlite_version() AS \"Value\"").ToListAsync(ct))[0];
            if (new Version(version) < OldestSqlite)
                throw new InvalidOperationException($"SQLite is {version}; {OldestSqlite} or newer is needed (WAL-reset corruption).");
        }
        else if ((await db.Database.SqlQuery<string>($"SELECT current_setting('synchronous_commit') AS \"Value\"").ToListAsync(ct))[0] == "off")
            throw new InvalidOperationException("PostgreSQL answers before the disk has it (synchronous_commit=off); an accepted alert would not be safe on disk.");
    }

    /// <summary>Sets the hub's clock by the database's where several nodes share one; an embedded database has no clock of its own. Answers by how much it was moved.</summary>
    public static async Task<TimeSpan> FollowDatabaseClock(this HubDb db, HubClock clock, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql())
            return TimeSpan.Zero;
        var asked = clock.Time.GetTimestamp();
        var databaseNow = (await db.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").ToListAsync(ct))[0];
        return clock.Follow(databaseNow, asked, clock.Time.GetTimestamp());
    }

    /// <summary>Adds the statements that PostgreSQL is asked, without their values.</summary>
    internal static TracerProviderBuilder AddStatements(this TracerProviderBuilder traces) => traces.AddNpgsql();

    /// <summary>Whether a failed write was refused because the row exists already.</summary>
    public static bool IsUniqueViolation(this Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => inner.IsUniqueViolation(),
        // SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE; other constraints are faults of the hub.
        SqliteException { SqliteExtendedErrorCode: 1555 or 2067 } => true,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        _ => false,
    };

    /// <summary>Whether a server said no, and lives on: what it refused has not happened. A broken line, or a server that dies, says nothing of the kind.</summary>
    public static bool IsRefusal(this Exception exception) => exception is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether a write failed because the disk has no room; nothing of it is stored then.</summary>
    public static bool IsDiskFull(this Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => inner.IsDiskFull(),
        // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE where the index of the WAL finds no room.
        SqliteException { SqliteErrorCode: 13 } or SqliteException { SqliteExtendedErrorCode: 4874 } => true,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
        _ => false,
    };

    private sealed class SqlitePragmas : DbConnectionInterceptor
    {
        public static readonly SqlitePragmas Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SqliteConnections.Set(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            // SQLite is synchronous underneath; there is nothing to await.
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }

    // For `dotnet ef` only. Identity reads its schema version from the application's services while the model is built.
    private static ServiceProvider DesignServices() => new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();

    internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteHubDb>
    {
        public SqliteHubDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteHubDb>().UseSqlite("Data Source=design.db").UseApplicationServiceProvider(DesignServices()).Options);
    }

    internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresHubDb>
    {
        public PostgresHubDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresHubDb>().UseNpgsql("Host=design").UseApplicationServiceProvider(DesignServices()).Options);
    }
}
