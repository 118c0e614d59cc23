using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;

namespace Timpora.Comms.Access;

/// <summary>
/// Remembers for some minutes what the cookies say that were opened lately: each request brings the same one, and opening it costs as much as asking
/// the database whether its session still stands. Only that decides who comes in (<see cref="SessionStore"/>); a cookie names no more than a session.
/// </summary>
internal sealed class KnownCookies(ISecureDataFormat<AuthenticationTicket> cookies, TimeProvider time) : ISecureDataFormat<AuthenticationTicket>
{
    /// <summary>A cookie that nobody brought for this long, or twice as long, is forgotten.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    // Far more than people have sessions; each takes about two kilobytes.
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private Generation now = new(time.GetTimestamp(), new(StringComparer.Ordinal));
    private ConcurrentDictionary<string, AuthenticationTicket> before = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Protect(AuthenticationTicket data) => cookies.Protect(data);

    /// <inheritdoc/>
    public string Protect(AuthenticationTicket data, string? purpose) => cookies.Protect(data, purpose);

    /// <inheritdoc/>
    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    /// <inheritdoc/>
    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        // With a purpose the same text may mean something else.
        if (protectedText is null || purpose is not null)
            return cookies.Unprotect(protectedText, purpose);
        var known = Current();
        if (known.TryGetValue(protectedText, out var ticket))
            return ticket;
        if (!before.TryGetValue(protectedText, out ticket))
            ticket = cookies.Unprotect(protectedText);
        // What cannot be opened is not remembered: anybody can send such.
        if (ticket is not null && known.Count < Most)
            known[protectedText] = ticket;
        return ticket;
    }

    private ConcurrentDictionary<string, AuthenticationTicket> Current()
    {
        if (time.GetElapsedTime(now.Since) < Remembered)
            return now.Tickets;
        lock (gate)
            if (time.GetElapsedTime(now.Since) is var age && age >= Remembered)
            {
                before = age < 2 * Remembered ? now.Tickets : new(StringComparer.Ordinal);
                now = new(time.GetTimestamp(), new(StringComparer.Ordinal));
            }

        return now.Tickets;
    }

    private sealed record Generation(long Since, ConcurrentDictionary<string, AuthenticationTicket> Tickets);
}
