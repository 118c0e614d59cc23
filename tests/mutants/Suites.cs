namespace Timpora.Comms.Mutants;

/// <summary>The suites that exist to test access, and nothing else: what only another suite notices counts as not noticed.</summary>
internal static class Suites
{
    private const string Root = "Timpora.Comms.Tests.";

    /// <summary>A class of tests. <paramref name="OnPostgres"/>: run on PostgreSQL as well, because there it reaches what SQLite has no use for.</summary>
    public sealed record Suite(string Class, bool OnPostgres = false);

    /// <summary>A test that uses what all others use, on both databases.</summary>
    public const string WarmsUp = Root + "Access.AskedAgainTests.An_entry_that_was_allowed_before_access_changed_is_not_written";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Suite> All =
    [
        .. new[]
        {
            "AccessMatrixTests", "CoarsePlaceTests", "DemoAccountTests", "DoorTests", "DutyAccessTests", "ExclusionTests", "FirstAdministratorTests", "KnownCookiesTests", "MetricsTests", "NothingLeaksTests", "OfferedActsTests", "OriginCheckTests", "OwnThingsTests",
            "PermissionsTests", "ReleaseMarkTests", "RemovedMemberTests", "RoleTableTests", "SessionListTests", "SessionTests", "SignInTests", "WokenTests",
        }.Select(name => new Suite(Root + "Access." + name)),
        new(Root + "Access.AskedAgainTests", OnPostgres: true),
        // That rights are looked at once more under the lock that every change of them takes.
        new(Root + "Channels.SharedAppendsTests", OnPostgres: true),
        new(Root + "Agencies.MemberTests"),
        new(Root + "Agencies.MemberContactsTests"),
        new(Root + "Notifications.AlertLinkTests"),
        new(Root + "Realtime.ChangedAccessTests", OnPostgres: true),
        new(Root + "Realtime.RevocationTests", OnPostgres: true),
        new(Root + "Realtime.WithheldTests"),
    ];
}
