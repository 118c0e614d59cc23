using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// The power goes: whatever was not synced is gone. All that the hub writes is traced and written to a disk that forgets, in order with its
/// answers. Whenever it has answered, what is left of that disk is opened, and everything answered until then must be in it.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed partial class PowerCutSuite
{
    private const int Posters = 4;

    private const int LookBack = 25;

    // What the control lets go of is seen at once; looking on would show nothing new.
    private const int LooksAtControl = 20;

    [Fact]
    public async Task Whatever_was_answered_survives_a_power_cut_at_that_moment()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/strace") && Environment.GetEnvironmentVariable("CI") != "true", "strace is not installed.");
        using var run = new FaultRun("power cut", inShort: 1_000, inLong: 10_000, unit: "posts");
        var connection = Databases.CreateWithDemo(Database.Sqlite);
        var folder = Directory.CreateTempSubdirectory("timpora-power-");
        try
        {
            var pipe = Path.Combine(folder.FullName, "trace");
            using (var made = Process.Start("mkfifo", [pipe]))
                await made.WaitForExitAsync();
            var watch = new Watch(connection["Data Source=".Length..], folder.FullName, run);
            var watching = Task.Factory.StartNew(() => watch.All(pipe), TaskCreationOptions.LongRunning);
            List<Act> acts = [];
            // Real minutes: what is written is what was posted, and the scanner's heartbeat.
            using (var node = await HubProcess.Start(connection, Trace.Command(pipe), ("Escalation:MinuteLength", "00:01:00")))
            {
                var officer = await Someone.SignIn(node.Address, "petugas.kanim");
                acts.AddRange((await Task.WhenAll(Enumerable.Range(0, Posters).Select(_ => Post(officer, node.Address, run.N / Posters)))).SelectMany(a => a));
                node.Kill();
            }

            await watching;
            Assert.All(acts, a => Assert.Equal(Outcome.Accepted, a.Outcome));
            run.Injected(watch.Cuts);
            run.Note($"{watch.Answered} answers traced, {watch.LostInControl} of {watch.AnsweredInControl} lost in the control with synchronous=NORMAL");
            run.Found(watch.Lost);
            Assert.True(watch.Answered >= acts.Count, $"{watch.Answered} answers were traced, of {acts.Count}.");
            Assert.True(watch.LostInControl > 0, "The control has lost nothing: this suite would not see a missing sync.");
            Assert.True(watch.NamesAreSafe, "The folder was not synced after the WAL was made; a power cut could take the whole file.");
            run.Found([.. Checker.Check(await History.Read(connection, acts, [])).Select(v => v.ToString())]);
        }
        finally
        {
            Databases.Drop(connection);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IEnumerable<Act>> Post(Someone officer, Uri node, int times)
    {
        using var poster = new Poster(officer, node) { AttemptLasts = TimeSpan.FromMinutes(1) };
        var alert = (await poster.Post()).Alert!.Value;
        for (var i = 1; i < times; i++)
            await (i % 10 == 0 ? poster.Post() : poster.Write(alert));
        return poster.Journal;
    }

    [GeneratedRegex(@"""channel"":""([^""]+)"".*?""seq"":(\d+)", RegexOptions.Singleline)]
    private static partial Regex Place();

    /// <summary>Follows the trace, cuts the power whenever something was answered, and looks at what is left.</summary>
    private sealed class Watch(string database, string folder, FaultRun run)
    {
        private readonly string wal = database + "-wal";
        private readonly ForgetfulDisk disk = new();
        private readonly ForgetfulDisk control = new();
        private readonly Dictionary<string, long> syncs = [];
        private readonly HashSet<(string Channel, long Seq)> answered = [];
        private readonly List<(string Channel, long Seq)> lately = [];
        private long? walSync;
        private int looksAtControl;

        public List<string> Lost { get; } = [];

        public int LostInControl { get; private set; }

        public int AnsweredInControl { get; private set; }

        public int Cuts { get; private set; }

        public int Answered => answered.Count;

        public bool NamesAreSafe { get; private set; }

        public void All(string pipe)
        {
            disk.Holds(database);
            control.Holds(database);
            using var trace = new StreamReader(pipe, System.Text.Encoding.Latin1);
            foreach (var asked in Trace.Read(trace))
                Take(asked);
            Look();
        }

        private void Take(Asked asked)
        {
            switch (asked)
            {
                case Wrote wrote when wrote.File == database || wrote.File == wal:
                    disk.Wrote(wrote.File, wrote.At, wrote.Piece);
                    // With synchronous=NORMAL the WAL is synced only where it goes over into the database.
                    if (wrote.File == database && walSync is { } upTo)
                        control.Synced(wal, upTo);
                    walSync = null;
                    control.Wrote(wrote.File, wrote.At, wrote.Piece);
                    break;
                case Cut cut when cut.File == database || cut.File == wal:
                    disk.Truncated(cut.File, cut.Length);
                    control.Truncated(cut.File, cut.Length);
                    break;
                case SyncBegan began:
                    syncs[began.Thread] = disk.SyncBegins();
                    break;
                case SyncEnded ended when ended.File == Path.GetDirectoryName(database):
                    NamesAreSafe |= answered.Count == 0;
                    break;
                case SyncEnded ended when ended.File == database || ended.File == wal:
                    Look();
                    disk.Synced(ended.File, syncs[ended.Thread]);
                    if (ended.File == wal)
                        walSync = syncs[ended.Thread];
                    else
                        control.Synced(ended.File, syncs[ended.Thread]);
                    break;
                case Sends { Text: var text } when text.StartsWith("HTTP/1.1 201 ", StringComparison.Ordinal) && Place().Match(text) is { Success: true } place:
                    var said = (place.Groups[1].Value, long.Parse(place.Groups[2].Value, CultureInfo.InvariantCulture));
                    answered.Add(said);
                    lately.Add(said);
                    break;
            }
        }

        // Nothing reaches the disk between two syncs, so one look shows it for all that was answered between them.
        private void Look()
        {
            if (lately.Count == 0)
                return;
            Cuts++;
            // What was safe stays safe: now and then everything is looked for, not only what is new.
            Lost.AddRange(Missing(disk, Cuts % LookBack == 0 ? [.. answered] : lately, Cuts % 2 == 0 ? run.Random : null).Select(p => $"{p.Channel} #{p.Seq} was answered, and gone after power cut {Cuts}"));
            if (looksAtControl++ < LooksAtControl)
            {
                AnsweredInControl += lately.Count;
                LostInControl += Missing(control, lately, null).Count;
            }

            lately.Clear();
        }

        private List<(string Channel, long Seq)> Missing(ForgetfulDisk left, List<(string Channel, long Seq)> wanted, Random? random)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, "left")).FullName;
            foreach (var old in Directory.EnumerateFiles(place))
                File.Delete(old);
            left.PowerCut(place, random);
            using var open = new SqliteConnection($"Data Source={Path.Combine(place, Path.GetFileName(database))};Pooling=False");
            open.Open();
            using var entry = new SqliteCommand("SELECT count(*) FROM entries e JOIN channels c ON c.slug = e.channel WHERE e.channel = @channel AND e.seq = @seq AND c.head >= e.seq", open);
            return wanted.FindAll(p =>
            {
                entry.Parameters.Clear();
                entry.Parameters.AddWithValue("@channel", p.Channel);
                entry.Parameters.AddWithValue("@seq", p.Seq);
                return (long)entry.ExecuteScalar()! == 0;
            });
        }
    }
}
