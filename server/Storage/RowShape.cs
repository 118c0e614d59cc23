namespace Timpora.Comms.Storage;

/// <summary>A column, and where a row has its value.</summary>
internal abstract record Column<TRow>(string Name)
{
    /// <summary>PostgreSQL's name of a list of its values.</summary>
    public abstract string ListType { get; }

    /// <summary>Sets one row's value.</summary>
    public abstract void SetOne(Statement statement, int place, TRow row);

    /// <summary>Sets all rows' values as one list.</summary>
    public abstract void SetAll(Statement statement, int place, IReadOnlyList<TRow> rows);
}

/// <summary>As <see cref="Column{TRow}"/>, of values of one type.</summary>
internal sealed record Column<TRow, TValue>(string Name, Func<TRow, TValue> Of) : Column<TRow>(Name)
{
    /// <inheritdoc/>
    public override string ListType { get; } = default(TValue) switch
    {
        _ when typeof(TValue) == typeof(string) => "text[]",
        _ when typeof(TValue) == typeof(long) => "bigint[]",
        _ when typeof(TValue) == typeof(bool) => "boolean[]",
        _ when typeof(TValue) == typeof(byte[]) => "bytea[]",
        _ when typeof(TValue) == typeof(Guid) || typeof(TValue) == typeof(Guid?) => "uuid[]",
        _ when typeof(TValue) == typeof(DateTimeOffset) => "timestamptz[]",
        _ => throw new NotSupportedException($"A column of {typeof(TValue)} is not known."),
    };

    /// <inheritdoc/>
    public override void SetOne(Statement statement, int place, TRow row)
    {
        var name = Statements.Place(place);
        if (Of(row) is DateTimeOffset time)
            statement.WithTime(name, time);
        else if (typeof(TValue) == typeof(Guid) || typeof(TValue) == typeof(Guid?))
            statement.WithId(name, (Guid?)(object?)Of(row));
        else
            statement.With(name, Of(row));
    }

    /// <inheritdoc/>
    public override void SetAll(Statement statement, int place, IReadOnlyList<TRow> rows) => statement.With(Statements.Place(place), rows.Select(Of).ToArray());
}

/// <summary>
/// The columns of rows that are written often. Embedded, each row is a statement of its own, which stays prepared; on a server all rows are one statement
/// with a list for each column, whose text is the same however many there are.
/// </summary>
internal sealed class RowShape<TRow>(params Column<TRow>[] columns)
{
    private string Names => string.Join(',', columns.Select(c => c.Name));

    private string Lists => $"unnest({string.Join(',', columns.Select((c, i) => $"{Statements.Place(i)}::{c.ListType}"))})";

    /// <summary>What inserts rows into a table.</summary>
    public RowStatement<TRow> InsertInto(string table) => new(columns,
        $"INSERT INTO {table} ({Names}) VALUES ({string.Join(',', columns.Select((_, i) => Statements.Place(i)))})",
        $"INSERT INTO {table} ({Names}) SELECT * FROM {Lists}");

    /// <summary>What changes rows of a table; the first column finds them.</summary>
    public RowStatement<TRow> Update(string table) => new(columns,
        $"UPDATE {table} SET {string.Join(',', columns.Skip(1).Select((c, i) => $"{c.Name} = {Statements.Place(i + 1)}"))} WHERE {columns[0].Name} = {Statements.Place(0)}",
        $"UPDATE {table} t SET {string.Join(',', columns.Skip(1).Select(c => $"{c.Name} = v.{c.Name}"))} FROM {Lists} AS v({Names}) WHERE t.{columns[0].Name} = v.{columns[0].Name}");
}

/// <summary>Writes rows, as <see cref="RowShape{TRow}"/> says.</summary>
internal sealed record RowStatement<TRow>(IReadOnlyList<Column<TRow>> Columns, string One, string All)
{
    /// <summary>Writes them on a journey.</summary>
    public async Task Write(IReadOnlyList<TRow> rows, Journey journey, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        if (journey.IsRemote)
        {
            var statement = await journey.Next(All, ct);
            for (var i = 0; i < Columns.Count; i++)
                Columns[i].SetAll(statement, i, rows);
            await journey.Add(statement, ct);
            return;
        }

        foreach (var row in rows)
        {
            var statement = await journey.Next(One, ct);
            for (var i = 0; i < Columns.Count; i++)
                Columns[i].SetOne(statement, i, row);
            await journey.Add(statement, ct);
        }
    }
}
