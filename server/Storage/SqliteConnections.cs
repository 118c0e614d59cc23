using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Timpora.Comms.Storage;

/// <summary>
/// Open connections to the embedded database, lent to one scope at a time. They stay open, so their settings are made once and what
/// was prepared on them stays prepared. One of them is the writer's, and only whoever has the turn may use it.
/// </summary>
public sealed class SqliteConnections(string connectionString) : IDisposable
{
    // FULL: the WAL is fsynced before a commit returns, so "accepted" means on disk. The setting belongs to the connection and not
    // to the file, so it is set and read back on each. MEMORY: what a savepoint may have to take back would else go through a file of its own
    // for every alert, and texts of cases have no place in the machine's folder for temporary files. 4000: the log goes over into the database
    // every 16 MB and not every four; whoever commits then waits for it, and most of those pages change again meanwhile.
    private const string Settings = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; "
        + "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000; PRAGMA synchronous;";
    private const long Full = 2;

    private readonly ConcurrentStack<SqliteConnection> free = new();
    private readonly Lock gate = new();
    private SqliteConnection? writer;
    private volatile bool isDisposed;
    private int lent;

    /// <summary>How many are lent at this moment.</summary>
    public int Lent => Volatile.Read(ref lent);

    /// <summary>The writer's connection.</summary>
    public SqliteConnection Writer
    {
        get
        {
            lock (gate)
                return writer ??= OpenWriter();
        }
    }

    /// <summary>Makes the folder that the database's file stands in.</summary>
    public void MakeFolder()
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (file is { Length: > 0 } && file != ":memory:" && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
    }

    /// <summary>Lends a connection.</summary>
    public SqliteConnection Borrow()
    {
        var borrowed = free.TryPop(out var connection) ? connection : Open();
        Interlocked.Increment(ref lent);
        return borrowed;
    }

    /// <summary>Takes it back; one that was left inside a transaction is not used again.</summary>
    public void Return(SqliteConnection connection)
    {
        Interlocked.Decrement(ref lent);
        if (isDisposed || connection.State != System.Data.ConnectionState.Open || SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            connection.Dispose();
        else
            free.Push(connection);
        // It may have ended in between.
        if (isDisposed)
            CloseFree();
    }

    /// <summary>Makes the settings on a connection and asks it whether it took them.</summary>
    public static void Set(System.Data.Common.DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        using var reader = command.ExecuteReader();
        long last = -1;
        do
        {
            while (reader.Read())
                last = reader.GetFieldType(0) == typeof(long) ? reader.GetInt64(0) : last;
        }
        while (reader.NextResult());
        if (last != Full)
            throw new InvalidOperationException("SQLite did not take synchronous=FULL; an accepted alert would not be safe on disk.");
    }

    /// <inheritdoc/>
    // What is lent is in somebody's hands and closes when it comes back: closing what another thread reads from ends in undefined ways.
    public void Dispose()
    {
        isDisposed = true;
        CloseFree();
        lock (gate)
            writer?.Dispose();
    }

    private void CloseFree()
    {
        while (free.TryPop(out var connection))
            connection.Dispose();
    }

    // What the writer has written it soon needs again; readers ask for little, and there may be many of them.
    private SqliteConnection OpenWriter()
    {
        var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA cache_size=-16384";
        command.ExecuteNonQuery();
        return connection;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            Set(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }
}

/// <summary>What one scope has borrowed; given back before the scope's context returns to its pool.</summary>
public sealed class SqliteLease(SqliteHubDb db, SqliteConnections connections) : IDisposable
{
    private SqliteConnection? own;

    /// <summary>The scope's context on a borrowed connection.</summary>
    public HubDb Read()
    {
        db.Database.SetDbConnection(own ??= connections.Borrow(), contextOwnsConnection: false);
        return db;
    }

    /// <summary>Gives the connection back while the context is not used: many may wait for their turn at once, and none needs one for that.</summary>
    public void Pause()
    {
        if (own is not { } idle)
            return;
        db.Database.SetDbConnection(null);
        own = null;
        connections.Return(idle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (own is not null)
            connections.Return(own);
    }
}
