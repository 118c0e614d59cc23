namespace Timpora.Comms.Escalations;

/// <summary>The scanner's heartbeat: a stale one is shown to users, not only to operators.</summary>
public sealed class EngineBeat
{
    /// <summary>Always <c>escalation</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Last finished scan.</summary>
    public required DateTimeOffset At { get; set; }
}
