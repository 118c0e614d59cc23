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
            "AccessMatrixTests", "ByRoleTests", "CoarsePlaceTests", "DemoAccountTests", "DoorTests", "DutyAccessTests", "ExclusionTests", "KnownCookiesTests", "MetricsTests", "NothingLeaksTests", "OfferedActsTests", "OriginCheckTests", "OwnThingsTests",
            "PermissionsTests", "ReleaseMarkTests", "RemovedMemberTests", "RequestLimitsTests", "RoleTableTests", "SessionListTests", "SessionTests", "WokenTests",
        }.Select(name => new Suite(Root + "Access." + name)),
        .. new[] { "AuthenticatorTests", "FirstAdministratorTests", "FreshSignInTests", "GuestTests", "InvitationTests", "PasskeyTests", "PasswordTests", "SignInTests", "UnfinishedTests" }
            .Select(name => new Suite(Root + "WaysIn." + name)),
        new(Root + "Access.AskedAgainTests", OnPostgres: true),
        // That rights are looked at once more under the lock that every change of them takes.
        new(Root + "Channels.SharedAppendsTests", OnPostgres: true),
        new(Root + "Agencies.MemberTests"),
        new(Root + "Agencies.MemberContactsTests"),
        // What a screen on the wall may see.
        new(Root + "Alerts.GetWallTests"),
        new(Root + "Notifications.AlertLinkTests"),
        new(Root + "Realtime.CallTurnsTests"),
        new(Root + "Realtime.ChangedAccessTests", OnPostgres: true),
        new(Root + "Realtime.MemberLinesTests"),
        new(Root + "Realtime.RevocationTests", OnPostgres: true),
        new(Root + "Realtime.WithheldTests"),
    ];

    /// <summary>What is named here and is not there.</summary>
    public static IReadOnlyList<string> Lost(string project) =>
    [
        .. All.Where(s => !File.Exists(Path.Combine(project, "tests", s.Class[Root.Length..].Replace('.', Path.DirectorySeparatorChar) + ".cs"))).Select(s => $"Suites.cs names {s.Class}: there is none."),
    ];
}
