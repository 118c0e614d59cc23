using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;
using Xunit;

namespace Timpora.Comms.Tests.Support;

// What happened, in words short enough to compare whole: nothing that happened besides escapes.
public sealed partial class CommsApp
{
    private static readonly string[] tables =
        ["alerts", "obligations", "entries", "reveals", "receipts", "firings", "notifications", "alert_links", "command_results", "duty_shifts", "duty_handovers", "duty_overrides", "duty_gap_notices", "channel_members"];

    /// <summary>An entry of the log as stored.</summary>
    public sealed record LogRow(string Channel, long Seq, string Kind, string At, string Actor, string Data)
    {
        /// <summary>What was hashed.</summary>
        public JsonElement Fact => JsonElement.Parse(Data);

        /// <summary>When.</summary>
        public DateTimeOffset Time => DateTimeOffset.Parse(At, CultureInfo.InvariantCulture);

        /// <summary><c>escalation.fired polresta r1 L2</c>.</summary>
        public string Words => string.Concat([Kind, .. Word("agency", " "), .. Word("round", " r"), .. Word("level", " L")]);

        private string[] Word(string field, string before) =>
            Fact.TryGetProperty(field, out var value) && !(Kind == "alert.posted") ? [before + value] : [];
    }

    /// <summary>All entries of an alert, channel by channel.</summary>
    public Task<List<LogRow>> Log(Guid alert) => Read(db => db.Database.SqlQuery<LogRow>(
        $"""SELECT channel AS "Channel", seq AS "Seq", kind AS "Kind", at AS "At", actor AS "Actor", data AS "Data" FROM entries WHERE alert_id = {alert} ORDER BY channel, seq""").ToListAsync());

    /// <summary>The entries of an alert in one channel, in words.</summary>
    public async Task<List<string>> Words(Guid alert, string channel) => [.. (await Log(alert)).Where(e => e.Channel == channel).Select(e => e.Words)];

    /// <summary>Who was woken for an alert: <c>kepala.polresta r1 L2</c>; warnings outside the ladder are L0.</summary>
    public async Task<List<string>> Woken(Guid alert) =>
        [.. (await Read(db => db.Notifications.AsNoTracking().Where(n => n.AlertId == alert)
            .Join(db.Users, n => n.Recipient, m => m.Id, (n, m) => new { m.UserName, n.Round, n.Level, n.State, n.CreatedAt }).ToListAsync()))
            .OrderBy(n => n.CreatedAt).ThenBy(n => n.Round).ThenBy(n => n.Level).ThenBy(n => n.UserName, StringComparer.Ordinal)
            .Select(n => $"{n.UserName} r{n.Round} L{n.Level}{(n.State == Timpora.Comms.Notifications.NotificationState.Sent ? "" : " " + n.State)}")];

    /// <summary>The id of a demo member.</summary>
    public Task<Guid> IdOf(string userName) => Read(db => db.Users.Where(m => m.UserName == userName).Select(m => m.Id).FirstAsync());

    /// <summary>A member is removed as far as their row goes: sessions, lines, links, keys and codes, which a real removal ends, too, are left to say no by themselves.</summary>
    public Task<int> RowIsRemoved(string userName) =>
        Read(db => db.Users.Where(m => m.UserName == userName).ExecuteUpdateAsync(set => set.SetProperty(m => m.RemovedAt, DateTimeOffset.UnixEpoch)));

    /// <summary>An agency gets another member.</summary>
    public Task<Guid> Hires(string userName, string agency, Roles roles) => Read(async db =>
    {
        var member = new Member
        {
            Id = Guid.CreateVersion7(), UserName = userName, NormalizedUserName = userName.ToUpperInvariant(), Name = userName, Position = "Uji", Agency = agency, Roles = roles,
            SecurityStamp = "x", IsDemo = true,
        };
        member.PasswordHash = Services.CreateScope().ServiceProvider.GetRequiredService<IPasswordHasher<Member>>().HashPassword(member, Password);
        db.Users.Add(member);
        await db.SaveChangesAsync();
        return member.Id;
    });

    /// <summary>Everything the hub keeps, counted by table, with the heads of all channels: equal before and after means nothing was stored.</summary>
    public Task<string> Everything() => Read(async db =>
    {
        var counts = new List<string>();
        foreach (var table in tables)
#pragma warning disable EF1002 // The names stand above.
            counts.Add($"{table} {(await db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM {table}").ToListAsync())[0]}");
#pragma warning restore EF1002
        counts.AddRange((await db.Channels.AsNoTracking().OrderBy(c => c.Slug).ToListAsync()).Select(c => $"{c.Slug} {c.Head}"));
        return string.Join('\n', counts);
    });

    /// <summary>Waits until so many wait for a lock of this PostgreSQL database. Asked outside the transaction that holds it: inside, what others do stands still.</summary>
    public async Task SomebodyWaits(int people = 1)
    {
        for (var tries = 0; tries < 2000; tries++, await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System))
            if (await Read(async db => (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").ToListAsync())[0]) >= people)
                return;
        Assert.Fail("Nobody waits for a lock.");
    }

    /// <summary>The faults that proving the log finds.</summary>
    public async Task<IReadOnlyList<VerifyLog.Fault>> Verify()
    {
        await using var scope = Services.CreateAsyncScope();
        return (await VerifyLog.Run(scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<ChannelLog>(), CancellationToken.None)).Faults;
    }
}
