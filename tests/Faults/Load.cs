using System.Collections.Concurrent;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// People at work while faults happen: officers post alerts and write, liaisons acknowledge, devices follow. Ladders run, because most
/// alerts stay unanswered. It begins and rests as often as the suite wants; its journals hold everything since the start.
/// </summary>
public sealed class Load : IAsyncDisposable
{
    private static readonly string[] officers = ["petugas.kanim", "petugas.polresta"];
    private static readonly string[] asked = ["polresta", "dinsos"];

    private readonly List<Poster> posters;
    private readonly List<Watcher> watchers;
    private readonly ConcurrentQueue<Guid> alerts = new();
    private readonly string connection;
    private readonly Poster admin;
    private readonly Someone leaver;
    private bool hasLeft;

    private Load(string connection, List<Poster> posters, List<Watcher> watchers, Poster admin, Someone leaver) =>
        (this.connection, this.posters, this.watchers, this.admin, this.leaver) = (connection, posters, watchers, admin, leaver);

    /// <summary>All acts so far.</summary>
    public IEnumerable<Act> Acts => posters.SelectMany(p => p.Journal);

    /// <summary>The devices.</summary>
    public IReadOnlyList<Watcher> Watchers => watchers;

    /// <summary>
    /// Signs people in at a node of the database behind <paramref name="connection"/> and lets their devices follow. Everything later goes through
    /// <paramref name="nodes"/>, which may be lines.
    /// </summary>
    public static async Task<Load> On(string connection, Uri signIn, IReadOnlyList<Uri> nodes)
    {
        List<Someone> people = [];
        foreach (var name in new[] { "petugas.kanim", "petugas.polresta", "penghubung.polresta", "penghubung.dinsos" })
            people.Add(await Someone.SignIn(signIn, name));
        var leaver = await Someone.SignIn(signIn, "kepala.kanim");
        return new Load(connection,
            [.. people.Select(p => new Poster(p, nodes))],
            [Watcher.Follow(people[0], nodes, "tppo", "opgab"), Watcher.Follow(people[2], nodes, "tppo", "opgab", "meja-polresta"), Watcher.Follow(people[3], nodes, "tppo", "meja-dinsos"), Watcher.Follow(leaver, nodes, "tppo", "opgab")],
            new Poster(await Someone.SignIn(signIn, "admin.kanim"), nodes), leaver);
    }

    /// <summary>Works until told otherwise; then everybody finishes what they have begun, however long it takes to be answered.</summary>
    public Task Work(CancellationToken until) => Task.WhenAll(posters.Select((poster, i) => Work(poster, i, until)));

    /// <summary>Waits until so many more acts are over: a fault on an idle hub shows nothing, however slow the machine is.</summary>
    public async Task Does(int acts)
    {
        var enough = Acts.Count() + acts;
        var began = TimeProvider.System.GetTimestamp();
        while (Acts.Count() < enough && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }

    /// <summary>A member whose device follows is removed, once, in the middle of everything.</summary>
    public async Task RemoveSomebody()
    {
        hasLeft = true;
        if (await admin.Remove(leaver.Member) is var act && act.Outcome != Outcome.Accepted)
            throw new InvalidOperationException($"Nobody was removed: {act.Status} {act.Code}");
    }

    /// <summary>
    /// Waits until the devices have everything that is in the database, and lets the checker judge. Ladders may go on writing, so what is
    /// written after this moment is no device's fault.
    /// </summary>
    public async Task<IReadOnlyList<string>> Judge()
    {
        var now = await History.Read(connection, [], []);
        foreach (var watcher in watchers.Where(w => !(hasLeft && w.Journal.Member == leaver.Member)))
            foreach (var channel in watcher.Journal.Events.Select(e => e.Channel).Distinct())
                await watcher.Has(channel, now.Channels.Single(c => c.Slug == channel).Head);
        // The journals first: a device may not know more than the log that is read after it.
        var (acts, devices) = (Acts.ToList(), watchers.ConvertAll(w => w.Journal));
        var history = await History.Read(connection, acts, devices);
        // Nothing else changes who may read, so what stands there now is the version that came with the removal.
        var losses = hasLeft ? history.Channels.Select(c => new Loss(leaver.Member, c.Slug, c.AccessVersion)).ToList() : [];
        return [.. Checker.Check(history with { IsAtRest = false, Losses = losses }).Select(v => v.ToString())];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
        posters.ForEach(p => p.Dispose());
        admin.Dispose();
    }

    private async Task Work(Poster poster, int number, CancellationToken until)
    {
        for (var i = number; !until.IsCancellationRequested; i++)
        {
            var alert = !alerts.IsEmpty ? alerts.ElementAt(i % alerts.Count) : default;
            if (alert == default || (i % 8 == 0 && officers.Contains(poster.Someone.UserName)))
            {
                var act = i % 16 == 0
                    ? await poster.Post("opgab", ("caseType", "OPGAB"), ("level", "Kritis"), ("requiredAgencies", asked))
                    : await poster.Post("tppo", ("level", "Kritis"));
                if (act is { Outcome: Outcome.Accepted, Alert: { } posted })
                    alerts.Enqueue(posted);
            }
            else if (i % 8 == 1 && poster.Someone.UserName.StartsWith("penghubung", StringComparison.Ordinal))
                await poster.Acknowledge(alert);
            else
                await poster.Write(alert);
        }
    }
}
