using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Timpora.Comms.Storage;

/// <summary>
/// Commands that stay prepared on the connections they were made for. The hub's connections to SQLite stay open, and preparing a
/// statement costs more there than running it.
/// </summary>
internal static class PreparedCommands
{
    // What is asked again and again is far less; texts with their values in them must not pile up.
    private const int Most = 300;

    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, Command>> known = [];

    /// <summary>The command of a text, with its parameters as last set; only one reader of it may be open at a time.</summary>
    public static SqliteCommand Prepared(this SqliteConnection connection, string text) => Find(connection, text);

    /// <summary>As <see cref="Prepared"/>; null when a reader of it is open, or when the text is none to be kept.</summary>
    public static SqliteCommand? PreparedIfIdle(this SqliteConnection connection, string text) =>
        // Changes of the schema and settings are asked once.
        text.StartsWith("SELECT", StringComparison.Ordinal) || text.StartsWith("INSERT", StringComparison.Ordinal)
            || text.StartsWith("UPDATE", StringComparison.Ordinal) || text.StartsWith("DELETE", StringComparison.Ordinal)
            ? Find(connection, text) is { IsIdle: true } idle ? idle : null
            : null;

    private static Command Find(SqliteConnection connection, string text)
    {
        var commands = known.GetOrCreateValue(connection);
        if (commands.TryGetValue(text, out var command))
            return command;
        if (commands.Count == Most)
            Forget(commands);
        return commands[text] = new Command(text, connection);
    }

    private static void Forget(Dictionary<string, Command> commands)
    {
        foreach (var (text, command) in commands.ToList())
            if (command.IsIdle)
            {
                commands.Remove(text);
                command.Dispose();
            }
    }

    private sealed class Command(string text, SqliteConnection connection) : SqliteCommand(text, connection)
    {
        public bool IsIdle => DataReader is null;
    }
}
