using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Escalations;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;
using static Timpora.Comms.Tests.Faults.ModelTests;

namespace Timpora.Comms.Tests.Faults;

/// <summary>Two nodes on one database, and the courses that are run on them one after the other, each in a channel of its own.</summary>
internal sealed class World : IAsyncDisposable
{
    // Starting a node costs as much as twenty courses.
    private const int CrashesToARestart = 25;

    private readonly CommsApp first;
    private readonly Dictionary<string, Guid> ids;
    private CommsApp second;
    private int channels;
    private int crashes;

    private World(CommsApp first, CommsApp second, Dictionary<string, Guid> ids) => (this.first, this.second, this.ids) = (first, second, ids);

    /// <summary>Who acts.</summary>
    public static IReadOnlyList<SimpleHub.Actor> People { get; } =
    [
        new("petugas.kanim", "kanim"), new("penghubung.polresta", "polresta", Answers: true), new("kepala.polresta", "polresta", Answers: true),
        new("penghubung.dinsos", "dinsos", Answers: true), new("kepala.kodim", "kodim", Answers: true), new("penghubung.kua", "kua", Answers: true),
        new("penghubung.disnaker", "disnaker", Answers: true), new("sekretariat.timpora", "timpora", Answers: true, Oversees: true),
    ];

    /// <summary>Faults that were injected.</summary>
    public int Faults { get; private set; }

    /// <summary>Starts the nodes; their time stands still until a course lets it pass.</summary>
    public static async Task<World> Start(Database database)
    {
        var first = CommsApp.StartInHand(database);
        var second = first.StartSecondNode();
        return new World(first, second, await first.Read(db => db.Users.ToDictionaryAsync(m => m.UserName!, m => m.Id)));
    }

    /// <summary>Begins a course.</summary>
    public async Task<Path> Begin()
    {
        var channel = $"jalan-{++channels}";
        await first.OpensChannel(channel, [.. SimpleHub.Admitted]);
        return new Path(this, channel);
    }

    /// <summary>What proving the log finds.</summary>
    public async Task<IEnumerable<string>> Verify() => (await first.Verify()).Select(f => f.ToString()!);

    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    private CommsApp Node(int which) => which == 0 ? first : second;

    private async Task Restart()
    {
        await second.DisposeAsync();
        second = first.StartSecondNode();
    }

    /// <summary>One course: what is done to the hub is said to the model, and what they answer is compared at once.</summary>
    internal sealed class Path(World world, string channel) : IAsyncDisposable
    {
        private readonly SimpleHub model = new((world.first.Now - CommsApp.StartOfTime).TotalMinutes);
        private readonly Dictionary<SimpleHub.Actor, Handset> handsets = [];
        private int node;
        private int edits;

        private CommsApp Node => world.Node(node);

        public async Task Does(Move act)
        {
            var who = People[act.Who];
            if (model.Alerts.Count == 0 || (act.What == Doing.Post && model.Alerts.Count == 1))
                await Posts(act);
            var alert = model.Alerts[act.Which % model.Alerts.Count];
            // Now and then somebody has not seen the newest version.
            var version = act.Choice == 0 ? alert.Version - 1 : alert.Version;
            var key = Guid.CreateVersion7();
            switch (act.What)
            {
                case Doing.Write:
                    await Same(act, model.Write(who, alert), who, new PostMessage.Request(alert.Id, key, "Kami menuju lokasi."));
                    break;
                case Doing.Acknowledge when version > 0:
                    await Same(act, model.Acknowledge(who, alert, version), who, new AcknowledgeAlert.Request(alert.Id, key, version, null));
                    break;
                case Doing.Undo:
                    await Same(act, model.Undo(who, alert), who, new UndoAcknowledge.Request(alert.Id, key));
                    break;
                case Doing.Escalate:
                    await Same(act, model.Escalate(alert, who.Agency), People[^1], new EscalateByHand.Request(alert.Id, key, who.Agency));
                    break;
                case Doing.Edit when version > 0:
                    var (isCorrection, level) = (act.Choice is 1 or 2 or 3, act.Choice is 8 or 9 ? alert.Level == "Kritis" ? "Mendesak" : "Kritis" : null);
                    await Same(act, model.Edit(alert, version, isCorrection, level), People[0],
                        new UpdateAlert.Request(alert.Id, key, version, Changes(narrative: $"Keterangan ke-{++edits}.", level: level), isCorrection));
                    break;
                case Doing.Mark when version > 0:
                    // What was written before is shown as it was allowed before.
                    await Settle();
                    var mark = new[] { "AMBER", "AMBER+STRICT", "GREEN" }[act.Choice % 3];
                    await Same(act, model.Marks(alert, version, mark), People[0], new UpdateAlert.Request(alert.Id, key, version, Changes(tlp: mark), null));
                    break;
                case Doing.Cancel:
                    await Same(act, model.Cancel(alert), People[0], new CancelAlert.Request(alert.Id, key, "Salah kirim."));
                    break;
                case Doing.Join or Doing.Leave:
                    await Same(act, model.Join(who, act.What == Doing.Join), who,
                        act.What == Doing.Join ? new JoinChannel.Request(channel, key) : (IRequest<ChannelItem>)new LeaveChannel.Request(channel, key));
                    break;
                case Doing.Pass:
                    await Passes(Span(act.Choice));
                    break;
                case Doing.Outage:
                    model.Pass(Span(act.Choice));
                    Node.MinutesAreGone(Span(act.Choice));
                    await Looks();
                    break;
                case Doing.Resume:
                    await Resumes(who);
                    break;
                case Doing.Crash:
                    await Crashes();
                    break;
                default:
                    break;
            }
        }

        /// <summary>Everything is as the model says.</summary>
        public async Task Ends()
        {
            foreach (var alert in model.Alerts.Where(a => a.IsOpen))
                await Same(new Move(Doing.Cancel, 0, 0, 0, Mishap.None), model.Cancel(alert), People[0], new CancelAlert.Request(alert.Id, Guid.CreateVersion7(), "Jalan berakhir."));
            await Resumes(People[0]);
            await Resumes(People[5]);
            await Settle();
            await LogIsTheModels();
            foreach (var alert in model.Alerts)
                await ObligationsAreTheModels(alert);
        }

        public ValueTask DisposeAsync()
        {
            foreach (var handset in handsets.Values)
                handset.Line?.Connection.Close();
            return ValueTask.CompletedTask;
        }

        private async Task Posts(Move act)
        {
            string[] agencies = (act.Choice % 4) switch { 0 => ["polresta"], 1 => ["polresta", "dinsos"], 2 => ["dinsos", "kodim"], _ => ["polresta", "dinsos", "kodim"] };
            var level = act.Choice < 7 ? "Kritis" : "Mendesak";
            var (code, answer) = await Sends(act.Mishap, People[0], new PostAlert.Request(
                Guid.CreateVersion7(), channel, "OPGAB", level, "Operasi gabungan malam ini", "Laporan uji.", "18.71", null, null, null, null, null, null, agencies, null, null));
            Assert.Null(code);
            model.Post(answer!.Id, level, agencies);
        }

        private async Task Same<T>(Move act, string? expected, SimpleHub.Actor who, IRequest<T> request)
        {
            var (code, _) = await Sends(act.Mishap, who, request);
            Assert.Equal((act, expected), (act, code));
        }

        // One command as a person's device sends it: until somebody answers, with the same key.
        private async Task<(string? Code, T? Answer)> Sends<T>(Mishap mishap, SimpleHub.Actor who, IRequest<T> request)
        {
            if (mishap != Mishap.None)
                world.Faults++;
            if (mishap == Mishap.HangsUp)
            {
                // At any moment of it: whether it was stored, nobody knows.
                using var line = new CancellationTokenSource(TimeSpan.FromMilliseconds(Random.Shared.Next(4)));
                try
                {
                    await Send(who, request, line.Token);
                }
                catch (OperationCanceledException)
                {
                    node = 1 - node;
                }
            }
            else if (mishap == Mishap.AnswerLost)
            {
                var first = await Send(who, request, CancellationToken.None);
                node = 1 - node;
                var second = await Send(who, request, CancellationToken.None);
                Assert.Equal(Plain.Of(first)?.ToString(), Plain.Of(second)?.ToString());
                return second;
            }

            return await Send(who, request, CancellationToken.None);
        }

        private async Task<(string? Code, T? Answer)> Send<T>(SimpleHub.Actor who, IRequest<T> request, CancellationToken ct)
        {
            await using var scope = Node.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Is(world.ids[who.Name]);
            try
            {
                return (null, await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct));
            }
            catch (Rejection refused)
            {
                return (refused.Reason.Code, default);
            }
        }

        private async Task Passes(double minutes)
        {
            var until = model.Now + minutes;
            while (model.Due is { } due && due <= until)
            {
                if (due > model.Now)
                    Node.MinutesAreGone(due - model.Now);
                model.Pass(Math.Max(0, due - model.Now));
                await Looks();
            }

            Node.MinutesAreGone(until - model.Now);
            model.Pass(until - model.Now);
            await Looks();
        }

        private async Task Looks()
        {
            model.Look();
            await Node.EngineLooks();
        }

        // The node in use is gone with all that it had in memory; the other one goes on, without having heard anything.
        private async Task Crashes()
        {
            world.Faults++;
            foreach (var handset in handsets.Values.Where(h => h.Node == node))
                handset.Cut();
            if (node == 1 && ++world.crashes % CrashesToARestart == 0)
                await world.Restart();
            node = 1 - node;
        }

        // A new line, from the cursor that the device has.
        private async Task Resumes(SimpleHub.Actor who)
        {
            var handset = handsets.TryGetValue(who, out var known) ? known : handsets[who] = new Handset(who);
            handset.Line?.Connection.Close();
            var line = await FakeLine.Of(Node, who.Name);
            (handset.Line, handset.Node, handset.IsCut, handset.IsRevoked) = (line, node, false, false);
            await line.Subscribes(Node, new Subscribe.Cursor(channel, handset.Epoch, handset.Has.Count));
        }

        // Every device gets what it may have, and nothing else.
        private async Task Settle()
        {
            foreach (var which in new[] { 0, 1 })
                world.Node(which).Services.GetRequiredService<IAnnouncer>().Announce([await Node.HeadOf(channel)]);
            foreach (var (who, handset) in handsets)
            {
                if (handset.IsCut)
                    await Resumes(who);
                if (!who.Oversees && !SimpleHub.Admitted.Contains(who.Agency))
                {
                    await Device.Until(() => handset.Takes() && handset.IsRevoked, () => $"{channel}: {who.Name} was not told that the channel is not theirs");
                    Assert.Empty(handset.Has);
                    continue;
                }

                await Device.Until(() => handset.Takes() && handset.Has.Count >= model.Log.Count, () => $"{channel}: {who.Name} has {handset.Has.Count} of {model.Log.Count} entries");
                handset.Expected.AddRange(model.Log.Skip(handset.Expected.Count).Select(e => SimpleHub.Shown(e, who)));
                Assert.Equal(handset.Expected, handset.Has);
            }
        }

        private async Task LogIsTheModels()
        {
            var log = await Node.LogOf(channel);
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(e => e.Seq));
            Assert.Equal(
                model.Log.Select(e => $"{model.Alerts.IndexOf(e.Of!)} {e.Words}"),
                log.Select(e => $"{model.Alerts.FindIndex(a => a.Id == e.AlertId)} {new CommsApp.LogRow(e.Channel, e.Seq, e.Kind, e.At, e.Actor, e.Data).Words}"));
        }

        private async Task ObligationsAreTheModels(SimpleHub.Case alert)
        {
            var owed = await Node.Read(db => db.Obligations.AsNoTracking().Where(o => o.AlertId == alert.Id).ToListAsync());
            var own = owed.Select(o => o.Id).ToList();
            var fired = await Node.Read(db => db.Firings.AsNoTracking().Where(f => own.Contains(f.Obligation)).ToListAsync());
            foreach (var o in alert.Owed)
            {
                var real = owed.Single(r => r.Agency == o.Agency);
                Assert.Equal((o.Agency, o.State, o.Version, o.Round, o.Step, (double?)o.DueAt, SimpleHub.Wake(alert, o)), (real.Agency, real.State.ToString(), real.Version, real.Round, real.Level,
                    Minutes(real.DueAt), real.WakeAt is { } at ? Minutes(at) : null));
                Assert.Equal(o.Fired.Order(), fired.Where(f => f.Obligation == real.Id).Select(f => (f.Version, f.Round, f.Level)).Order());
            }
        }

        private static double? Minutes(DateTimeOffset at) => (at - CommsApp.StartOfTime).TotalMinutes;

        private static UpdateAlert.Changes Changes(string? narrative = null, string? level = null, string? tlp = null) =>
            new(null, narrative, level, null, null, null, null, null, tlp, null, null, null, null, null);
    }

    // A device in memory that keeps the rule.
    private sealed class Handset(SimpleHub.Actor who)
    {
        public FakeLine? Line { get; set; }

        public int Node { get; set; }

        public string Epoch { get; private set; } = "";

        public bool IsRevoked { get; set; }

        public bool IsCut { get; set; }

        public List<string> Has { get; } = [];

        public List<string> Expected { get; } = [];

        public void Cut()
        {
            Line?.Connection.Close();
            Line?.Take();
            IsCut = true;
        }

        public bool Takes()
        {
            foreach (var call in Line?.Take() ?? [])
            {
                if (call.Target == "revoked")
                    IsRevoked = true;
                if (call.Target != "entries")
                    continue;
                var (_, epoch, entries) = FakeLine.Entries(call);
                Epoch = epoch;
                foreach (var entry in entries)
                {
                    Assert.True(entry.Seq <= Has.Count + 1, $"{who.Name} got {entry.Seq} after {Has.Count}");
                    if (entry.Seq == Has.Count + 1)
                        Has.Add(entry.Kind);
                }
            }

            return true;
        }
    }
}
