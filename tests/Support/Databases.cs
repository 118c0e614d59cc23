using Npgsql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Storage;
using Xunit;

namespace Timpora.Comms.Tests.Support;

/// <summary>A kind of database the hub runs on.</summary>
public enum Database
{
    /// <summary>The embedded default.</summary>
    Sqlite,

    /// <summary>The scaled-out hub's.</summary>
    Postgres,
}

/// <summary>
/// Databases for tests, one of their own for each app: <c>[Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]</c>
/// runs a fact on all of them.
/// </summary>
public static class Databases
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("TIMPORA_TEST_POSTGRES") is { Length: > 0 } set ? set : null;

    private static readonly Lazy<string> SqliteTemplate = new(() => Template(Database.Sqlite));

    private static readonly Lazy<string> PostgresTemplate = new(() => Template(Database.Postgres));

    /// <summary>Every kind. PostgreSQL is skipped where no server is named; on CI that is a failure.</summary>
    public static TheoryData<Database> All
    {
        get
        {
            if (Server is null && Environment.GetEnvironmentVariable("CI") == "true")
                throw new InvalidOperationException("CI must name a PostgreSQL server in TIMPORA_TEST_POSTGRES.");
            return
            [
                new TheoryDataRow<Database>(Database.Sqlite),
                new TheoryDataRow<Database>(Database.Postgres) { Skip = Server is null ? "TIMPORA_TEST_POSTGRES names no server." : null },
            ];
        }
    }

    /// <summary>Those that several nodes share as the scaled-out hub does.</summary>
    public static TheoryData<Database> Servers => [.. All.Where(row => row.Data == Database.Postgres)];

    /// <summary>Skips a fact that only PostgreSQL has, where no server is named.</summary>
    public static void RequirePostgres() => Assert.SkipWhen(Server is null, "TIMPORA_TEST_POSTGRES names no server.");

    /// <summary>Makes a fresh, empty database and returns its connection string.</summary>
    public static string Create(Database kind)
    {
        var connection = Named(kind);
        if (kind == Database.Postgres)
            Run($"CREATE DATABASE {NameIn(connection)}");
        return connection;
    }

    /// <summary>Makes a database with the demo team in it: a copy of one that a hub has set up once, which takes a tenth of the time.</summary>
    public static string CreateWithDemo(Database kind)
    {
        var connection = Named(kind);
        var template = (kind == Database.Postgres ? PostgresTemplate : SqliteTemplate).Value;
        if (kind == Database.Postgres)
            Run($"CREATE DATABASE {NameIn(connection)} TEMPLATE {NameIn(template)}");
        else
            File.Copy(FileOf(template), FileOf(connection));
        return connection;
    }

    /// <summary>The hub's own way to a database, for whoever looks into it past the hub; more may be added before it is built.</summary>
    public static IServiceCollection Services(string connectionString)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Hub", connectionString)]).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(configuration).AddStorage(configuration);
    }

    /// <summary>Removes a database made by <see cref="Create"/>, whoever still holds it.</summary>
    public static void Drop(string connectionString)
    {
        if (connectionString.StartsWith("Data Source=", StringComparison.Ordinal))
        {
            Release(connectionString);
            foreach (var ending in new[] { "", "-wal", "-shm" })
                File.Delete(FileOf(connectionString) + ending);
            return;
        }

        Release(connectionString);
        Run($"DROP DATABASE IF EXISTS {NameIn(connectionString)} WITH (FORCE)");
    }

    private static string Template(Database kind)
    {
        var connection = Create(kind);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Drop(connection);
        CommsApp.SetUp(connection);
        // A file is whole, and a template may be copied, only when nobody holds it.
        Release(connection);
        return connection;
    }

    /// <summary>Closes what the process still holds open of a database.</summary>
    public static void Release(string connectionString)
    {
        if (connectionString.StartsWith("Data Source=", StringComparison.Ordinal))
            using (var held = new SqliteConnection(connectionString))
                SqliteConnection.ClearPool(held);
        else
            // The hub's connections are a pool of their own: it completes what the connection string does not say.
            foreach (var pool in new[] { connectionString, PostgresConnection.Complete(connectionString) })
                using (var held = new NpgsqlConnection(pool))
                    NpgsqlConnection.ClearPool(held);
    }

    private static string Named(Database kind)
    {
        var name = "timpora_test_" + Guid.CreateVersion7().ToString("N");
        return kind == Database.Sqlite
            ? $"Data Source={Path.Combine(Path.GetTempPath(), name + ".db")}"
            // As the hub would complete it, so that it is the hub's pool that is emptied.
            : PostgresConnection.Complete(new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ConnectionString);
    }

    private static string FileOf(string connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;

    private static string NameIn(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    // Names are made here, so nothing foreign gets into the statement.
    private static void Run(string sql)
    {
        using var connection = new NpgsqlConnection(Server);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
