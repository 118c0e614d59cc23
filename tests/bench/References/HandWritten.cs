using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Bench.References;

/// <summary>
/// What a patient person writes without a framework: an alert's rows in one transaction, prepared commands on one open connection,
/// as durable as the hub's. Which rows, it takes from an alert that the hub itself has posted; the chain is hashed, the caller, the
/// client's key and the channels are looked up, and texts get their salts, as in the hub.
/// </summary>
internal static class HandWritten
{
    private const string ByAlert = "SELECT * FROM {0} WHERE {1} = @id";

    /// <summary>Writes alerts one after another for a while; prints how many a second.</summary>
    public static void Run(string database, double warm, double seconds)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
        using var alert = new Alert(connection);
        Loop(alert, warm);
        var started = Stopwatch.GetTimestamp();
        var count = Loop(alert, seconds);
        Console.Out.WriteLine((count / Stopwatch.GetElapsedTime(started).TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }

    private static int Loop(Alert alert, double seconds)
    {
        var count = 0;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; count++)
            alert.Write();
        return count;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    // The newest alert of the database as a pattern of rows.
    private sealed class Alert : IDisposable
    {
        private readonly SqliteCommand begin;
        private readonly SqliteCommand commit;
        private readonly List<SqliteCommand> lookups = [];
        private readonly List<Row> rows = [];
        private readonly Dictionary<string, string> fresh = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Head> heads = new(StringComparer.Ordinal);
        private readonly SqliteCommand head;
        private readonly SqliteCommand raise;

        public Alert(SqliteConnection connection)
        {
            begin = Prepared(connection, "BEGIN IMMEDIATE");
            commit = Prepared(connection, "COMMIT");
            head = Prepared(connection, "SELECT head, head_hash, head_at, epoch FROM channels WHERE slug = @slug", "@slug");
            raise = Prepared(connection, "UPDATE channels SET head = @head, head_hash = @hash, head_at = @at WHERE slug = @slug", "@head", "@hash", "@at", "@slug");
            var id = (string)Scalar(connection, "SELECT id FROM alerts ORDER BY id DESC LIMIT 1")!;
            fresh[id] = id;
            Take(connection, "alerts", ByAlert, "id", id);
            Take(connection, "obligations", ByAlert, "alert_id", id);
            foreach (var obligation in rows.Where(r => r.Table == "obligations").Select(r => (string)r.Values["id"]).ToList())
            {
                fresh[obligation] = obligation;
                Take(connection, "firings", ByAlert, "obligation", obligation);
            }

            Take(connection, "notifications", ByAlert, "alert_id", id);
            foreach (var notification in rows.Where(r => r.Table == "notifications"))
                fresh[(string)notification.Values["id"]] = (string)notification.Values["id"];
            Take(connection, "entries", ByAlert, "alert_id", id);
            Take(connection, "reveals", "SELECT r.* FROM {0} r JOIN entries e ON e.channel = r.channel AND e.seq = r.seq WHERE e.{1} = @id", "alert_id", id);
            Take(connection, "command_results", "SELECT * FROM {0} WHERE {1} LIKE '%' || @id || '%'", "response", id.ToLowerInvariant());
            foreach (var key in rows.Where(r => r.Table == "command_results").Select(r => (string)r.Values["client_key"]))
                fresh[key] = key;
            foreach (var slug in rows.Where(r => r.Table == "entries").Select(r => (string)r.Values["channel"]))
                heads[slug] = new();
            Lookup(connection, "SELECT * FROM members WHERE id = @id", (string)rows[0].Values["poster"]);
            Lookup(connection, "SELECT * FROM channels WHERE slug = @id", (string)rows[0].Values["channel"]);
            // A key that is not there yet, by the index that the hub uses.
            Lookup(connection, $"SELECT * FROM command_results WHERE member = '{rows[0].Values["poster"]}' AND client_key = @id", id);
            Lookup(connection, "SELECT * FROM duty_shifts WHERE @id IS NOT NULL", id);
        }

        public void Write()
        {
            foreach (var id in fresh.Keys)
                fresh[id] = Guid.CreateVersion7().ToString().ToUpperInvariant();
            begin.ExecuteNonQuery();
            foreach (var lookup in lookups)
                Read(lookup);
            foreach (var (slug, known) in heads)
                known.Read(head, slug);
            foreach (var row in rows)
                row.Insert(fresh, heads);
            foreach (var (slug, known) in heads)
                known.Write(raise, slug);
            commit.ExecuteNonQuery();
        }

        public void Dispose()
        {
            foreach (var command in lookups.Concat(rows.Select(r => r.Command)).Concat([begin, commit, head, raise]))
                command.Dispose();
        }

        private void Take(SqliteConnection connection, string table, string text, string column, string id)
        {
            using var select = connection.CreateCommand();
            select.CommandText = string.Format(CultureInfo.InvariantCulture, text, table, column);
            select.Parameters.AddWithValue("@id", id);
            using var reader = select.ExecuteReader();
            SqliteCommand? insert = null;
            while (reader.Read())
            {
                var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
                insert ??= Prepared(connection, $"INSERT INTO {table} ({string.Join(',', names)}) VALUES ({string.Join(',', names.Select(n => "@" + n))})", [.. names.Select(n => "@" + n)]);
                rows.Add(new Row(table, insert, names.ToDictionary(n => n, n => reader.GetValue(reader.GetOrdinal(n)))));
            }
        }

        private void Lookup(SqliteConnection connection, string text, string id)
        {
            var command = Prepared(connection, text, "@id");
            command.Parameters[0].Value = id;
            lookups.Add(command);
        }

        private static void Read(SqliteCommand command)
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
                for (var i = 0; i < reader.FieldCount; i++)
                    reader.GetValue(i);
        }

        private static SqliteCommand Prepared(SqliteConnection connection, string text, params string[] names)
        {
            var command = connection.CreateCommand();
            command.CommandText = text;
            foreach (var name in names)
                command.Parameters.Add(new SqliteParameter(name, DBNull.Value));
            command.Prepare();
            return command;
        }
    }

    // Where a channel ends.
    private sealed class Head
    {
        private string epoch = "";
        private long seq;
        private byte[] hash = [];
        private string at = "";

        public void Read(SqliteCommand command, string slug)
        {
            command.Parameters[0].Value = slug;
            using var reader = command.ExecuteReader();
            reader.Read();
            (seq, hash, at, epoch) = (reader.GetInt64(0), (byte[])reader.GetValue(1), reader.GetString(2), reader.GetString(3));
        }

        public void Next(Row entry, Dictionary<string, object> values)
        {
            var before = hash;
            hash = Canonical.Hash(hash, Canonical.Entry((string)values["actor"], Guid.Parse((string)values["alert_id"]), at, (string)values["channel"], (string)values["data"], epoch, (string)values["kind"], ++seq));
            entry.Set("seq", seq);
            entry.Set("prev_hash", before);
            entry.Set("hash", hash);
        }

        public void Write(SqliteCommand command, string slug)
        {
            (command.Parameters[0].Value, command.Parameters[1].Value, command.Parameters[2].Value, command.Parameters[3].Value) = (seq, hash, at, slug);
            command.ExecuteNonQuery();
        }

        public long Seq => seq;

        // The pattern's numbers, and which they became.
        public Dictionary<long, long> Moved { get; } = [];
    }

    private sealed class Row(string table, SqliteCommand command, Dictionary<string, object> values)
    {
        private readonly Dictionary<string, SqliteParameter> parameters = command.Parameters.Cast<SqliteParameter>().ToDictionary(p => p.ParameterName[1..], StringComparer.Ordinal);
        private readonly long last = values.TryGetValue("seq", out var seq) ? (long)seq : 0;

        public string Table => table;

        public SqliteCommand Command => command;

        public Dictionary<string, object> Values => values;

        public void Set(string name, object value) => parameters[name].Value = value;

        public void Insert(Dictionary<string, string> fresh, Dictionary<string, Head> heads)
        {
            foreach (var (name, value) in values)
                parameters[name].Value = value is string text && fresh.TryGetValue(text, out var now) ? now : value;
            if (table == "entries")
            {
                var known = heads[(string)values["channel"]];
                known.Next(this, values);
                known.Moved[last] = known.Seq;
            }
            else if (table == "reveals")
            {
                var salt = RandomNumberGenerator.GetBytes(32);
                Canonical.Commit(salt, (string)values["value"]);
                Set("salt", salt);
                Set("seq", heads[(string)values["channel"]].Moved[last]);
            }

            command.ExecuteNonQuery();
        }
    }
}
