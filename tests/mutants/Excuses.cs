namespace Timpora.Comms.Mutants;

/// <summary>
/// Checks that no test can miss alone, because another one stands behind them and denies as well. Each is deleted together with those behind it, and that must be noticed.
/// </summary>
internal static class Excuses
{
    /// <summary>Names a check by its file and a piece of its text, so that it is found while other lines come and go; where several have that, the one which <paramref name="Nth"/> says.</summary>
    public sealed record Name(string File, string Text, int? Nth = null)
    {
        /// <summary>The check; null when there is none, or no telling which.</summary>
        public Check? In(IReadOnlyList<Check> all)
        {
            var some = all.Where(c => c.File.EndsWith("/" + File, StringComparison.Ordinal) && c.Text.Contains(Text, StringComparison.Ordinal)).ToList();
            return Nth is { } nth ? some.ElementAtOrDefault(nth - 1) : some.Count == 1 ? some[0] : null;
        }
    }

    /// <summary>A check, those behind it, and why it is there all the same.</summary>
    public sealed record Excuse(Name Check, IReadOnlyList<Name> Behind, string Why);

    private static readonly Name[] tailAsksFirst = [new("ChannelTail.Reading.cs", "e.AclVersion > AclVersion"), new("ChannelTail.Reading.cs", "heardAcl")];

    /// <summary>Twofold on purpose.</summary>
    public static readonly IReadOnlyList<Excuse> Twofold =
    [
        new(new("CallerFilter.cs", "RequireAuthorization"), [new("AccessSetup.cs", "SetFallbackPolicy")], "An address that nobody thought of is closed by the policy for all that say nothing; the routes say it all the same."),
        new(new("RealtimeSetup.cs", "MapHub<CommsHub>"), [new("AccessSetup.cs", "SetFallbackPolicy")], "As for the routes."),
        new(new("AccessSetup.cs", "false", Nth: 2), [new("CallerFilter.cs", "RequireAuthorization")], "Every route of the contract says whom it lets in; this is for one that says nothing."),
        new(new("FirstAdministrator.cs", "l.UsedAt == null", Nth: 1), [new("FirstAdministrator.cs", "l.UsedAt == null", Nth: 3)], "Looked at first so that a used link is refused before anything is written; the write looks again, for whoever comes at the same moment."),
        new(new("FirstAdministrator.cs", "l.UsedAt == null", Nth: 3), [new("FirstAdministrator.cs", "l.UsedAt == null", Nth: 1)], "As before, the other way round."),
        new(new("FeedConnection.Writing.cs", "batch.AclVersion > feed.FreshAs", Nth: 1), tailAsksFirst,
            "The tail asks who may still read before it offers what is new; who came to it meanwhile by an older reading is asked here."),
        new(new("FeedConnection.Writing.cs", "feed.FreshAs > feed.Tail.AclVersion"), tailAsksFirst,
            "As before, for who came by a newer reading than what is offered was judged by."),
        new(new("FeedConnection.Writing.cs", "batch.AclVersion > feed.FreshAs", Nth: 2), [new("FeedConnection.Writing.cs", "batch.AclVersion > feed.FreshAs", Nth: 3), .. tailAsksFirst],
            "As before, for what a line reads after others; without it nothing is written that must not be, and the line waits for nobody."),
        new(new("FeedConnection.Writing.cs", "batch.AclVersion > feed.FreshAs", Nth: 3), [new("FeedConnection.Writing.cs", "batch.AclVersion > feed.FreshAs", Nth: 2), .. tailAsksFirst],
            "Looked at once more under the lock that a refresh takes."),
    ];

    /// <summary>What looks like a check of access and is none.</summary>
    public static readonly IReadOnlyList<(Name Check, string Why)> NoChecks =
    [
        (new("WarmUp.cs", "RemovedAt"), "Chooses in whose name the hub reads once to warm itself up; nobody sees what."),
        (new("Leaving.cs", "RemovedAt is not null"), "Removing somebody twice changes nothing."),
        (new("Leaving.cs", "s.Member == member.Id"), "Whose sessions end: without it more people are shut out, not fewer."),
        (new("AlertLookup.cs", "await caller.Require(ct);"), "Says only in which words somebody is refused: nothing is found either way."),
        (new("Involvement.cs", "Permissions.MayRead"), "Chooses between an entry of the alert, which is withheld where it may not be read, and a word that names it: without it the desk learns less."),
        (new("PasskeyCeremony.cs", "made.Passkey.IsUserVerified"), "The framework refuses such a key before (IdentityPasskeyOptions.UserVerificationRequirement is required); said once more, so that it does not hang on an option alone."),
        (new("SetPassword.cs", "RemovedAt"), "The caller was asked for in the line above, and the change looks again under the lock (OwnWaysIn); this only finds the row."),
        (new("RedisAnnouncer.cs", "AclVersion"), "Which of two hints that wait is sent. A hint is no news of access; the entries' own versions are, and they are read."),
    ];

    /// <summary>What is named here and is not there, or not the only one of its name.</summary>
    public static IReadOnlyList<string> Lost(IReadOnlyList<Check> all) =>
    [
        .. Twofold.SelectMany(e => e.Behind.Prepend(e.Check)).Concat(NoChecks.Select(n => n.Check)).Where(n => n.In(all) is null)
            .Select(n => $"Excuses.cs names '{n.Text}' of {n.File}: there is none, or more than one."),
    ];
}
