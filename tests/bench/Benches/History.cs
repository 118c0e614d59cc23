using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Bench.Load;
using EscalateDue = Timpora.Comms.Escalations.EscalateDue;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// The same hub with a thousand entries and ten open ladders, and with a million and ten thousand: posting, resuming, searching and
/// looking for due steps may slow down by a fifth.
/// </summary>
internal static class History
{
    private const double Most = 1.2;
    private const int Behind = 900;
    private const int Due = 10;

    private sealed record Times(double Message, double Alert, double Resume, double Search, double Scan);

    /// <summary>Measures.</summary>
    public static async Task<IReadOnlyList<Figure>> Run(Effort effort)
    {
        using var small = await Side.Start(1000, 10);
        using var large = effort.IsQuiet ? await Side.Start(2000, 20) : await Side.Start(1_000_000, 10_000);
        foreach (var side in (Side[])[small, large])
            await side.Measure(effort with { Window = effort.Warm / 4 });
        List<(Times Small, Times Large)> rounds = [];
        var short_ = effort with { Window = Math.Min(1.5, effort.Window) };
        for (var round = 0; round < effort.Rounds; round++)
        {
            var times = new Times[2];
            foreach (var i in effort.Order(2, round))
                times[i] = await (i == 0 ? small : large).Measure(short_);
            rounds.Add((times[0], times[1]));
            effort.Say($"history: {times[0]} {times[1]}");
        }

        Figure Of(string what, Func<Times, double> time) => new("history", what, Most, 1, [.. rounds.Select(r => time(r.Large) / time(r.Small))],
            $"ms p50: {Figure.Median(rounds.Select(r => time(r.Small))):0.00} and {Figure.Median(rounds.Select(r => time(r.Large))):0.00}");
        return
        [
            Of("post a message, 1 million entries ÷ 1 thousand", t => t.Message),
            Of("post an alert, 1 million entries ÷ 1 thousand", t => t.Alert),
            Of($"resume {Behind} entries behind, 1 million ÷ 1 thousand", t => t.Resume),
            Of($"search a word that {HistoryFill.RareAlerts} alerts have, 40 thousand alerts ÷ 40", t => t.Search),
            Of("scan with 10 due, 10,000 open ladders ÷ 10", t => t.Scan),
        ];
    }

    private sealed class Side(Hub hub, ServiceProvider services) : IDisposable
    {
        private Loads? messages;
        private Loads? alerts;

        public static async Task<Side> Start(int entries, int open)
        {
            var hub = await Hub.Start(
                provider => new HistoryFill(provider.GetRequiredService<HubDb>(), provider.GetRequiredService<Organisation>(), entries, open).Run(), people: 2);
            return new Side(hub, Hub.Services(hub.Connection, hub.Organisation));
        }

        public async Task<Times> Measure(Effort effort)
        {
            messages ??= await Loads.ToHub(hub, 1, 1, 1);
            alerts ??= await Loads.ToHub(hub, 1, 1, 1, isAlerts: true);
            var order = new Order("closed", 1, effort.Window, .2);
            var message = messages.Run(order).AcceptedP50;
            var alert = alerts.Run(order).AcceptedP50;
            using var resume = new Loads(new Plan(Target.Hub, hub.Ports, hub.Servers, hub.Cookies, await hub.Heads([""]), 0, 0, 400, false));
            return new(message, alert, resume.Run(new Order("resume", Behind, effort.Window, 0)).AcceptedP50, await Median(effort, Search), await Median(effort, Scan));
        }

        public void Dispose()
        {
            messages?.Dispose();
            alerts?.Dispose();
            services.Dispose();
            hub.Dispose();
        }

        private async Task Search()
        {
            using var answer = await hub.Client.GetAsync($"/api/alerts?q={HistoryFill.RareWord}&limit=20");
            var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            if (text.Split("\"headline\"").Length - 1 != HistoryFill.RareAlerts)
                throw new InvalidOperationException("The search did not find what there is.");
        }

        // What the hub's clock asks at each of its looks.
        private async Task Scan()
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            var due = await EscalateDue.FindDue(db, HistoryFill.FirstWake.AddMinutes(Due - .5), 200, default);
            if (due.Count == 0)
                throw new InvalidOperationException("Nothing was due.");
            await db.Obligations.AsNoTracking().Where(o => o.WakeAt != null).OrderBy(o => o.WakeAt).Select(o => o.WakeAt).FirstOrDefaultAsync();
        }

        private static async Task<double> Median(Effort effort, Func<Task> work)
        {
            var histogram = new Histogram();
            for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < effort.Window;)
            {
                var before = Stopwatch.GetTimestamp();
                await work();
                histogram.Add(Stopwatch.GetTimestamp() - before);
            }

            return histogram.Percentile(.5);
        }
    }
}
