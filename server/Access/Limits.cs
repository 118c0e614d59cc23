namespace Timpora.Comms.Access;

/// <summary>How much of something is allowed.</summary>
public sealed class Allowance
{
    /// <summary>So much at a moment, after a quiet while.</summary>
    public int AtOnce { get; set; }

    /// <summary>So much a second in the long run.</summary>
    public double PerSecond { get; set; }
}

/// <summary>
/// How much one member, one connection and one address may ask of this node (docs/access.md). The values here are those of production; the demo's, in
/// <c>appsettings.Development.json</c>, are so high that they meet only who means harm.
/// </summary>
public sealed class Limits
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>What an urgent act is left whatever is configured: one at once, and one every this many seconds.</summary>
    public const int UrgentEvery = 5;

    private const int MostConnections = 1_000_000;

    /// <summary>Web socket frames of one connection, pings too; <see cref="FrameBytes"/> of text count as another frame.</summary>
    public Allowance Frames { get; set; } = new() { AtOnce = 400, PerSecond = 50 };

    /// <summary>Calls of hub methods over one connection, but for the two urgent acts.</summary>
    public Allowance Calls { get; set; } = new() { AtOnce = 100, PerSecond = 20 };

    /// <summary>Calls over all connections and requests of one member, but for the two urgent acts.</summary>
    public Allowance Member { get; set; } = new() { AtOnce = 300, PerSecond = 50 };

    /// <summary>Entries replayed to one member's devices that follow channels from a cursor; each time counts as <see cref="SubscribeEntries"/> more. What a replay has taken too much delays the next.</summary>
    public Allowance Replay { get; set; } = new() { AtOnce = 20_000, PerSecond = 500 };

    /// <summary>Alerts that one member posts; nothing else takes from it.</summary>
    public Allowance Post { get; set; } = new() { AtOnce = 20, PerSecond = 1 };

    /// <summary>Acknowledgements that one member gives; nothing else takes from it.</summary>
    public Allowance Acknowledge { get; set; } = new() { AtOnce = 20, PerSecond = 1 };

    /// <summary>Signing in, and whatever else needs no session, from one address.</summary>
    public Allowance Address { get; set; } = new() { AtOnce = 60, PerSecond = 1 };

    /// <summary>Connections of one member to this node.</summary>
    public int ConnectionsPerMember { get; set; } = 10;

    /// <summary>How long a call waits for its turn before it is refused.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Replayed entries that a <c>Subscribe</c> weighs as much as when there is nothing to replay: 2 ms of a core, where an entry takes 18 µs (docs/measuring.md). A page asks once a connection.</summary>
    public const int SubscribeEntries = 100;

    /// <summary>Bytes that weigh as much as a frame.</summary>
    public const int FrameBytes = 512;

    /// <summary>Reads <see cref="Section"/>; throws when it says something unknown or impossible. Urgent acts are never left without.</summary>
    public static Limits From(IConfiguration configuration)
    {
        var limits = configuration.GetSection(Section).Get<Limits>(o => o.ErrorOnUnknownConfiguration = true) ?? new Limits();
        foreach (var urgent in (Allowance[])[limits.Post, limits.Acknowledge])
            (urgent.AtOnce, urgent.PerSecond) = (Math.Max(1, urgent.AtOnce), double.IsFinite(urgent.PerSecond) ? Math.Max(1.0 / UrgentEvery, urgent.PerSecond) : 1);
        Require(nameof(Frames), limits.Frames);
        Require(nameof(Calls), limits.Calls);
        Require(nameof(Member), limits.Member);
        Require(nameof(Replay), limits.Replay);
        Require(nameof(Post), limits.Post);
        Require(nameof(Acknowledge), limits.Acknowledge);
        Require(nameof(Address), limits.Address);
        if (limits.ConnectionsPerMember is < 1 or > MostConnections)
            throw new InvalidOperationException($"{Section}:{nameof(ConnectionsPerMember)} must be between 1 and {MostConnections}.");
        if (limits.LongestWait < TimeSpan.Zero || limits.LongestWait > TimeSpan.FromMinutes(1))
            throw new InvalidOperationException($"{Section}:{nameof(LongestWait)} must be a time span of at most 00:01:00.");
        return limits;
    }

    private static void Require(string name, Allowance allowance)
    {
        if (allowance.AtOnce is < 1 or > 10_000_000 || !(allowance.PerSecond is >= 0.01 and <= 1_000_000))
            throw new InvalidOperationException($"{Section}:{name} must allow between 1 and 10000000 at once and between 0.01 and 1000000 a second.");
    }
}
