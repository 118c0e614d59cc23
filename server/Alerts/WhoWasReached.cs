using MediatR;
using Timpora.Comms.Access;

namespace Timpora.Comms.Alerts;

/// <summary>How each person asked for an alert's present version was reached, for those who may see it. Answered by whatever wakes people.</summary>
public static class WhoWasReached
{
    /// <summary>As this reader may see it.</summary>
    public sealed record Request(Alert Alert, Reader Reader) : IRequest<IReadOnlyList<ReachedView>>;
}

/// <summary>
/// How one person was reached, never where. <paramref name="State"/>: <c>notReached</c>, <c>waiting</c>, <c>desk</c> (nothing but the live entry), <c>sent</c>, <c>delivered</c>, <c>seen</c>.
/// <paramref name="Via"/> is the transport that was tried or used last; <paramref name="Reason"/> says by a code why somebody was not reached.
/// </summary>
public sealed record ReachedView(string Agency, Guid Member, int Level, int Round, string State, DateTimeOffset? At, string? Via, string? Reason);
