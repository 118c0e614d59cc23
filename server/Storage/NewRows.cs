using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;

namespace Timpora.Comms.Storage;

/// <summary>
/// Writes new rows of the tables that every alert fills by statements that stay prepared; Entity Framework makes a new command for each
/// save, and that costs more than the rows. What a row looks like comes from the model, so nothing is said twice.
/// </summary>
internal sealed class NewRows
{
    // In the order in which they refer to each other.
    private static readonly Type[] tables = [typeof(Alert), typeof(Obligation), typeof(Firing), typeof(Notification)];

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

    /// <summary>Writes what is being added to those tables in the transaction that is open, and <paramref name="untracked"/>; from then on it is as stored.</summary>
    public static async Task<int> Write(HubDb db, IReadOnlyList<object> untracked, CancellationToken ct)
    {
        // Alone in no transaction the rows would not stand or fall together with the rest.
        if (db.Database.CurrentTransaction is null)
            return 0;
        // What was added is known; looking for changes is left to the save itself.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var added = db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added && Array.IndexOf(tables, e.Metadata.ClrType) >= 0)
                .ToList();
            foreach (var table in tables)
                await Write(db, table, added.FindAll(e => e.Metadata.ClrType == table), [.. untracked.Where(row => row.GetType() == table)], ct);
            return added.Count + untracked.Count;
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    private static async Task Write(HubDb db, Type table, List<EntityEntry> entries, IReadOnlyList<object> untracked, CancellationToken ct)
    {
        if (entries.Count + untracked.Count == 0)
            return;
        var rows = known.GetOrAdd(db.Model.FindEntityType(table)!, static type => new NewRows(type));
        foreach (var some in entries.Select(e => e.Entity).Concat(untracked).Chunk(db.RowsAtOnce))
            await rows.Insert(db, some, ct);
        foreach (var entry in entries)
        {
            entry.State = EntityState.Unchanged;
            // What was set since it was added is stored, too, and no change of it.
            entry.OriginalValues.SetValues(entry.CurrentValues);
        }
    }

    private async Task Insert(HubDb db, object[] rows, CancellationToken ct)
    {
        var text = rows.Length == 1 ? one : into + string.Join(',', Enumerable.Range(0, rows.Length).Select(Places));
        await using var statement = await db.Statement(text, ct);
        var command = statement.Command;
        for (var row = 0; row < rows.Length; row++)
            for (var i = 0; i < columns.Length; i++)
                columns[i].Set(command, (row * columns.Length) + i, rows[row]);
        await statement.Run(ct);
    }

    private string Places(int row) => "(" + string.Join(',', Enumerable.Range(row * columns.Length, columns.Length).Select(Statements.Place)) + ")";

    private sealed record Column(IProperty Property, string Name, RelationalTypeMapping Mapping)
    {
        // A statement that was kept has its parameters from the time before.
        public void Set(DbCommand command, int place, object entity)
        {
            var value = Property.GetGetter().GetClrValue(entity);
            if (place < command.Parameters.Count)
                command.Parameters[place].Value = (Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
            else
                command.Parameters.Add(Mapping.CreateParameter(command, Statements.Place(place), value, Property.IsNullable));
        }
    }
}
