namespace Timpora.Comms.Alerts;

/// <summary>What one member's devices have done with one version of an alert.</summary>
public sealed class Receipt
{
    /// <summary>The alert.</summary>
    public required Guid AlertId { get; init; }

    /// <summary>The member.</summary>
    public required Guid Member { get; init; }

    /// <summary>Alert version.</summary>
    public required int Version { get; init; }

    /// <summary>First receipt by a device.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>First look.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}
