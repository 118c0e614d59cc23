using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// Members are removed while others write without a pause, on two nodes: what is committed from then on reaches none of their devices, no call of theirs
/// succeeds on either node, and their lines end. For the last of them the nodes have lost Redis.
/// </summary>
[Collection(FaultSuites.Name)]
public sealed class RevocationSuite
{
    private const int AtOnce = 25;

    // Design, section 6: with Redis, and without.
    private static readonly TimeSpan most = TimeSpan.FromSeconds(2), mostAlone = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task What_is_committed_after_a_removal_reaches_nobody_who_was_removed()
    {
        using var run = new FaultRun("removals under load, 2 nodes", 200, 2_000, "removals");
        await using var nodes = await Nodes.Start();
        await using var database = Databases.Services(nodes.Database).BuildServiceProvider();
        using var admin = new Poster(await Someone.SignIn(nodes.All[0].Address, "admin.kanim"), nodes.Addresses);
        List<Poster> writers = [new(await Someone.SignIn(nodes.All[0].Address, "petugas.kanim"), nodes.Addresses[0]), new(await Someone.SignIn(nodes.All[1].Address, "penghubung.kanim"), nodes.Addresses[1])];
        var alert = (await writers[0].Post("tppo", ("level", "Rutin"))).Alert!.Value;
        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(writers.Select(w => Writes(w, alert, stop.Token)));
        List<DeviceJournal> devices = [];
        List<Loss> losses = [];
        List<double> closed = [], closedAlone = [];
        List<string> wrong = [];
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        for (var done = 0; done < run.N; done += AtOnce)
        {
            // The last of them without Redis: both nodes hear nothing of each other any more.
            var isAlone = done + AtOnce >= run.N;
            if (isAlone)
                nodes.ToRedis.ForEach(line => line.Refuse());
            var leavers = await Hire(database, nodes, Math.Min(AtOnce, run.N - done), done);
            var watchers = leavers.ConvertAll(l => Watcher.Follow(l, [nodes.Addresses[run.Random.Next(2)]], "tppo", "opgab"));
            foreach (var watcher in watchers)
                await watcher.Has("tppo", writers.Max(w => w.Journal.Max(a => a.Seq) ?? 0));
            foreach (var (leaver, watcher) in leavers.Zip(watchers))
            {
                await Task.Delay(run.Within(TimeSpan.FromMilliseconds(20)), TimeProvider.System);
                run.Injected();
                var removed = await admin.Remove(leaver.Member);
                var removedAt = TimeProvider.System.GetTimestamp();
                if (removed.Outcome != Outcome.Accepted)
                    wrong.Add($"{leaver.UserName} was not removed: {removed.Status} {removed.Code}");
                foreach (var node in nodes.Addresses)
                    if (await Calls(http, node, leaver) is var status && status != HttpStatusCode.Unauthorized)
                        wrong.Add($"{leaver.UserName} was answered {(int)status} after the removal");
                // Removals come one after the other, so what stands there now came with this one.
                losses.AddRange((await Ask(database, db => db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Slug, c => c.AclVersion))).Select(v => new Loss(leaver.Member, v.Key, v.Value)));
                while (watcher.IsOnLine && TimeProvider.System.GetElapsedTime(removedAt) < most * 5)
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                (isAlone ? closedAlone : closed).Add(TimeProvider.System.GetElapsedTime(removedAt).TotalMilliseconds);
                await watcher.DisposeAsync();
                devices.Add(watcher.Journal);
            }
        }

        await stop.CancelAsync();
        await work;
        writers.ForEach(w => w.Dispose());
        var history = await History.Read(nodes.Database, writers.SelectMany(w => w.Journal), devices);
        wrong.AddRange(Checker.Check(history with { IsAtRest = false, Losses = losses }).Select(v => v.ToString()));
        // Else it would show nothing: each device was following when its member went, and more was written.
        wrong.AddRange(devices.Where(d => !d.Events.OfType<Arrived>().Any()).Select(d => $"{d.Device} never followed"));
        closed.Sort();
        run.Note($"{history.Entries.Count} entries; lines ended after p50 {closed[closed.Count / 2]:0} ms, worst {closed[^1]:0} ms; {closedAlone.Count} without Redis, worst {closedAlone.Max():0} ms");
        run.Found(wrong);
        Assert.True(closed[^1] <= most.TotalMilliseconds, $"A line outlived its member by {closed[^1]:0} ms.");
        Assert.True(closedAlone.Max() <= mostAlone.TotalMilliseconds, $"Without Redis a line outlived its member by {closedAlone.Max():0} ms.");
    }

    private static async Task Writes(Poster writer, Guid alert, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await writer.Write(alert);
            await Task.Delay(TimeSpan.FromMilliseconds(15), TimeProvider.System, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<HttpStatusCode> Calls(HttpClient http, Uri node, Someone who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, "/api/me"));
        request.Headers.Add("Cookie", who.Cookie);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    // New members with the demo people's password.
    private static async Task<List<Someone>> Hire(ServiceProvider database, Nodes nodes, int count, int first)
    {
        await Ask(database, async db =>
        {
            var like = await db.Users.AsNoTracking().SingleAsync(m => m.UserName == "petugas.kanim");
            db.Users.AddRange(Enumerable.Range(first, count).Select(i => new Member
            {
                Id = Guid.CreateVersion7(), UserName = $"pergi.{i}", NormalizedUserName = $"PERGI.{i}", Name = $"Pergi {i}", Position = like.Position, Agency = like.Agency, Roles = like.Roles,
                PasswordHash = like.PasswordHash, SecurityStamp = "x", IsDemo = true,
            }));
            return await db.SaveChangesAsync();
        });
        return [.. await Task.WhenAll(Enumerable.Range(first, count).Select(i => Someone.SignIn(nodes.All[i % 2].Address, $"pergi.{i}")))];
    }

    private static async Task<T> Ask<T>(ServiceProvider database, Func<HubDb, Task<T>> question)
    {
        await using var scope = database.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<HubDb>());
    }
}
