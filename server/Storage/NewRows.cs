using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Timpora.Comms.Storage;

/// <summary>
/// Writes new rows of the tables that every alert fills by statements that stay prepared; Entity Framework makes a new command for each
/// save, and that costs more than the rows. What a row looks like comes from the model, so nothing is said twice.
/// </summary>
internal sealed class NewRows
{
    private static readonly ConcurrentDictionary<IEntityType, NewRows> known = [];

    private readonly string into;
    private readonly Column[] columns;
    private readonly string one;

    private NewRows(IEntityType type)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        columns = [.. type.GetProperties().Select(property => new Column(property, property.GetColumnName(table)!, property.GetRelationalTypeMapping()))];
        into = $"INSERT INTO {table.Name} ({string.Join(',', columns.Select(c => $"\"{c.Name}\""))}) VALUES ";
        one = into + Places(0);
    }

    /// <summary>Writes these entities of one type, which are being added, in the transaction that is open. From then on they are as stored.</summary>
    public static async Task Write(HubDb db, IEntityType type, IReadOnlyList<EntityEntry> entries, CancellationToken ct)
    {
        var rows = known.GetOrAdd(type, static type => new NewRows(type));
        foreach (var some in entries.Chunk(db.RowsAtOnce()))
            await rows.Insert(db, some, ct);
        foreach (var entry in entries)
        {
            entry.State = EntityState.Unchanged;
            // What was set since it was added is stored, too, and no change of it.
            entry.OriginalValues.SetValues(entry.CurrentValues);
        }
    }

    private async Task Insert(HubDb db, EntityEntry[] rows, CancellationToken ct)
    {
        var text = rows.Length == 1 ? one : into + string.Join(',', Enumerable.Range(0, rows.Length).Select(Places));
        await using var statement = await db.Statement(text, ct);
        var command = statement.Command;
        for (var row = 0; row < rows.Length; row++)
            for (var i = 0; i < columns.Length; i++)
                columns[i].Set(command, (row * columns.Length) + i, rows[row].Entity);
        await statement.Run(ct);
    }

    private string Places(int row) => "(" + string.Join(',', Enumerable.Range(row * columns.Length, columns.Length).Select(i => $"@p{i}")) + ")";

    private sealed record Column(IProperty Property, string Name, RelationalTypeMapping Mapping)
    {
        // A statement that was kept has its parameters from the time before.
        public void Set(DbCommand command, int place, object entity)
        {
            var value = Property.GetGetter().GetClrValue(entity);
            if (place < command.Parameters.Count)
                command.Parameters[place].Value = (Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
            else
                command.Parameters.Add(Mapping.CreateParameter(command, $"@p{place}", value, Property.IsNullable));
        }
    }
}
