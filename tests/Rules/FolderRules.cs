using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using Timpora.Comms.Storage;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Timpora.Comms.Tests.Rules;

/// <summary>
/// Who may use whom. A folder is a namespace; what it may use are other folders whole, or single types of them (a regular
/// expression after <c>Timpora.Comms.</c>) with the reason beside it.
/// </summary>
public static class FolderRules
{
    /// <summary>Every folder of the server.</summary>
    public static readonly IReadOnlyList<Folder> All =
    [
        // Removing a member must raise the channels' access versions in the same transaction, after everything else.
        new("Agencies", [], Apart: ["Leaving"]),
        // What is written for many is announced once, by whoever writes it.
        new("Channels", ["Agencies", @"Realtime\.IAnnouncer$"]),
        // A changed roster and a gap are entries in the agency's desk.
        new("Duty", ["Channels", "Agencies"]),
        new("Alerts", ["Channels", "Agencies"]),
        // A step and the rows that wake its people are written in one transaction, so the ladder calls what writes those rows.
        new("Escalations", ["Alerts", "Duty", "Channels", "Agencies", @"Notifications\.(NotificationRows|NotNeeded|StepUnreached)$"]),
        // A notification is of an alert and an obligation: what they are, who has them, and the question how people were reached; not what is done to them.
        new("Notifications", ["Duty", "Channels", "Agencies", @"Alerts\.(Alert|AlertLevel|AlertStatus|Obligation|ObligationState|EscalationState|Receipt|ReachedView|WhoWasReached(\+Request)?)$"]),
        // Figures are counted from the log and from what an alert is.
        new("Measures", ["Channels", "Agencies", @"Duty\.(Rosters|DutyTurn)$", @"Alerts\.Alert(Level|Status|State|LevelCode)?$"]),
        // A hub method is a one-liner that sends a feature's request and returns its answer.
        new("Realtime", ["Channels", "Agencies", @"(Alerts|Escalations|Duty|Notifications)\.(\w+\+(Request|Response)|\w+View)\b"]),
        // Access decides from the facts of members and channels.
        new("Access", ["Agencies", @"Channels\.Channel(Kind|Member)?$"]),
        // Who comes in as a guest is admitted to channels; keys belong to the address that links in notifications lead to.
        new("WaysIn", ["Agencies", "Channels", @"Notifications\.NotificationOptions$"]),
        // Commit, then announce: the transaction ends by handing the log's hints to the announcer.
        new("Pipeline", [@"Channels\.(ChannelLog|Hint|Canonical)$", @"Realtime\.IAnnouncer$"]),
        // A restore proves the log and gives the channels new epochs.
        new("Backups", ["Channels"]),
        // HubDb holds every entity; entities are plain types, never a use case's inside or a route table.
        new("Storage", [@"(Agencies|Channels|Alerts|Duty|Escalations|Notifications|WaysIn)\.(?!\w+Endpoints)\w+$"]),
        // Plays scenarios as a stranger's program would: over the wire, with nothing of the hub's inside.
        new("Replay", [], IsStranger: true),
    ];

    /// <summary>The ground that every folder may stand on.</summary>
    private static readonly string[] ground = ["Pipeline", "Storage", "Access"];

    /// <summary>The server as compiled, bodies of methods and lambdas included.</summary>
    public static readonly Architecture Server = new ArchLoader().LoadAssemblies(typeof(HubDb).Assembly).Build();

    /// <summary>The server with the offending samples of this assembly.</summary>
    public static readonly Architecture WithSamples =
        new ArchLoader().LoadAssemblies(typeof(HubDb).Assembly, typeof(FolderRules).Assembly).Build();

    /// <summary>The rule of one folder under <paramref name="root"/>: it uses nothing of the product but what it may.</summary>
    public static IArchRule UsesOnlyWhatItMay(Folder folder, string root = "Timpora.Comms") =>
        Never(
            $@"^{Regex.Escape(root)}\.{folder.Name}\.(?!({string.Join('|', folder.Apart ?? ["-"])})\b)",
            @"^Timpora\.Comms\.(?!Tests\.)" + string.Concat(
                folder.MayUse.Concat(folder.IsStranger ? [] : ground).Append(folder.Name).Select(m => m.Any(char.IsPunctuation) ? $"(?!{m})" : $@"(?!{m}\.)")));

    /// <summary>Only <paramref name="folder"/> names types that match <paramref name="types"/>.</summary>
    public static IArchRule StaysIn(string folder, string types, string root = "Timpora.Comms") =>
        Never($@"^{Regex.Escape(root)}\.(?!(Tests|{folder})\.)", types);

    /// <summary>No type's name ends in a word that says nothing.</summary>
    public static IArchRule NamesSaySomething(string root = "Timpora.Comms") =>
        Types().That().ResideInNamespaceMatching($@"^{Regex.Escape(root)}(?!\.(Tests|Storage\.Migrations|Storage\.Compiled))")
            .Should().NotHaveNameMatching(@"(Manager|Helper|Helpers|Util|Utils|Service|Dto|Impl|Base|Common|Info|Engine)(`\d+)?$");

    /// <summary>What breaks the rule, one line a type.</summary>
    public static IReadOnlyList<string> Broken(IArchRule rule, Architecture architecture) =>
        [.. rule.Evaluate(architecture).Where(r => !r.Passed).Select(r => r.Description).Order(StringComparer.Ordinal)];

    private static ArchRule<IType> Never(string users, string used) =>
        Types().That().HaveFullNameMatching(users)
            .Should().NotDependOnAny(Types(true).That().HaveFullNameMatching(used))
            .WithoutRequiringPositiveResults();

    /// <summary>A folder, what it may use, its types that stand apart from the rule, and whether it may not even use the ground.</summary>
    public sealed record Folder(string Name, IReadOnlyList<string> MayUse, IReadOnlyList<string>? Apart = null, bool IsStranger = false);
}
