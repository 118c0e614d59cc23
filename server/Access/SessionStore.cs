using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>
/// Keeps sign-ins in the database; the cookie is only a reference to a row. Read afresh for every request, so a deleted row, a
/// member removed or the end of twelve hours ends a session at once, on every node.
/// </summary>
public sealed partial class SessionStore(
    IServiceScopeFactory scopes, AskedTogether<SessionQuestion, LivingSession> sessions, DatabasePlace place, WriteGate gate, HubClock clock, ILogger<SessionStore> logger) : ITicketStore
{
    /// <summary>One shift: a session ends then, however busy it is.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>A session that is good for securing the account only: long enough to find the phone.</summary>
    public static readonly TimeSpan UnfinishedLife = TimeSpan.FromHours(1);

    /// <summary>A screen on a wall: nobody signs in there each morning. It shows little, and the agency's admin ends it.</summary>
    public static readonly TimeSpan WallLife = TimeSpan.FromDays(30);

    /// <summary>On a device that several people use a session ends when nobody has used it for this long.</summary>
    public static readonly TimeSpan SharedIdle = TimeSpan.FromMinutes(30);

    /// <summary>How exactly is known when a session was last used: a write for every request would cost more than it tells.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>The sessions that count at <c>@now</c>, as <c>s</c>: neither over nor left alone for too long nor of a removed member.</summary>
    internal const string Living =
        "sessions s JOIN members m ON m.id = s.member AND m.removed_at IS NULL AND s.expires_at > @now AND (s.idle_at IS NULL OR s.idle_at > @now)";

    private const string LeftBehind = "timpora.session-left-behind", WayKey = "way", UnfinishedKey = "unfinished";

    /// <summary>What begins a session for a member who came in this way, on a device that several people use or on one of their own.</summary>
    public static AuthenticationProperties Begin(string way, bool isUnfinished = false, bool isShared = false)
    {
        var properties = new AuthenticationProperties { IsPersistent = !isShared, Items = { [WayKey] = way } };
        if (isUnfinished)
            properties.Items[UnfinishedKey] = "";
        return properties;
    }

    /// <inheritdoc/>
    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.Now();
        var left = httpContext.Items[LeftBehind] as string;
        var isUnfinished = ticket.Properties.Items.ContainsKey(UnfinishedKey);
        var way = ticket.Properties.Items[WayKey] ?? throw new InvalidOperationException("A session says how its member came in.");
        using (await gate.Enter(cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            await db.Sessions.Where(s => s.ExpiresAt <= now || s.Key == left).ExecuteDeleteAsync(cancellationToken);
            db.Sessions.Add(new Session
            {
                Key = key,
                Member = ticket.Principal.MemberId(),
                Ticket = TicketSerializer.Default.Serialize(ticket),
                CreatedAt = now,
                ExpiresAt = now + (way == SignInWay.Wall ? WallLife : isUnfinished ? UnfinishedLife : Life),
                Way = way,
                IsUnfinished = isUnfinished,
                Device = DeviceName.Of(httpContext.Request.Headers.UserAgent),
                LastUsedAt = now,
                // A cookie that does not outlive the browser is what a shared device is given.
                IdleAt = ticket.Properties.IsPersistent ? null : now + SharedIdle,
            });
            await db.SaveChangesAsync(cancellationToken);
        }

        return key;
    }

    /// <summary>Begins a session in the place of another, which ends; answers its key.</summary>
    internal Task<string> Replace(CurrentSession old, AuthenticationTicket ticket, HttpContext http)
    {
        http.Items[LeftBehind] = old.Key;
        return StoreAsync(ticket, http, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        // Whoever signs in gets a new key, never one that was known before; the old row goes once the new one is written.
        if (httpContext.GetEndpoint()?.Metadata.GetMetadata<StartsSession>() is not null)
        {
            httpContext.Items[LeftBehind] = key;
            return null;
        }

        var alert = place.IsRemote && httpContext.GetEndpoint()?.Metadata.GetMetadata<WritesIntoThread>() is { } thread
            && Guid.TryParse(httpContext.Request.RouteValues[thread.Id] as string, out var id) ? id : (Guid?)null;
        if (await sessions.Ask(httpContext.RequestServices, new SessionQuestion(key, alert), cancellationToken) is not { } living)
            return null;
        if (clock.Now() - living.LastUsedAt >= Freshness)
            await IsUsed(httpContext.RequestServices.GetRequiredService<HubDb>(), key);
        httpContext.Features.Set(new CurrentSession(key, living.CreatedAt, living.IsUnfinished, living.IsShared, living.IsWall));
        httpContext.Features.Set(living.Thread);
        return TicketSerializer.Default.Deserialize(living.Ticket);
    }

    /// <summary>Those sessions that live.</summary>
    internal static async Task<IReadOnlyDictionary<SessionQuestion, LivingSession>> Find(IServiceProvider scope, IReadOnlyList<SessionQuestion> questions, CancellationToken ct)
    {
        var (db, now) = (scope.GetRequiredService<HubDb>(), scope.GetRequiredService<HubClock>().Now());
        var isRemote = scope.GetRequiredService<DatabasePlace>().IsRemote;
        await using var statement = await db.Statement(
            isRemote ? $"SELECT q.key, s.ticket, s.last_used_at, s.created_at, s.is_unfinished, s.idle_at IS NOT NULL, s.way, q.alert, {ThreadAccesses.Columns} FROM unnest(@keys, @alerts) AS q(key, alert) JOIN {Living} ON s.key = q.key LEFT JOIN ({ThreadAccesses.Tables}) ON a.id = q.alert"
                : $"SELECT s.key, s.ticket, s.last_used_at, s.created_at, s.is_unfinished, s.idle_at IS NOT NULL, s.way FROM {Living} WHERE s.key = @key", ct);
        if (isRemote)
            statement.With("@keys", questions.Select(q => q.Key).ToArray()).With("@alerts", questions.Select(q => q.Alert).ToArray());
        else
            statement.With("@key", questions.Single().Key);
        var living = new Dictionary<SessionQuestion, LivingSession>();
        await using var row = await statement.WithTime("@now", now).Read(ct);
        while (await row.ReadAsync(ct))
            living[new SessionQuestion(row.GetString(0), isRemote && !row.IsDBNull(7) ? row.GetGuid(7) : null)] = new LivingSession(
                row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? DateTimeOffset.MinValue : row.Time(2), row.Time(3), row.GetBoolean(4), row.GetBoolean(5),
                !row.IsDBNull(6) && row.GetString(6) == SignInWay.Wall, isRemote && !row.IsDBNull(8) ? ThreadAccesses.Read(row, 8) : null);
        return living;
    }

    // That it is used must not keep anybody from using it: on a full disk it only ends sooner.
    private async Task IsUsed(HubDb db, string key)
    {
        var now = clock.Now();
        var (before, idle) = (now - Freshness, (DateTimeOffset?)(now + SharedIdle));
        try
        {
            using var turn = await gate.Enter(CancellationToken.None);
            await db.Sessions.Where(s => s.Key == key && (s.LastUsedAt == null || s.LastUsedAt <= before)).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.LastUsedAt, now).SetProperty(s => s.IdleAt, s => s.IdleAt == null ? null : idle));
        }
        catch (DbException exception)
        {
            UseNotKept(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "That a session is used could not be written.")]
    private partial void UseNotKept(Exception exception);

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        using var turn = await gate.Enter(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HubDb>().Sessions.Where(s => s.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new NotSupportedException("Sessions have an absolute life.");

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException("Sessions begin in a request.");

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException("Sessions are read in a request.");
}

/// <summary>Whether a session still stands.</summary>
/// <param name="Key">The session's key.</param>
/// <param name="Alert">The alert into whose thread its member wants to write.</param>
public readonly record struct SessionQuestion(string Key, Guid? Alert);

/// <summary>A session that stands.</summary>
/// <param name="Ticket">What was said when it began.</param>
/// <param name="LastUsedAt">When it was last used, as far as is known.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="IsUnfinished">It is good for securing the account only.</param>
/// <param name="IsShared">Several people use the device.</param>
/// <param name="IsWall">It is a screen on a wall.</param>
/// <param name="Thread">The thread that was asked about, if there is one.</param>
public sealed record LivingSession(byte[] Ticket, DateTimeOffset LastUsedAt, DateTimeOffset CreatedAt, bool IsUnfinished, bool IsShared, bool IsWall, ThreadAccess? Thread);

/// <summary>The session that a request came with.</summary>
/// <param name="Key">Its key, which is a secret.</param>
/// <param name="CreatedAt">When it began: when its member last showed who they are.</param>
/// <param name="IsUnfinished">It is good for securing the account only.</param>
/// <param name="IsShared">Several people use the device.</param>
/// <param name="IsWall">It is a screen on a wall.</param>
public sealed record CurrentSession(string Key, DateTimeOffset CreatedAt, bool IsUnfinished, bool IsShared, bool IsWall);

/// <summary>Marks the endpoint that begins a session.</summary>
public sealed class StartsSession;
