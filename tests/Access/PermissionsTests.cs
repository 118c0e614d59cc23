using System.Text.Json.Nodes;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>
/// What everybody may do, for each role and each way to stand to a thing, as <c>Golden/permissions.json</c> declares it: a cell of the role table or a condition in
/// <see cref="Permissions"/> that changes is seen in review. That each door asks them is for <see cref="AccessMatrixTests"/>.
/// </summary>
public sealed class PermissionsTests
{
    private const string Origin = "origin", Required = "required", Offered = "offered", Admitted = "admitted", Outside = "outside";

    private static readonly Guid poster = Id(1), recipient = Id(2), shutOut = Id(3), anybody = Id(4);

    private static readonly Roles[] roles = [.. Enum.GetValues<Roles>()];

    private static readonly string[] marks = [TlpMark.Clear, TlpMark.Green, TlpMark.Amber, TlpMark.AmberStrict, TlpMark.Red];

    /// <summary>Who somebody is to an alert: their agency, and who they are.</summary>
    private static readonly (string Name, string Agency, Guid Id)[] people =
    [
        ("poster", Origin, poster), ("origin", Origin, anybody), ("required", Required, anybody), ("offered", Offered, anybody), ("admitted", Admitted, anybody), ("outside", Outside, anybody),
        ("recipient", Outside, recipient), ("shut out by name", Required, shutOut), ("shut out with the agency", "shut-out", anybody), ("poster elsewhere", Outside, poster),
    ];

    private static readonly Dictionary<string, Func<Reader, AlertAccess, bool>> onAlerts = new()
    {
        ["is excluded"] = Permissions.IsExcluded,
        ["see the place"] = Permissions.MaySeePlace,
        ["see exclusions"] = Permissions.MaySeeExclusions,
        ["cancel"] = Permissions.MayCancel,
        ["update"] = Permissions.MayUpdate,
        ["relax its mark"] = Permissions.MayRelaxMark,
        ["note progress"] = Permissions.MayNoteProgress,
        ["escalate"] = Permissions.MayEscalate,
        ["see how the required agency was reached"] = (reader, alert) => Permissions.MaySeeReached(reader, alert, Required),
    };

    private static readonly Dictionary<string, Func<Reader, Channel, bool>> onChannels = new()
    {
        ["read it"] = Permissions.MayRead,
        ["join it"] = Permissions.MayJoin,
        ["post to it"] = Permissions.MayPost,
    };

    private static readonly Dictionary<string, Func<Reader, string, bool>> onAgencies = new()
    {
        ["answer"] = Permissions.MayAnswer,
        ["decline"] = Permissions.MayDecline,
        ["decline finally"] = Permissions.MayDeclineFinally,
        ["resolve what it leads"] = Permissions.MayResolve,
        ["keep the contacts of somebody of it"] = (reader, agency) => Permissions.MayKeepContacts(reader, poster, agency),
        ["keep one's own contacts"] = (reader, agency) => Permissions.MayKeepContacts(reader, reader.Id, agency),
        ["assign its duty"] = Permissions.MayAssignDuty,
        ["read its gaps"] = Permissions.MayReadGaps,
        ["remove a member of it"] = Permissions.MayRemoveMember,
        ["invite an officer to it"] = (reader, agency) => Permissions.MayInvite(reader, agency, Roles.Officer),
        ["invite an admin to it"] = (reader, agency) => Permissions.MayInvite(reader, agency, Roles.Admin),
    };

    private static readonly Dictionary<string, Func<Reader, bool>> onNothing = new()
    {
        ["review exclusions"] = Permissions.MayReviewExclusions,
        ["waive"] = Permissions.MayWaive,
        ["read the measures"] = Permissions.MayReadMeasures,
        ["read the directory"] = Permissions.MayReadDirectory,
        ["read the rosters"] = Permissions.MayReadRosters,
        ["see names"] = Permissions.MaySeeNames,
        ["resolve what nobody leads"] = reader => Permissions.MayResolve(reader, null),
    };

    [Fact]
    public async Task Everybody_may_what_is_declared_and_no_more()
    {
        var may = new JsonObject();
        string[] admitted = [Origin, Required, Offered, Admitted, "shut-out"];
        foreach (var mark in marks)
        {
            may[$"read an alert: {mark}"] = ByRole(role => Those(people, p => Permissions.MayRead(Somebody(p.Id, p.Agency, role), Alert(mark), admitted)));
            may[$"show an alert on a wall: {mark}"] = ByRole(role => Those(people, p => Permissions.MayShow(Somebody(p.Id, p.Agency, role), Alert(mark), admitted)));
        }

        foreach (var (act, ask) in onAlerts)
            may[act] = ByRole(role => Those(people, p => ask(Somebody(p.Id, p.Agency, role), Alert(TlpMark.Amber))));
        var channels = new[] { ("one that admits", Admitting(ChannelKind.Topic, Admitted)), ("another", Admitting(ChannelKind.Topic, Outside)), ("the own desk", Admitting(ChannelKind.Desk, Admitted)), ("another's desk", Admitting(ChannelKind.Desk, Outside)) };
        foreach (var (act, ask) in onChannels)
            may[$"a channel: {act}"] = ByRole(role => Those(channels, c => ask(Somebody(anybody, Admitted, role), c.Item2)));
        foreach (var (act, ask) in onAgencies)
            may[$"an agency: {act}"] = ByRole(role => Those(new[] { ("the own", Required), ("another", Outside), ("a guest organisation", GuestOrganisations.CodeOf("rumah-aman")) }, a => ask(Somebody(anybody, Required, role), a.Item2)));
        foreach (var (act, ask) in onNothing)
            may[act] = ByRole(role => ask(Somebody(anybody, Required, role)) ? "yes" : "");
        await Golden.Golden.Holds("permissions.json", may);
    }

    private static JsonObject ByRole(Func<Roles, string> who) => new(roles.Select(role => KeyValuePair.Create(role.ToString(), (JsonNode?)who(role))));

    private static string Those<T>(IEnumerable<(string Name, T)> all, Func<(string Name, T Item2), bool> may) => string.Join(", ", all.Where(may).Select(a => a.Name));

    private static string Those(IEnumerable<(string Name, string Agency, Guid Id)> all, Func<(string Name, string Agency, Guid Id), bool> may) => string.Join(", ", all.Where(may).Select(p => p.Name));

    private static Reader Somebody(Guid id, string agency, Roles role) => new(id, agency, role);

    private static AlertAccess Alert(string mark) => new(Id(9), mark, poster, Origin, [recipient], [Required], ["shut-out"], [shutOut], [Offered]);

    private static Channel Admitting(string kind, string agency) => new() { Slug = "saluran", Name = "Saluran", Kind = kind, Epoch = "e", Admits = [agency] };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
