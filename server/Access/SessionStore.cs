using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using System.Buffers.Text;
using System.Security.Cryptography;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>
/// Keeps sign-ins in the database; the cookie is only a reference to a row. Read afresh for every request, so a deleted row, a
/// member removed or the end of twelve hours ends a session at once, on every node.
/// </summary>
public sealed class SessionStore(IServiceScopeFactory scopes, AskedTogether<SessionQuestion, LivingSession> sessions, DatabasePlace place, WriteGate gate, HubClock clock) : ITicketStore
{
    /// <summary>One shift: a session ends then, however busy it is.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>The sessions that count at <c>@now</c>, as <c>s</c>: neither over nor of a removed member.</summary>
    internal const string Living = "sessions s JOIN members m ON m.id = s.member AND m.removed_at IS NULL AND s.expires_at > @now";

    private const string LeftBehind = "timpora.session-left-behind";

    /// <inheritdoc/>
    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.Now();
        var left = httpContext.Items[LeftBehind] as string;
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
                ExpiresAt = now + Life,
            });
            await db.SaveChangesAsync(cancellationToken);
        }

        return key;
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
        httpContext.Features.Set(living.Thread);
        return TicketSerializer.Default.Deserialize(living.Ticket);
    }

    /// <summary>Those sessions that live.</summary>
    internal static async Task<IReadOnlyDictionary<SessionQuestion, LivingSession>> Find(IServiceProvider scope, IReadOnlyList<SessionQuestion> questions, CancellationToken ct)
    {
        var (db, now) = (scope.GetRequiredService<HubDb>(), scope.GetRequiredService<HubClock>().Now());
        var isRemote = scope.GetRequiredService<DatabasePlace>().IsRemote;
        await using var statement = await db.Statement(
            isRemote ? $"SELECT q.key, s.ticket, q.alert, {ThreadAccesses.Columns} FROM unnest(@keys, @alerts) AS q(key, alert) JOIN {Living} ON s.key = q.key LEFT JOIN ({ThreadAccesses.Tables}) ON a.id = q.alert"
                : $"SELECT s.key, s.ticket FROM {Living} WHERE s.key = @key", ct);
        if (isRemote)
            statement.With("@keys", questions.Select(q => q.Key).ToArray()).With("@alerts", questions.Select(q => q.Alert).ToArray());
        else
            statement.With("@key", questions.Single().Key);
        var living = new Dictionary<SessionQuestion, LivingSession>();
        await using var row = await statement.WithTime("@now", now).Read(ct);
        while (await row.ReadAsync(ct))
            living[new SessionQuestion(row.GetString(0), isRemote && !row.IsDBNull(2) ? row.GetGuid(2) : null)] =
                new LivingSession(row.GetFieldValue<byte[]>(1), isRemote && !row.IsDBNull(3) ? ThreadAccesses.Read(row, 3) : null);
        return living;
    }

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
/// <param name="Thread">The thread that was asked about, if there is one.</param>
public sealed record LivingSession(byte[] Ticket, ThreadAccess? Thread);

/// <summary>Marks the endpoint that begins a session.</summary>
public sealed class StartsSession;
