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
public sealed class SessionStore(IServiceScopeFactory scopes, WriteGate gate, HubClock clock) : ITicketStore
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

        var now = clock.Now();
        var db = httpContext.RequestServices.GetRequiredService<HubDb>();
        await using var statement = await db.Statement($"SELECT s.ticket FROM {Living} WHERE s.key = @key", cancellationToken);
        await using var row = await statement.With("@key", key).WithTime("@now", now).Read(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? TicketSerializer.Default.Deserialize(row.GetFieldValue<byte[]>(0)) : null;
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

/// <summary>Marks the endpoint that begins a session.</summary>
public sealed class StartsSession;
