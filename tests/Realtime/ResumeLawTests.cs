using CsCheck;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>
/// The resume law: whatever the line does to a client that keeps the rule (next number: apply; old: drop; later: ask), it ends
/// with exactly the log, each entry once and in order. The hub's pieces are the real ones; only the line is in memory.
/// </summary>
public class ResumeLawTests(ResumeLawTests.Hub hub) : IClassFixture<ResumeLawTests.Hub>
{
    private enum Act
    {
        Write,
        WriteSecret,
        WriteUnannounced,
        WriteMany,
        Deliver,
        DeliverLast,
        DeliverTwice,
        Lose,
        Cut,
        SubscribeAgain,
        SubscribeFromStart,
        Stall,
        Flow,
        Heads,
    }

    [Fact]
    public async Task A_client_that_keeps_the_rule_ends_with_exactly_the_log() =>
        await Gen.Enum<Act>().Array[5, 40].SampleAsync(async acts =>
        {
            await using var course = await Course.Begin(hub.App);
            foreach (var act in acts)
                await course.Does(act);
            await course.Ends();
        }, iter: 60, threads: 2);

    public sealed class Hub : IAsyncDisposable
    {
        public CommsApp App { get; } = CommsApp.Start();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    private sealed class Course(CommsApp app, string channel) : IAsyncDisposable
    {
        private static int channels;

        private readonly List<InvocationMessage> underWay = [];
        private readonly List<WireEntry> applied = [];
        private FakeLine line = null!;
        private string epoch = "";
        private bool mustAsk;

        public static async Task<Course> Begin(CommsApp app)
        {
            var channel = "hukum-" + Interlocked.Increment(ref channels);
            await app.OpensChannel(channel, "kanim");
            var course = new Course(app, channel) { line = await FakeLine.Of(app, "petugas.kanim") };
            await course.Asks();
            return course;
        }

        public async Task Does(Act act)
        {
            underWay.AddRange(line.Take());
            switch (act)
            {
                case Act.Write:
                    await app.Writes([Journal.Note(channel).Commit("text", "isi")]);
                    break;
                case Act.WriteSecret:
                    await app.Writes([Journal.Secret(channel), Journal.Note(channel)]);
                    break;
                case Act.WriteUnannounced:
                    await app.Writes([Journal.Note(channel)], lost: true);
                    break;
                case Act.WriteMany:
                    await app.Writes(channel, 150, characters: 300);
                    break;
                case Act.Deliver when underWay.Count > 0:
                    await Arrives(0);
                    break;
                case Act.DeliverLast when underWay.Count > 0:
                    await Arrives(underWay.Count - 1);
                    break;
                case Act.DeliverTwice when underWay.Count > 0:
                    underWay.Add(underWay[0]);
                    await Arrives(0);
                    break;
                case Act.Lose when underWay.Count > 0:
                    underWay.RemoveAt(0);
                    break;
                case Act.Cut:
                    line.Connection.Close();
                    underWay.Clear();
                    line = await FakeLine.Of(app, "petugas.kanim");
                    await Asks();
                    break;
                case Act.SubscribeAgain:
                    await Asks();
                    break;
                case Act.SubscribeFromStart:
                    await line.Subscribes(app, new Subscribe.Cursor(channel, "", 0));
                    break;
                case Act.Stall:
                    line.Stalls();
                    break;
                case Act.Flow:
                    line.Flows();
                    break;
                case Act.Heads:
                    line.Connection.TellHeads();
                    break;
                default:
                    break;
            }
        }

        // The line heals, the poll finds what was not announced, the heads tell what was lost: then all must be there.
        public async Task Ends()
        {
            line.Flows();
            var log = await app.LogOf(channel);
            var head = await app.HeadOf(channel);
            app.Services.GetRequiredService<IAnnouncer>().Announce([head]);
            await Device.Until(
                () =>
                {
                    underWay.AddRange(line.Take());
                    while (underWay.Count > 0)
                        mustAsk |= Apply(0);
                    if (mustAsk)
                        AskSoon();
                    else if (applied.Count < log.Count)
                        line.Connection.TellHeads();
                    return applied.Count >= log.Count;
                },
                () => $"{channel}: {applied.Count} of {log.Count} entries");
            Assert.Equal(log.Select(e => e.Seq), applied.Select(e => e.Seq));
            Assert.Equal(log.Select(e => Canonical.Base64(e.Hash)), applied.Select(e => e.Hash));
            Assert.Equal(log.Select(e => e.AlertId is null ? e.Kind : "withheld"), applied.Select(e => e.Kind));
            Assert.DoesNotContain(applied, e => e.Kind == "withheld" && (e.Data is not null || e.Actor is not null || e.AlertId is not null || e.At is not null || e.Reveal is not null));
        }

        public ValueTask DisposeAsync()
        {
            line.Flows();
            line.Connection.Close();
            return ValueTask.CompletedTask;
        }

        private async Task Arrives(int index)
        {
            if (Apply(index))
                await Asks();
        }

        // The rule. True when something is missing.
        private bool Apply(int index)
        {
            var call = underWay[index];
            underWay.RemoveAt(index);
            if (call.Target == "heads")
                return ((Dictionary<string, WireHead>)call.Arguments[0]!)[channel].Head > applied.Count;
            var (_, of, entries) = FakeLine.Entries(call);
            epoch = of;
            foreach (var entry in entries)
            {
                if (entry.Seq > applied.Count + 1)
                    return true;
                if (entry.Seq == applied.Count + 1)
                    applied.Add(entry);
            }

            return false;
        }

        private Task Asks() => line.Subscribes(app, new Subscribe.Cursor(channel, applied.Count == 0 ? "" : epoch, applied.Count));

        private void AskSoon()
        {
            mustAsk = false;
            _ = Asks();
        }
    }
}
