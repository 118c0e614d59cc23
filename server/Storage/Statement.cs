using System.Collections.Concurrent;
using System.Data.Common;
using System.Numerics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Timpora.Comms.Storage;

/// <summary>
/// A hand-written statement on the context's own connection and in its transaction: for the few that every command and every
/// delivery asks. On SQLite it stays prepared, because preparing costs more there than running.
/// </summary>
public readonly struct Statement : IAsyncDisposable
{
    private readonly DbCommand? command;
    private readonly DbBatchCommand? part;
    private readonly bool isKept;

    internal Statement(DbCommand command, bool isKept) => (this.command, this.isKept) = (command, isKept);

    internal Statement(DbBatchCommand part) => this.part = part;

    /// <summary>The command itself.</summary>
    internal DbCommand Command => command ?? throw new InvalidOperationException("It runs with the others of its journey.");

    /// <summary>Sets a parameter; null is the database's NULL.</summary>
    public Statement With(string name, object? value)
    {
        Parameter(name).Value = value ?? DBNull.Value;
        return this;
    }

    /// <summary>Sets a parameter that is an id, or NULL.</summary>
    public Statement WithId(string name, Guid? value)
    {
        var parameter = Parameter(name);
        parameter.DbType = System.Data.DbType.Guid;
        parameter.Value = (object?)value ?? DBNull.Value;
        return this;
    }

    /// <summary>Sets the parameters of <see cref="Statements.Places"/>; the last value stands in what is left over.</summary>
    public Statement WithEach(IReadOnlyList<string> values)
    {
        for (var i = 0; i < Statements.PlacesFor(values.Count); i++)
            With(Statements.Place(i), values[Math.Min(i, values.Count - 1)]);
        return this;
    }

    /// <summary>As <see cref="WithEach(IReadOnlyList{string})"/>, ids.</summary>
    public Statement WithEach(IReadOnlyList<Guid> values)
    {
        for (var i = 0; i < Statements.PlacesFor(values.Count); i++)
            WithId(Statements.Place(i), values[Math.Min(i, values.Count - 1)]);
        return this;
    }

    /// <summary>Sets the parameters of <see cref="Statements.Pairs"/>; the last pair stands in what is left over.</summary>
    public Statement WithPairs<T>(IReadOnlyList<T> values, Func<T, object> first, Func<T, object> second)
    {
        for (var i = 0; i < Statements.PlacesFor(values.Count); i++)
        {
            var value = values[Math.Min(i, values.Count - 1)];
            With(Statements.Place(2 * i), first(value)).With(Statements.Place((2 * i) + 1), second(value));
        }

        return this;
    }

    /// <summary>Sets a parameter that is a time, as Entity Framework stores it.</summary>
    public Statement WithTime(string name, DateTimeOffset value) => With(name, command is SqliteCommand ? SqliteHubDb.Microseconds.Of(value) : value);

    /// <summary>Runs it and reads.</summary>
    public Task<DbDataReader> Read(CancellationToken ct) => Command.ExecuteReaderAsync(ct);

    /// <summary>Runs it and tells how many rows it changed.</summary>
    public Task<int> Run(CancellationToken ct) => Command.ExecuteNonQueryAsync(ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => isKept || command is null ? default : command.DisposeAsync();

    private DbParameter Parameter(string name)
    {
        var parameters = command?.Parameters ?? part!.Parameters;
        // Mostly set in the order they were made in.
        var index = parameters.IndexOf(name);
        if (index >= 0)
            return parameters[index];
        var parameter = command?.CreateParameter() ?? part!.CreateParameter();
        parameter.ParameterName = name;
        parameters.Add(parameter);
        return parameter;
    }
}

/// <summary>Makes statements, and reads what Entity Framework stores in one column.</summary>
public static class Statements
{
    /// <summary>A statement; on SQLite only one of the same text may be open at a time in a scope.</summary>
    public static async ValueTask<Statement> Statement(this HubDb db, string text, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open)
            await db.Database.OpenConnectionAsync(ct);
        DbCommand command;
        if (connection is SqliteConnection sqlite)
            command = sqlite.Prepared(text);
        else
            (command = connection.CreateCommand()).CommandText = text;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return new Statement(command, isKept: connection is SqliteConnection);
    }

    /// <summary>Places for a list of at least one value, for <c>IN</c>. Few texts, whatever the number: it is rounded up.</summary>
    public static string Places(int count) => string.Join(',', Enumerable.Range(0, PlacesFor(count)).Select(Place));

    /// <summary>
    /// As <see cref="Places"/>, pairs, for <c>VALUES</c>. A planner sees how many there are; of a list in one parameter it has to guess, and makes a new plan each time
    /// rather than trust the guess.
    /// </summary>
    public static string Pairs(int count) => string.Join(',', Enumerable.Range(0, PlacesFor(count)).Select(i => $"({Place(2 * i)},{Place((2 * i) + 1)})"));

    internal static int PlacesFor(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)count);

    internal static string Place(int index) => index < places.Length ? places[index] : $"@i{index}";

    private static readonly string[] places = [.. Enumerable.Range(0, 64).Select(i => $"@i{i}")];

    /// <summary>A time, as Entity Framework stores it.</summary>
    public static DateTimeOffset Time(this DbDataReader reader, int column) =>
        reader is SqliteDataReader ? SqliteHubDb.Microseconds.At(reader.GetInt64(column)) : reader.GetFieldValue<DateTimeOffset>(column);

    /// <summary>A list of texts, which are codes: JSON on SQLite, an array on PostgreSQL. Others may hold the same list.</summary>
    public static IReadOnlyList<string> Texts(this DbDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            string json => json == "[]" ? [] : Codes(json),
            IReadOnlyList<string> list => list,
            var other => throw new InvalidOperationException($"A list is stored as {other.GetType().Name}."),
        };

    // The same few lists of agencies and roles stand in every row, and every delivery reads some of them.
    private static string[] Codes(string json)
    {
        if (lists.TryGetValue(json, out var known))
            return known;
        var read = JsonSerializer.Deserialize<string[]>(json)!;
        if (lists.Count < MostLists)
            lists[json] = read;
        return read;
    }

    private const int MostLists = 1000;

    private static readonly ConcurrentDictionary<string, string[]> lists = new(StringComparer.Ordinal);

    /// <summary>A list of whole numbers.</summary>
    public static List<int> Numbers(this DbDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            string json => json == "[]" ? [] : JsonSerializer.Deserialize<List<int>>(json)!,
            int[] list => [.. list],
            var other => throw new InvalidOperationException($"A list is stored as {other.GetType().Name}."),
        };

    /// <summary>A list of ids.</summary>
    public static IReadOnlyList<Guid> Ids(this DbDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            string json => json == "[]" ? [] : JsonSerializer.Deserialize<List<Guid>>(json)!,
            IReadOnlyList<Guid> list => list,
            var other => throw new InvalidOperationException($"A list is stored as {other.GetType().Name}."),
        };
}
