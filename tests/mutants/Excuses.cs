namespace Timpora.Comms.Mutants;

/// <summary>
/// Checks that no test can miss alone, because another one stands behind them and denies as well. Each is deleted together with those behind it, and that must be noticed;
/// noticed alone, it needs no excuse and must go from here.
/// </summary>
internal static class Excuses
{
    /// <summary>Names a check by its file and a piece of its text.</summary>
    public sealed record Name(string File, string Text);

    /// <summary>A check, those behind it, and why it is there all the same.</summary>
    public sealed record Excuse(Name Check, IReadOnlyList<Name> Behind, string Why);

    /// <summary>Twofold on purpose.</summary>
    public static readonly IReadOnlyList<Excuse> Twofold =
    [
        new(new("CallerFilter.cs", "RequireAuthorization"), [new("AccessSetup.cs", "SetFallbackPolicy")], "An address that nobody thought of is closed by the policy for all that say nothing; the routes say it all the same."),
        new(new("RealtimeSetup.cs", "MapHub<CommsHub>"), [new("AccessSetup.cs", "SetFallbackPolicy")], "As for the routes."),
    ];

    /// <summary>What looks like a check of access and is none.</summary>
    public static readonly IReadOnlyList<(Name Check, string Why)> NoChecks =
    [
        (new("WarmUp.cs", "RemovedAt"), "Chooses in whose name the hub reads once to warm itself up; nobody sees what."),
        (new("RemoveMember.cs", "RemovedAt is not null"), "Removing somebody twice changes nothing."),
        (new("RemoveMember.cs", "s.Member == member.Id"), "Whose sessions end: without it more people are shut out, not fewer."),
        (new("RedisAnnouncer.cs", "AclVersion"), "Which of two hints that wait is sent. A hint is no news of access; the entries' own versions are, and they are read."),
    ];
}
