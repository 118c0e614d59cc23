using System.Globalization;
using Microsoft.Data.Sqlite;
using Timpora.Comms.Bench.Load;
using Timpora.Comms.Bench.References;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// One at a time over HTTP, with ten members listening: how long an accepted message and an accepted alert with four obligations
/// take against one fdatasync, and alerts a second against hand-written ADO.NET that writes the same rows.
/// </summary>
internal static class OneAtATime
{
    private const int Listeners = 10;

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> Run(Effort effort)
    {
        using var hub = await Hub.Start(people: 4);
        using var messages = await Loads.ToHub(hub, 1, Listeners, 1);
        using var alerts = await Loads.ToHub(hub, 1, Listeners, 1, isAlerts: true, first: 1);
        var folder = Path.GetDirectoryName(hub.Database)!;
        var order = new Order("closed", 1, effort.Window, .3);
        messages.Run(order with { Warm = effort.Warm / 2, WarmPosts = effort.WarmPosts });
        alerts.Run(order with { Warm = effort.Warm, WarmPosts = effort.WarmPosts });
        List<(double Sync, Outcome Message, Outcome Alert, double Sync2, double Rows)> rounds = [];
        for (var round = 0; round < effort.Rounds; round++)
        {
            double Sync() => Fdatasync.Median(folder, Math.Min(1.5, effort.Window));
            double Rows() => ByHand(hub, effort);
            var (sync, rows) = (0d, 0d);
            var isFirst = round % 2 == 0;
            if (isFirst)
                (sync, rows) = (Sync(), Rows());
            var message = messages.Run(order);
            var between = Sync();
            var alert = alerts.Run(order);
            if (!isFirst)
                (rows, sync) = (Rows(), Sync());
            rounds.Add((sync, message, alert, between, rows));
            effort.Say($"single: fdatasync {sync:0.00} {between:0.00} ms, message {message.AcceptedP50:0.00}/{message.AcceptedP99:0.00} ms, cpu {1000 * message.ServerCpu / message.Posts:0.00} ms each; "
                + $"alert {alert.AcceptedP50:0.00}/{alert.AcceptedP99:0.00} ms, cpu {1000 * alert.ServerCpu / alert.Posts:0.00} ms each, {alert.Posts / alert.Seconds:0}/s; by hand {rows:0}/s");
        }

        var note = $"ms: fdatasync {Figure.Median(rounds.Select(r => (r.Sync + r.Sync2) / 2)):0.00}, ";
        return
        [
            new("single", "message accepted, p50 ÷ one fdatasync", 4, 2.5, [.. rounds.Select(r => r.Message.AcceptedP50 * 2 / (r.Sync + r.Sync2))],
                note + $"message {Figure.Median(rounds.Select(r => r.Message.AcceptedP50)):0.00}"),
            new("single", "alert with four obligations accepted, p50 ÷ one fdatasync", 8, 4, [.. rounds.Select(r => r.Alert.AcceptedP50 * 2 / (r.Sync + r.Sync2))],
                note + $"alert {Figure.Median(rounds.Select(r => r.Alert.AcceptedP50)):0.00}"),
            new("single", "alerts a second ÷ hand-written ADO.NET, same rows", .4, .6, [.. rounds.Select(r => r.Alert.Posts / r.Alert.Seconds / r.Rows)],
                $"alerts/s: hub {Figure.Median(rounds.Select(r => r.Alert.Posts / r.Alert.Seconds)):0}, by hand {Figure.Median(rounds.Select(r => r.Rows)):0}"),
        ];
    }

    // In a process of its own on a copy of the hub's database, so that it finds the hub's own rows and indexes.
    private static double ByHand(Hub hub, Effort effort)
    {
        var copy = hub.Database + ".copy";
        using (var connection = new SqliteConnection($"Data Source={hub.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO @copy";
            command.Parameters.AddWithValue("@copy", copy);
            command.ExecuteNonQuery();
        }

        using (var child = new Child("Timpora.Comms.Bench.dll", [Program.RowsVerb, copy, effort.Window.ToString(CultureInfo.InvariantCulture)], "ready"))
        {
            var rate = child.Ask<double>("go");
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(copy)!, Path.GetFileName(copy) + "*"))
                File.Delete(file);
            return rate;
        }
    }
}
