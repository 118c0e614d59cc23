namespace Timpora.Comms.Notifications;

/// <summary>Takes notifications out of the hub. Tells what came of it by a code; an attempt that is given up throws <see cref="OperationCanceledException"/>.</summary>
public interface ITransport
{
    /// <summary>A word of <see cref="Transports"/>.</summary>
    string Name { get; }

    /// <summary>Hands one over. Sent twice it carries the same <see cref="Outbound.Id"/>, by which the receiving side can tell.</summary>
    Task<AttemptResult> Send(Outbound message, CancellationToken ct);
}

/// <summary>All that leaves the hub: to whom, the notification's opaque id, whether it is a drill, and the link.</summary>
public sealed record Outbound(Guid Id, string To, bool IsDrill, Uri Link, DateTimeOffset At);
