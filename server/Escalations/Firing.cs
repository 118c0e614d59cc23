namespace Timpora.Comms.Escalations;

/// <summary>One step of one ladder that fired: the row that makes a second firing impossible.</summary>
public sealed class Firing
{
    /// <summary>The obligation.</summary>
    public required Guid Obligation { get; init; }

    /// <summary>Alert version.</summary>
    public required int Version { get; init; }

    /// <summary>Round, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>Level, from 1.</summary>
    public required int Level { get; init; }

    /// <summary>When, on the hub's clock.</summary>
    public required DateTimeOffset FiredAt { get; init; }

    /// <summary>Nobody was there to be asked, so the step was skipped at once.</summary>
    public bool Skipped { get; init; }
}
